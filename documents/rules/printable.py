"""Content as it is laid out: the same words, with places where a very long run of characters may break.

Product decision: laying out a run without spaces costs its square, and issue 9 caps the time of a print.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

LONGEST_RUN = 40
ZERO_WIDTH_SPACE = "\u200b"

_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}(?=\S)")


def printable(part: Any) -> Any:
    """Return the content with a zero-width space after each LONGEST_RUN characters that no space parts.

    Dicts (pictures, drawn by their own renderer) are left as they are.
    """
    if isinstance(part, str):
        return _RUN.sub(lambda run: run.group() + ZERO_WIDTH_SPACE, part)
    if isinstance(part, tuple):
        return tuple(printable(item) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: printable(getattr(part, field.name)) for field in fields(part)})
    return part
