"""The keys of the front door's pages."""

from pages.keys import EVERYWHERE, Key

INBOX_KEYS = (
    Key(("j", "k"), "next, previous", in_bar=True),
    Key(("Enter",), "open", in_bar=True),
    Key(("t",), "take it: asks first", in_bar=True),
    Key(("h",), "hand over", in_bar=True),
    Key(("c",), "ask an agency", in_bar=True),
    Key(("g", "1–9"), "go to a view", in_bar=True),
    Key(("/",), "search", in_bar=True),
    *EVERYWHERE,
)
CONTACT_KEYS = (
    Key(("1–9",), "pick a decision", in_bar=True),
    Key(("m",), "who are they", in_bar=True),
    Key(("c",), "ask an agency", in_bar=True),
    Key(("n",), "add a note", in_bar=True),
    Key(("h",), "hand over", in_bar=True),
    Key(("t",), "take it: asks first"),
    *EVERYWHERE,
)
