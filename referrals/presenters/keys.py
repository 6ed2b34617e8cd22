"""The keys of the front door's pages, as the bar at the foot and the list behind `?` name them.

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


EVERYWHERE = (
    Key(("/",), "search", in_bar=True),
    Key(("Esc",), "close this, or go back"),
    Key(("?",), "this list"),
)
INBOX_KEYS = (
    Key(("j", "k"), "next, previous", in_bar=True),
    Key(("Enter",), "open", in_bar=True),
    Key(("t",), "take it: asks first", in_bar=True),
    Key(("h",), "hand over", in_bar=True),
    Key(("c",), "ask an agency", in_bar=True),
    Key(("g", "1–9"), "go to a view", in_bar=True),
    *EVERYWHERE,
)
CONTACT_KEYS = (
    Key(("1–9",), "pick a decision", in_bar=True),
    Key(("m",), "who are they", in_bar=True),
    Key(("c",), "ask an agency", in_bar=True),
    Key(("n",), "add a note", in_bar=True),
    Key(("h",), "hand over", in_bar=True),
    Key(("t",), "take it: asks first"),
    *EVERYWHERE[1:],
)
