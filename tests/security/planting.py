"""Words in every field about a person: what the town leaves empty, and which fields hold no words at all.

`unplanted` walks the models, so a field that is added is planted, or is said here to hold none.
"""

import datetime
import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from audit.history import history_models
from consent.models import Agreement
from partnerships.models import User
from people.models import Address, MissingEpisode, Person
from referrals.models import Assessment
from referrals.services.assessments import assessment_complete
from referrals.services.decisions import Deciding, ForChild, contact_decide
from referrals.services.missing import Episode, episode_correct
from referrals.services.triage import child_link, contact_take
from rowsecurity.registry import registry
from rowsecurity.session import acting_as
from tests.factories.children import PersonMergeFactory
from tests.factories.partnerships import UserFactory
from tests.factories.people import ChildFactory
from tests.roles import as_factory
from tests.security.town import Town, Words
from thresholds.models import CheckChild

PLANTED = (
    "zqxcanary",
    "9990000018",
    "Z999000000018",
    "FY9 9ZZ",
    "FY7 7ZZ",
    "2019-05-29",
    "FY9%209ZZ",
    "29 May 2019",
    "999 000 0018",
)

CODES = {
    "audit.AccessEvent": "action subject_type",
    "audit.ChangeEvent": "event subject_type",
    "clocks.CalendarFeed": "link_hash",
    "clocks.Clock": "rule subject_type reference",
    "clocks.HandlerRun": "handler",
    "clocks.Milestone": "tell",
    "clocks.ScheduleChange": "date rule",
    "consent.Absence": "until",
    "consent.Agreement": "ground service basis rule_code",
    "consent.HarmQuestion": "rule_code",
    "consent.LeadReview": "content_hash",
    "consent.ProposalReading": "content_hash",
    "consent.SharingProposal": "reference service basis level content_hash",
    "documents.Document": "reference subject_type kind marking content_hash pdf_sha256 verification_code",
    "notices.Notice": "kind about reference",
    "people.ConflictOfInterest": "reference",
    "people.EmergencyAccess": "subject_type reference",
    "people.Opening": "subject_type reference day",
    "people.Restriction": "reference",
    "referrals.AdviceGiven": "reference reason",
    "referrals.AgreedDate": "complete_on",
    "referrals.Assessment": "reference",
    "referrals.Checkpoint": "rule",
    "referrals.Contact": "reference content_hash level basis way",
    "referrals.ContactChild": "level suggested",
    "referrals.Decision": "level abuse_category key_factors",
    "referrals.DecisionForChild": "level abuse_category",
    "referrals.Disagreement": "subject_type reference stage",
    "referrals.DisagreementStep": "stage",
    "referrals.StrategyAction": "due",
    "referrals.StrategyDiscussion": "next_on",
    "thresholds.Check": "reference as_at need route_code basis contact_reasons",
    "thresholds.CheckChild": "explored first_view level",
    "thresholds.MatrixCorrection": "row level",
    "thresholds.Observation": "code value since tool tool_result",
}
"""Codes, references and hashes, each chosen by the service or from a framework: no one of them can hold a name."""

CODE = re.compile(r"[A-Za-z0-9:._{},-]*")

MACHINES_OWN = {
    "audit.ChangeEvent.detail": "codes and states; read below with everything that carries news",
    "clocks.Clock.rule_snapshot": "the rule as the authority has it",
    "clocks.Clock.stop_reason": "a code of the service's own; read below",
    "clocks.Clock.why": "how the time was counted; read below",
    "clocks.ClockEvent.detail": "instants and reasons of the service's own; read below",
    "clocks.Milestone.last_error": "the type of an error; read below",
    "clocks.ScheduleChange.days": "days off of an authority",
    "clocks.ScheduleChange.name": "a day off of an authority, as its administrator calls it",
    "clocks.ScheduleChange.why": "an administrator's reason for a day off or a time limit of an authority",
    "consent.SharingProposal.rule": "the framework's own words",
    "documents.Document.title": "the name of the form",
    "notices.Notice.key": "a code and an id; read below",
    "notices.Notice.path": "an address; read below",
    "notices.OutboxEmail.last_error": "the type of an error; read below",
    "people.PersonMerge.chosen": "codes of facts, and of which record each is taken",
    "referrals.Call.topic": "a topic of the framework's own",
    "referrals.AdviceGiven.reason_text": "a reason in the authority's own words",
    "people.Person.due_date": "of an unborn child, of whom there is none in the town",
    "referrals.ContactChild.due_date": "of an unborn child, of whom there is none in the town",
    "referrals.SavedView.filters": "codes of filters and ids of agencies and staff",
    "thresholds.CheckChild.suggestion": "codes and the framework's own words",
}
"""`app.Model.field` → what is in it instead of somebody's words."""

_WITHOUT_WORDS = (
    models.DateTimeField, models.BooleanField, models.UUIDField, models.IntegerField, models.BinaryField, models.GeneratedField,
)  # fmt: skip


def personal_models() -> list[type[models.Model]]:
    """Every model about a person but histories, which are copies."""
    ours = [model for model in apps.get_models() if model._meta.app_label in settings.OUR_APPS]
    kept = set(history_models())
    return [model for model in ours if registry.tables[model._meta.db_table].personal and model not in kept]


def fields_with_words(model: type[models.Model]) -> Iterator[models.Field]:
    """Fields in which words, a number or a day of somebody's could stand: no keys, choices, instants or counts."""
    for field in model._meta.concrete_fields:
        if not (
            field.is_relation or isinstance(field, _WITHOUT_WORDS) or (field.choices and not isinstance(field, ArrayField))
        ):
            yield field


def values_in(model: type[models.Model], field: models.Field) -> list[str]:
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(f'select distinct "{field.column}"::text from "{model._meta.db_table}"')
        return [value or "" for (value,) in cursor.fetchall()]


def unplanted() -> list[str]:
    """`app.Model.field` of every field in which nothing of anybody's is, though nothing here says that it holds none."""
    found = []
    for model in personal_models():
        label = model._meta.label
        for field in fields_with_words(model):
            name = f"{label}.{field.name}"
            values = values_in(model, field)
            if field.name in CODES.get(label, "").split():
                found += [f"{name} is no code: {value}" for value in values if CODE.fullmatch(value) is None]
            elif name not in MACHINES_OWN and not any(word in value for word in PLANTED for value in values):
                found.append(name)
    return found


def plant_the_rest(town: Town, words: Words) -> None:
    """A second contact linked to the known child and placed at another level; a sensitive address; an outcome."""
    worker, passed_by, at = town.world.worker, town.passed_by, town.at + datetime.timedelta(hours=2)
    assert passed_by.contact is not None
    assert town.sent.assessment is not None
    with as_factory():
        Address.objects.filter(household=town.waiting.check.household_id).update(
            is_sensitive=True, sensitive_reason=words("sensitive_reason")
        )
        CheckChild.objects.filter(case_check=town.waiting.check).update(level_differs_why=words("level_differs_why"))
        known = Person.objects.filter(front_door=town.world.door).first()
        Agreement.objects.filter(case_check=town.waiting.check).update(agencies=words("agencies"), left_out=words("left_out"))
        Assessment.objects.filter(pk=town.sent.assessment.pk).update(
            extended_why=words("extended_why"), extended_by=town.world.manager, extended_at=at
        )
    assert known is not None
    _taken_apart_and_put_right(known, worker, words, at)
    with acting_as(worker.pk):
        contact_take(contact=passed_by.contact, by=worker, at=at)
        child_link(child=passed_by.contact.children.get(), person=known, why=words("match_why"), by=worker, at=at)
        each = ForChild(
            child=passed_by.contact.children.get().pk, outcome="early-help", level="early-help",
            level_differs_why=words("child_differs_why"), reasons=words("child_reasons"),
        )  # fmt: skip
        deciding = Deciding(
            each=(each,), reasons=words("reasons"), level_differs_why=words("decision_differs_why"),
            advice=words("advice"), what_would_change=words("would_change"), next_steps=words("next_steps"),
        )  # fmt: skip
        contact_decide(contact=passed_by.contact, deciding=deciding, by=worker, at=at)
        town.sent.assessment.refresh_from_db()
        assessment_complete(assessment=town.sent.assessment, outcome=words("outcome"), by=worker, at=at)


def _taken_apart_and_put_right(known: Person, by: User, words: Words, at: datetime.datetime) -> None:
    """Two records that were one for a time, and an episode that was put right."""
    with as_factory():
        other = ChildFactory(front_door=known.front_door, recorded_by=by, given_name=words("taken_apart"))
        manager = UserFactory()
        PersonMergeFactory(
            front_door=known.front_door, kept=known, merged=other, state="undone", asked_by=by, twins_why=words("twins_why"),
            answered_by=manager, answered_at=at, answer_why=words("answer_why"),
            undone_by=by, undone_at=at, undone_why=words("merge_undone_why"),
        )  # fmt: skip
        episode = MissingEpisode.objects.exclude(found_at=None).first()
    assert episode is not None
    with acting_as(by.pk):
        right = Episode(
            missing_from=episode.missing_from,
            away_from="home",
            reported_by=words("corrected_report"),
            found_at=episode.found_at,
        )
        episode_correct(former=episode, episode=right, why=words("why_changed"), by=by, at=at)
