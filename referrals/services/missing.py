"""That a child was missing: recorded, put right by a row that supersedes it, withdrawn. Nothing is written over."""

import datetime
from dataclasses import asdict, dataclass

from django.db import transaction

from audit.services import record_change
from partnerships.models import User
from partnerships.permissions import Action
from people.models import MissingEpisode, Person
from people.rules.missing import Away, impossible
from referrals.selectors.children import child_open, episode_open, episodes_of, merges_of
from thresholds.services.checks import CheckRefused
from workflow.errors import StaleVersion


@dataclass(frozen=True)
class Episode:
    """What is recorded of one episode."""

    missing_from: datetime.datetime
    away_from: str
    reported_by: str
    found_at: datetime.datetime | None = None
    found_where: str = ""
    interview: str = MissingEpisode.Interview.NOT_YET
    said: str = ""


@transaction.atomic
def episode_record(*, child: Person, episode: Episode, by: User, at: datetime.datetime) -> MissingEpisode:
    """Record that a child of this front door was missing. Raises `CheckRefused` for what cannot have been."""
    child = _child_locked(child, by)
    return _record(child, episode, by, at, event="episode-recorded")


@transaction.atomic
def episode_correct(
    *, former: MissingEpisode, episode: Episode, why: str, by: User, at: datetime.datetime
) -> MissingEpisode:  # fmt: skip
    """Put an episode right, or add that the child was found: a row of its own. The former one is kept beside it."""
    former = _standing(former, by)
    if not why.strip():
        raise CheckRefused("why_changed", "Say what you put right, and how you know.")
    return _record(former.person, episode, by, at, event="episode-corrected", former=former, why=why)


@transaction.atomic
def episode_withdraw(*, former: MissingEpisode, why: str, by: User, at: datetime.datetime) -> MissingEpisode:
    """Say that an episode was recorded by mistake. It is kept, and counts for nothing."""
    former = _standing(former, by)
    if not why.strip():
        raise CheckRefused("why_changed", "Say why this was recorded by mistake.")
    return _row(former.person, _as_recorded(former), by, at, event="episode-withdrawn", former=former, why=why, withdrawn=True)


def episode_move(*, episode: MissingEpisode, person: Person, by: User, at: datetime.datetime) -> None:
    """Say of whose record an episode is, when two records are taken apart. Runs in that transaction."""
    if episode.person_id != person.pk:
        why = "Where it belongs since two records were taken apart"
        _row(person, _as_recorded(episode), by, at, event="episode-moved", former=episode, why=why)


def _record(
    child: Person, episode: Episode, by: User, at: datetime.datetime, *, event: str,
    former: MissingEpisode | None = None, why: str = "",
) -> MissingEpisode:  # fmt: skip
    if not episode.reported_by.strip():
        raise CheckRefused("reported_by", "Say who reported it.")
    if episode.found_where.strip() and episode.found_at is None:
        raise CheckRefused("found_at", "Say when the child was found.")
    standing = episodes_of(by, merges_of(by, [child.pk]).all_of(child.pk))
    others = [Away(one.missing_from, one.found_at) for one in standing if former is None or one.pk != former.pk]
    wrong = impossible(
        Away(episode.missing_from, episode.found_at), now=at, others=others, born=child.date_of_birth
    )  # fmt: skip
    if wrong is not None:
        raise CheckRefused(wrong.field, wrong.words)
    return _row(child, episode, by, at, event=event, former=former, why=why)


def _row(
    child: Person, episode: Episode, by: User, at: datetime.datetime, *, event: str,
    former: MissingEpisode | None = None, why: str = "", withdrawn: bool = False,
) -> MissingEpisode:  # fmt: skip
    row = MissingEpisode.objects.create(
        person=child, front_door_id=child.front_door_id, recorded_by=by, supersedes=former, why_changed=why.strip()[:300],
        withdrawn=withdrawn, **asdict(episode),
    )  # fmt: skip
    record_change(by=by, event=event, subject_type="person", subject_id=child.pk, at=at)
    return row


def _as_recorded(one: MissingEpisode) -> Episode:
    return Episode(
        missing_from=one.missing_from, away_from=one.away_from, reported_by=one.reported_by, found_at=one.found_at,
        found_where=one.found_where, interview=one.interview, said=one.said,
    )  # fmt: skip


def child_hold(child: Person) -> None:
    """Hold a child's record still until this request is done: one person at a time says when the child was missing."""
    Person.objects.select_for_update(of=("self",)).filter(pk=child.pk).first()


def _child_locked(child: Person, by: User) -> Person:
    child_hold(child)
    return child_open(person_id=child.pk, user=by, action=Action.EPISODE_RECORD)


def _standing(former: MissingEpisode, by: User) -> MissingEpisode:
    """An episode that nobody has put right since. Raises `StaleVersion` where somebody has."""
    _child_locked(former.person, by)
    found = episode_open(episode_id=former.pk, user=by)
    if MissingEpisode.objects.filter(supersedes=found).exists():
        raise StaleVersion(expected="the episode that was shown", found="one that somebody has put right since")
    return found
