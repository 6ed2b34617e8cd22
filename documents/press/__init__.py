"""The press: HTML in, tagged PDF out, in a process of its own that can reach nothing."""

from documents.press.parent import Press, PressFailed, press

__all__ = ["Press", "PressFailed", "press"]
