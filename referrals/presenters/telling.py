"""Telling those without whose agreement it was sent, as pages show it: what is owed, by when, and what came of it."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localtime

from clocks.models import Clock
from partnerships.models import User
from referrals.models import Contact, ParentTold
from referrals.selectors.contacts import people_to_tell


@dataclass(frozen=True)
class Telling:
    """One task with its words: what is to be done or came of it, and by when."""

    task: ParentTold
    what: str
    when: str


def tellings_of(contact: Contact, user: User, now: datetime.datetime) -> list[Telling]:
    """Every task of a contact, open and answered."""
    tasks = people_to_tell(contact)
    due = dues_of(user, [task for task in tasks if not task.answer])
    return [
        Telling(task, what_came(task), "")
        if task.answer
        else Telling(task, what_to_tell(task), due_words(due.get(task.pk), now))
        for task in tasks
    ]


def dues_of(user: User, tasks: Iterable[ParentTold]) -> dict[uuid.UUID, datetime.datetime]:
    """When each open task is due, as far as this person sees its clock. One query; a practice contact has none."""
    ids = [task.pk for task in tasks]
    found = Clock.objects.visible_to(user).open().filter(subject_type="to-tell", subject_id__in=ids) if ids else ()
    return {clock.subject_id: clock.due_at for clock in found}


def what_to_tell(task: ParentTold) -> str:
    """What its referrer is asked to do."""
    if task.asks_again_id:
        return f"Look again whether it is safe to tell {task.who}"
    return f"Tell {task.who} that you have shared this"


def what_came(task: ParentTold) -> str:
    """What came of it."""
    if task.answer == ParentTold.Answer.TOLD:
        when = f", {localtime(task.told_at):%-d %B, %H:%M}" if task.told_at else ""
        return f"{_begun(task.who)}: told{when}{', ' + task.get_how_display().lower() if task.how else ''}"
    return f"{_begun(task.who)}: not safe to tell"


def due_words(due: datetime.datetime | None, now: datetime.datetime) -> str:
    """By when, in words."""
    if due is None:
        return "When you can"
    local = localtime(due)
    if due < now:
        return f"Since {local:%-d %B}"
    return "By the end of today" if local.date() == localtime(now).date() else f"By {local:%-d %B}"


def _begun(words: str) -> str:
    return words[0].upper() + words[1:]
