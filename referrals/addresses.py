"""On which page a clock's subject is read, for the links in notices and lists."""

from collections.abc import Mapping

from clocks.models import Clock
from clocks.registry import Page


def of_contact(clock: Clock) -> str:
    """The front door's page: the clock of a contact is the front door's."""
    return f"/front-door/contacts/{clock.subject_id}/"


def of_call(clock: Clock) -> str:
    """Leads each side on: the front door to its contact, whoever rang to writing it up."""
    return f"/calls/{clock.subject_id}/"


def of_assessment(clock: Clock) -> str:
    return f"/front-door/assessments/{clock.subject_id}/"


def of_task(clock: Clock) -> str:
    """Where the referrer says that somebody was told."""
    return f"/contacts/to-tell/{clock.subject_id}/"


def of_disagreement(clock: Clock) -> str:
    return f"/disagreements/{clock.subject_id}/"


def hand_over_contact(clock: Clock) -> str:
    return f"{of_contact(clock)}hand-over/"


def allocate_assessment(clock: Clock) -> str:
    return f"{of_assessment(clock)}allocate/"


HAND_OVERS: Mapping[str, Page] = {"contact": hand_over_contact, "assessment": allocate_assessment}
PAGES: Mapping[str, Page] = {
    "call": of_call,
    "contact": of_contact,
    "assessment": of_assessment,
    "disagreement": of_disagreement,
    "to-tell": of_task,
}
