"""On which page a clock's subject is read, for the links in notices and lists."""

from collections.abc import Mapping

from clocks.models import Clock
from clocks.registry import Page


def of_contact(clock: Clock) -> str:
    """The front door's page: the clock of a contact is the front door's."""
    return f"/front-door/contacts/{clock.subject_id}/"


def of_assessment(clock: Clock) -> str:
    return f"/front-door/assessments/{clock.subject_id}/"


def of_disagreement(clock: Clock) -> str:
    return f"/disagreements/{clock.subject_id}/"


PAGES: Mapping[str, Page] = {"contact": of_contact, "assessment": of_assessment, "disagreement": of_disagreement}
