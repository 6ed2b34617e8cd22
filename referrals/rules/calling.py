"""What a call has to say before it can be taken, and what the caller could not say.

Source: Plymouth Annual Report 2020 to 2021, "If you have concerns about a child or young person" (the child's name and date of
birth, the address and how to reach a parent or carer, why the child is at risk); Plymouth 2016, Appendix 2 (what is asked
about each worry). That nobody is turned away for what they do not know, and that a time of a month ago is a slip of the
date, are product decisions.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_AGO = datetime.timedelta(days=31)
ASKED = {
    "name": "the child’s name",
    "birth": "the date of birth",
    "address": "the address",
    "carer": "how to reach a parent or carer",
    "where": "where the child is now",
    "tried": "what has been tried",
}
"""What every caller is asked besides the worry, as it is said where they could not say it."""


@dataclass(frozen=True)
class Answered:
    """A question from the data, and what the caller said to it; `unknown` where they could not say."""

    code: str
    text: str
    answer: str = ""
    unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """What the rules look at of a call."""

    rang_at: datetime.datetime
    caller: str
    is_anonymous: bool
    agency: str
    call_back: str
    worry: str
    place: str
    place_why: str
    has_area: bool


def refusals(ringing: Ringing, *, now: datetime.datetime) -> Iterator[tuple[str, str]]:
    """What cannot be as it was given: the field, and why."""
    if ringing.rang_at > now:
        yield "time", "The call cannot be in the future."
    elif ringing.rang_at < now - LONGEST_AGO:
        yield "day", "That is over a month ago. Look at the day again: the 24 hours count from it."
    if not ringing.worry.strip():
        yield "worry", "Write what they are worried about, in their words. A child’s name can come later."
    if ringing.caller == "professional" and not ringing.agency.strip():
        yield "caller_agency", "Say which agency they are from."
    if ringing.caller == "professional" and not ringing.call_back.strip():
        yield "call_back", "Ask for a number on which they can be rung back."
    if ringing.place == "found" and not ringing.place_why.strip():
        yield "place_why", "Say why where the child is now decides, and not where they live."
    if ringing.place != "unknown" and not ringing.has_area:
        yield "area", "Choose the council’s area, or say that it is not known."


def not_known(flags: Iterable[str], answers: Iterable[Answered]) -> list[str]:
    """What the caller could not say, in words, in the order in which it is asked."""
    said = set(flags)
    return [words for code, words in ASKED.items() if code in said] + [one.text for one in answers if one.unknown]
