"""What each decision starts.

Source: Plymouth 2016, Part 4B paragraphs 4 and 5; Working Together (timeline of assessments); Blackpool, Continuum of Need,
Statutory. Rule codes are those of DESIGN.md, "Timescales".
"""

from collections.abc import Iterable
from dataclasses import dataclass

ACCEPTED = frozenset({"s17", "s47", "s20", "s31"})
"""Outcomes that make the contact a referral, and start a social work assessment."""

HARM = frozenset({"s47", "s31"})
"""Outcomes that say that harm is likely: the child is seen and a strategy discussion held within 24 hours."""

_CHECKPOINTS = ("checkpoint-10", "checkpoint-20", "checkpoint-35", "assessment-limit")


_FROM_HIGHEST = ("s47", "s31", "s20", "s17", "targeted", "early-help", "transfer", "nfa")


@dataclass(frozen=True)
class Follows:
    """`clocks` by rule code; `is_referral` whether an assessment starts; `harm_likely` whether it is the 24-hour kind."""

    is_referral: bool
    harm_likely: bool
    clocks: tuple[str, ...]


def what_follows(outcome: str) -> Follows:
    """The assessment and clocks that an outcome starts; nothing for one that is not progressed."""
    if outcome not in ACCEPTED:
        return Follows(is_referral=False, harm_likely=False, clocks=())
    if outcome in HARM:
        return Follows(True, True, ("child-seen-urgent", "strategy-discussion", *_CHECKPOINTS))
    return Follows(True, False, ("child-seen", *_CHECKPOINTS))


def highest(outcomes: Iterable[str]) -> str:
    """The outcome that governs a contact of several children, whose clocks it starts. Raises `ValueError` for none.

    A product decision: likely harm to one child is acted on in its time, whatever is decided for the others.
    """
    return min(outcomes, key=_FROM_HIGHEST.index)
