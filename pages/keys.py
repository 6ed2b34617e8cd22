"""What a page's keys are called in its bar at the foot and in the list behind `?`. What each does stands in the page itself.

Product decision (the front door's mocks, "Keys"; WCAG 2.2, 2.1.4): a key moves, opens or picks. None sends, approves or
decides, all are dead where somebody writes, and all can be turned off.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """Keys and what they do; `in_bar` where the bar has room for it."""

    keys: tuple[str, ...]
    words: str
    in_bar: bool = False


EVERYWHERE = (Key(("Esc",), "close this, or go back"), Key(("?",), "this list"))
