"""Checks, the children in them, what was seen and who was spoken to. Everybody is plainly fictional."""

import datetime

import factory

from tests.factories.people import ChildFactory, HouseholdFactory
from thresholds.models import Check, CheckChild, Conversation, MatrixCorrection, Observation

AT = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)


class CheckFactory(factory.django.DjangoModelFactory):
    """A live check that was begun; give it an author, their organisation, its authority and a framework version."""

    class Meta:
        model = Check

    reference = factory.Sequence(lambda n: f"RH-TEST-{n:04d}")
    household = factory.SubFactory(
        HouseholdFactory, organisation=factory.SelfAttribute("..organisation"), recorded_by=factory.SelfAttribute("..author")
    )
    urgency = Check.Urgency.NEITHER
    urgency_said_at = AT
    began_at = AT
    updated_at = AT


class CheckChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CheckChild

    person = factory.SubFactory(
        ChildFactory,
        organisation=factory.SelfAttribute("..case_check.organisation"),
        recorded_by=factory.SelfAttribute("..case_check.author"),
    )
    position = factory.Sequence(lambda n: n)


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    kind = Observation.Kind.INDICATOR
    recorded_at = AT


class MatrixCorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatrixCorrection

    why = "Seen at home (fictional)."
    corrected_at = AT
    corrected_by = factory.SelfAttribute("child.case_check.author")


class ConversationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conversation

    kind = Conversation.Kind.FRONT_DOOR
    with_whom = "Duty worker (fictional)"
    at = AT
    recorded_at = AT
    recorded_by = factory.SelfAttribute("case_check.author")
