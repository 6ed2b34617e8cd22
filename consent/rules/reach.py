"""How far an answer reaches: agreement is to share with one recipient, for one service, for this episode of help.

Sources: Blackpool, Information sharing (informed: "what information is being shared, with whom, and for what purpose"; it
"remains in place for the episode of service provision"); Plymouth 2022, Consent (asked again "when making a change to the
service being offered or seeking to make a referral to another service"). That a yes with something left out counts as a no
to the rest, and a yes to another recipient or service as not asked, are product decisions (ADR 19).
"""

from __future__ import annotations

from dataclasses import dataclass

AGREED, IMPLICIT, REFUSED, NOT_ASKED = "agreed", "implicit", "refused", "not-asked"
YES = frozenset({AGREED, IMPLICIT})
WHOLE, PART = "whole", "part"


@dataclass(frozen=True)
class Service:
    """What somebody is asked about: who would receive it (the front door's key) and by which route."""

    recipient: int | None = None
    route: str = ""

    @property
    def is_known(self) -> bool:
        return self.recipient is not None


@dataclass(frozen=True)
class Given:
    """An answer as it is on record: what was said, how far it reaches, and what they were asked about."""

    answer: str
    reach: str = WHOLE
    asked_about: Service = Service()


def counts_as(given: Given, *, now: Service) -> str:
    """As what an answer counts for what would be shared now.

    A yes to part is a no to the rest. A yes about another recipient or service is no answer about this one. A refusal, a
    withdrawal and somebody who was not asked count as what they are, whatever has changed.
    """
    if given.answer not in YES:
        return given.answer
    if given.reach != WHOLE:
        return REFUSED
    return given.answer if now.is_known and given.asked_about == now else NOT_ASKED


def is_overtaken(given: Given, *, now: Service) -> bool:
    """Whether somebody was asked about something else than would be shared now, so that they are to be asked again."""
    return given.answer != NOT_ASKED and now.is_known and given.asked_about != now
