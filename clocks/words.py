"""The sentences in which people are told of a clock's milestones."""

from clocks.rules.timescale import MilestoneKind
from notices.catalogue import declare

SENTENCES = {
    MilestoneKind.HALF: "{about} for {reference}: half the time has gone. It is due {due}.",
    MilestoneKind.NEAR: "{about} for {reference} is due soon: {due}.",
    MilestoneKind.DUE: "{about} for {reference} reached its time: {due}.",
    MilestoneKind.OVERDUE: "{about} for {reference} is overdue. It was due {due}.",
    MilestoneKind.OVERDUE_DAY: "{about} for {reference} is still overdue. It was due {due}.",
}


_own: set[str] = set()


def notice_kind(kind: str, rule: str = "") -> str:
    """The catalogue's code for a milestone's notice: the rule's own sentence where an app has declared one."""
    own = f"clock-{kind}-{rule}"
    return own if own in _own else f"clock-{kind}"


def declare_own(rule: str, kind: str, sentence: str) -> None:
    """Give one rule a sentence of its own for a milestone, which says what may be done now. From `AppConfig.ready`."""
    own = f"clock-{kind}-{rule}"
    declare(own, sentence)
    _own.add(own)


def declare_notices() -> None:
    """Add the clock's sentences to the catalogue of notices."""
    declare("clock-moved", "{about} for {reference} has another time, because the calendar or the rule changed: {due}.")
    declare("clocks-moved", "{about} have another time, because the calendar or the rule changed.")
    declare("clock-digest", "Your deadlines today: {about}.")
    for kind, sentence in SENTENCES.items():
        declare(notice_kind(kind), sentence)
