"""Emergency access: what a front door's manager may open across every front door, why, for how long, and who looks at it after.

Product decisions, all of them. Statutory guidance asks that a child's safety is never delayed by who holds the record; the
price of opening what is not sent to one is that somebody else reviews it.
"""

import datetime
from enum import StrEnum

HOURS = 4
"""How long it lasts unless it is ended sooner: long enough for a night's telephone calls, over by the next shift."""

MOST_AT_ONCE = 20
"""The newest so many contacts about a child are opened together."""

LONGEST_WORDS = 400
REVIEW_RULE = "emergency-review"
"""The timescale rule of an authority by which somebody else has looked at it: one working day in the published data."""


class Reason(StrEnum):
    """Why it could not wait for whoever holds the record."""

    HARM = "harm"
    POLICE = "police"
    OUT_OF_HOURS = "out-of-hours"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return WORDS[self]


WORDS: dict[Reason, str] = {
    Reason.HARM: "A child may come to harm before anybody who has this can be reached",
    Reason.POLICE: "The police, a hospital or the ambulance service have the child with them now",
    Reason.OUT_OF_HOURS: "The front door that has this does not answer at this hour",
    Reason.NOBODY: "Nobody there who may open it can be reached",
}


class Finding(StrEnum):
    """What the review makes of it."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not-justified"
    FOLLOW_UP = "follow-up"

    @property
    def label(self) -> str:
        return FINDINGS[self]


FINDINGS: dict[Finding, str] = {
    Finding.JUSTIFIED: "It was justified",
    Finding.NOT_JUSTIFIED: "It was not justified",
    Finding.FOLLOW_UP: "It needs to be followed up",
}


def time_left(until: datetime.datetime, now: datetime.datetime) -> str:
    """What is left in words, rounded down to the minute: "3 hours 59 minutes", "1 minute", "less than a minute"; "" if over."""
    seconds = int((until - now).total_seconds())
    if seconds <= 0:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((hours, "hour"), (minutes, "minute")) if n]
    return " ".join(parts) or "less than a minute"
