"""Where am I, and what is left? The main job as a list of tasks (DESIGN.md, The main job, 1 to 6)."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from people.models import HouseholdMember
from thresholds.models import Check, CheckChild
from thresholds.models.check import Conversation
from thresholds.rules.authority import Route
from thresholds.rules.framework import Framework
from thresholds.selectors.authorities import document_of
from thresholds.selectors.checks import judgement_is_current

DONE, NOT_YET, BEGUN, OWED = "Done", "Not started", "Begun", "To do now"


@dataclass(frozen=True)
class Task:
    """One thing to do; without a `url` it waits for another."""

    name: str
    url: str
    status: str
    hint: str = ""

    @property
    def done(self) -> bool:
        return self.status == DONE

    @property
    def can_begin(self) -> bool:
        return bool(self.url)


@dataclass(frozen=True)
class Section:
    """Tasks under one of the six steps."""

    title: str
    tasks: tuple[Task, ...]


def tasks_of(
    check: Check,
    children: Sequence[CheckChild],
    members: Sequence[HouseholdMember],
    framework: Framework,
    at: datetime.datetime,
) -> list[Section]:
    """Every task of the check, in order, with how far it is."""
    sections = [
        Section("The child and family", (*_call(check), _family(check, children, members))),
        Section("What you are worried about, and what is working well", tuple(_worries(check, child) for child in children)),
        Section("What the evidence points to", tuple(_judgement(check, child, at) for child in children)),
        Section("What to do about it", _doing(check, framework)),
        Section("Agreement and advice", _sharing(check, "Who was asked, and what they said", agreement_url(check))),
        Section("Check your answers and send", _sharing(check, "What will be sent, and to whom", "")),
    ]
    return [section for section in sections if section.tasks]


def _at(check: Check, name: str, **more: uuid.UUID) -> str:
    return reverse(f"thresholds:{name}", kwargs={"check_id": check.pk, **more})


def _call(check: Check) -> tuple[Task, ...]:
    if check.urgency == Check.Urgency.NEITHER:
        return ()
    made = any(talk.kind == Conversation.Kind.URGENT_CALL for talk in check.conversations.all())
    return (Task("The urgent call", _at(check, "call"), DONE if made else OWED),)


def _family(check: Check, children: Sequence[CheckChild], members: Sequence[HouseholdMember]) -> Task:
    begun = bool(children)
    placed = hasattr(check.household, "address")
    status = DONE if begun and placed else BEGUN if begun or len(members) > len(children) or placed else NOT_YET
    hint = "" if placed else "Where they live is still to say: it decides who answers."
    return Task("Who is in this check, and where they live", _at(check, "family"), status, hint if begun else "")


def _worries(check: Check, child: CheckChild) -> Task:
    seen = bool(child.observations.all())
    return Task(child.person.short_name, _at(check, "worries", child_id=child.pk), DONE if seen else NOT_YET)


def _judgement(check: Check, child: CheckChild, at: datetime.datetime) -> Task:
    if child.level:
        current = judgement_is_current(child, at=at)
        hint = "" if current else "What is ticked has changed since. Read it again, and say whether your judgement stands."
        return Task(child.person.short_name, _at(check, "evidence", child_id=child.pk), DONE if current else BEGUN, hint)
    if not child.observations.all():
        return Task(child.person.short_name, "", "Cannot start yet")
    if child.first_view:
        return Task(child.person.short_name, _at(check, "evidence", child_id=child.pk), BEGUN)
    return Task(child.person.short_name, _at(check, "first_view", child_id=child.pk), NOT_YET)


def _doing(check: Check, framework: Framework) -> tuple[Task, ...]:
    judged = check.state != Check.State.BEGUN
    route = route_chosen(check)
    tasks = [
        Task("Your account of the family", _at(check, "account"), DONE if check.account else NOT_YET),
        Task(
            "Who can help, and how", _at(check, "routes") if judged else "",
            (DONE if route else NOT_YET) if judged else "Cannot start yet", route.name if route else "",
        ),
    ]  # fmt: skip
    spoken = any(talk.kind == Conversation.Kind.FRONT_DOOR for talk in check.conversations.all())
    if route and route.speaks_first:
        tasks.append(Task("The conversation with the front door", _at(check, "conversation"), DONE if spoken else NOT_YET))
    elif route or check.conversations.all():
        tasks.append(Task("Conversations", _at(check, "conversation"), DONE if check.conversations.all() else NOT_YET))
    if framework.moves:
        chosen = f"{len(check.moves)} chosen" if check.moves else ""
        tasks.append(
            Task("Moves for a plan with the family", _at(check, "moves"), DONE if check.moves else "If you like", chosen)
        )
    if route and not is_contact(route):
        tasks.append(Task("What to do next", _at(check, "next"), "Next" if check.state != Check.State.CLOSED else DONE))
    return tuple(tasks)


def _sharing(check: Check, name: str, url: str) -> tuple[Task, ...]:
    """What belongs to a contact alone: nothing of it where another way was chosen."""
    route = route_chosen(check)
    if route is None:
        return (Task(name, "", "Only for a contact"),)
    if not is_contact(route):
        return ()
    return (Task(name, url, "Next" if url else "After that"),)


def route_chosen(check: Check) -> Route | None:
    """The route that was chosen; None before, and for one that this authority does not have."""
    known = {route.code: route for route in document_of(check.authority).routes}
    return known.get(check.route_code)


def is_contact(route: Route) -> bool:
    """Whether this way goes through a written contact: it has a document and a front door to receive it."""
    return route.document is not None and route.front_door is not None


def agreement_url(check: Check) -> str:
    """The first page of what `consent` owns, which stands above this app and registers nothing here."""
    return f"/checks/{check.pk}/agreement/"
