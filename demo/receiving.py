"""The front door's side of a case: taken in, talked about, recognised, decided, assessed, disagreed about."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.timezone import localdate

from demo.leaving import HOUR
from demo.telling import MINUTE, Telling
from partnerships.models import Role, User
from partnerships.selectors import people_with
from people.models import Person
from referrals.models import Assessment, Contact, Decision
from referrals.services.assessments import (
    CHECKPOINTS,
    assessment_allocate,
    assessment_complete,
    assessment_extend,
    checkpoint_hold,
    child_seen,
    is_past_exceptional,
)
from referrals.services.decisions import Deciding, contact_decide, contact_decide_again
from referrals.services.disagreements import disagreement_raise, disagreement_step
from referrals.services.missing import Episode, episode_record
from referrals.services.strategies import Strategy, action_add, strategy_hold
from referrals.services.triage import child_is_new, child_link, contact_take, note_add
from thresholds.selectors.authorities import document_under

DAY = datetime.timedelta(days=1)
HELD_AFTER = {"checkpoint-10": 13, "checkpoint-20": 26, "checkpoint-35": 46}
"""Days after the decision on which each checkpoint is held."""


def staff_of(contact: Contact) -> list[User]:
    return list(people_with(roles=[Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER], front_door=contact.front_door))


def take(telling: Telling, contact: Contact, *, soon: bool = False) -> User:
    """Somebody takes it, talks to the referrer and notes it."""
    workers = people_with(roles=[Role.FRONT_DOOR], front_door=contact.front_door)
    worker = telling.rng.choice(list(workers))
    with telling.as_(worker, after=(5, 40) if soon else (20, 5 * HOUR)) as at:
        contact_take(contact=contact, by=worker, at=at)
        notes = telling.answers["notes"]
        words = telling.pick(notes["referrer"])
        note_add(contact=contact, kind="talk-referrer", words=words, by=worker, at=at, for_referrer=True)
        if telling.rng.random() < 0.6:
            kind, texts = telling.rng.choice([("talk-family", notes["family"]), ("agency-check", notes["agency"])])
            note_add(contact=contact, kind=kind, words=telling.pick(texts), by=worker, at=at)
    return worker


def recognise(telling: Telling, contact: Contact, worker: User, known: Sequence[Person] = ()) -> list[Person]:
    """Each child is linked to the record that this front door has, or gets one; the records."""
    records = []
    with telling.as_(worker) as at:
        for place, child in enumerate(contact.children.all()):
            if place < len(known):
                child_link(child=child, person=known[place], why="Same name and date of birth", by=worker, at=at)
                records.append(known[place])
            else:
                records.append(child_is_new(child=child, by=worker, at=at).person)
        if records and not known:
            gone_missing(telling, records[0], worker, at)
    return records


def gone_missing(telling: Telling, child: Person, worker: User, at: datetime.datetime) -> None:
    """The nights on which the child of such a story was missing, so many days before; the last return interview is to come."""
    days, words = telling.story.get("missing", []), telling.answers["missing"]
    for days_before in days:
        night = (at - days_before * DAY).replace(hour=21, minute=30, second=0)
        is_last, found_at = days_before == min(days), night + 9 * HOUR * MINUTE
        episode = Episode(
            missing_from=night, away_from="home", reported_by=telling.say(words["reported_by"]), found_at=found_at,
            found_where=words["found_where"], interview="offered" if is_last else "held",
            said="" if is_last else telling.say(words["said"]),
        )  # fmt: skip
        episode_record(child=child, episode=episode, by=worker, at=at)


def deciding(telling: Telling, contact: Contact, outcome: str) -> Deciding:
    """What is decided, in the words of the place; the level is the one that the place gives this outcome."""
    words = telling.rng.choice(telling.answers["decisions"][outcome])
    options = document_under(telling.authority, contact.framework_version).response_options
    level = next((option.level for option in options if option.outcome == outcome and option.level), None) or contact.level
    differs = contact.children.exclude(level__in=["", level]).exists()
    return Deciding(
        outcome=outcome, level=level, reasons=telling.say(words["reasons"]), advice=telling.say(words.get("advice", "")),
        what_would_change=telling.say(words.get("would_change", "")), next_steps=telling.say(words.get("next_steps", "")),
        level_differs_why=telling.say(telling.answers["differs"]) if differs or level != contact.level else "",
    )  # fmt: skip


def decide(telling: Telling, contact: Contact, worker: User, outcome: str) -> Decision:
    late = telling.rng.random() < 0.08
    with telling.as_(worker, after=(25 * HOUR, 30 * HOUR) if late else (HOUR, 16 * HOUR)) as at:
        return contact_decide(contact=contact, deciding=deciding(telling, contact, outcome), by=worker, at=at)


def decide_again(telling: Telling, contact: Contact, worker: User, former: Decision, outcome: str) -> None:
    with telling.as_(worker, after=(20 * HOUR, 60 * HOUR)) as at:
        what = deciding(telling, contact, outcome)
        contact_decide_again(contact=contact, former=former, deciding=what, by=worker, at=at)


def assess(telling: Telling, contact: Contact, worker: User, *, idle: bool = False) -> None:
    """Everything that has happened in an assessment by now; an idle one was only allocated."""
    began = telling.at
    with telling.as_(worker, after=(30, 3 * HOUR)) as at:
        assessment = Assessment.objects.select_related("front_door__authority").get(contact=contact)
        assessment_allocate(assessment=assessment, worker=worker, by=worker, at=at)
    if idle:
        return
    if assessment.harm_likely and telling.now - began > datetime.timedelta(hours=20):
        _hold_strategy(telling, assessment, worker)
    if telling.now - began > 3 * DAY:
        _see(telling, assessment, worker)
    for place, rule in enumerate(CHECKPOINTS):
        if telling.now - began > HELD_AFTER[rule] * DAY:
            telling.at = began + HELD_AFTER[rule] * DAY
            _hold_checkpoint(telling, assessment, worker, rule, place)
    if telling.now - began > 62 * DAY:
        telling.at = began + telling.rng.randint(50, 66 if telling.rng.random() < 0.15 else 60) * DAY
        if not _extended(telling, contact, assessment, worker):
            return
        with telling.as_(worker) as at:
            assessment_complete(assessment=assessment, outcome=telling.pick(telling.answers["outcomes"]), by=worker, at=at)


def disagree(telling: Telling, contact: Contact, worker: User, *, until: str) -> None:
    """The referrer sees it differently; `until` is open, managers or settled."""
    words = telling.answers["disagreements"]
    with telling.as_(telling.author, after=(HOUR, 6 * HOUR)) as at:
        disagreement = disagreement_raise(
            contact=contact, about=telling.say(words["about"]), wanted=telling.say(words["wanted"]), by=telling.author, at=at
        )
    with telling.as_(worker, after=(HOUR, 5 * HOUR)) as at:
        said = telling.pick(words["answers"])
        disagreement_step(disagreement=disagreement, kind="answered", words=said, by=worker, at=at)
    if until == "open":
        return
    with telling.as_(telling.author, after=(2 * HOUR, 8 * HOUR)) as at:
        kind = "escalated" if until == "managers" else "resolved"
        disagreement_step(disagreement=disagreement, kind=kind, words=telling.say(words[kind]), by=telling.author, at=at)


def _hold_strategy(telling: Telling, assessment: Assessment, worker: User) -> None:
    with telling.as_(worker, after=(3 * HOUR, 15 * HOUR)) as at:
        strategy = Strategy(
            held_at=at, social_work_manager="The team’s manager", police="Child protection sergeant", health="Named nurse",
            knows_child_best=telling.author.name, shared=telling.say(telling.answers["strategy_shared"]),
            words=telling.say(telling.answers["strategy"]),
        )  # fmt: skip
        strategy_hold(assessment=assessment, strategy=strategy, by=worker, at=at)
        action_add(
            assessment=assessment, what=telling.say(telling.answers["strategy_action"]), who="Named nurse",
            due=localdate(at) + 2 * DAY, by=worker, at=at,
        )  # fmt: skip


def _extended(telling: Telling, contact: Contact, assessment: Assessment, worker: User) -> bool:
    """A manager says why, where it goes past 35 working days. Where there is none, it cannot end."""
    managers = people_with(roles=[Role.FRONT_DOOR_MANAGER], front_door=contact.front_door).exclude(pk=worker.pk)
    manager = managers.first()
    if not is_past_exceptional(assessment, telling.at + DAY):
        return True
    if manager is not None:
        with telling.as_(manager, after=(1, 2)) as at:
            assessment_extend(assessment=assessment, why=telling.say(telling.answers["extended"]), by=manager, at=at)
    return manager is not None


def _see(telling: Telling, assessment: Assessment, worker: User) -> None:
    quick = assessment.harm_likely
    with telling.as_(worker, after=(HOUR, 4 * HOUR) if quick else (20 * HOUR, 60 * HOUR)) as at:
        where = telling.rng.choice(telling.answers["seen_where"])
        alone = telling.rng.random() < 0.7
        why = "" if alone else telling.answers["not_alone"]
        child_seen(assessment=assessment, seen_at=at, where=where, alone=alone, alone_why=why, by=worker, at=at)


def _hold_checkpoint(telling: Telling, assessment: Assessment, worker: User, rule: str, place: int) -> None:
    words = telling.answers["checkpoints"][place]
    with telling.as_(worker) as at:
        checkpoint_hold(
            assessment=assessment,
            rule=rule,
            done=telling.say(words["done"]),
            decided=telling.say(words["decided"]),
            by=worker,
            at=at,
        )
