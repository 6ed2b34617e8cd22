"""Openings without a part and emergency accesses. Made by factory where a test is about what was, and no longer is."""

import datetime

import factory
from django.utils import timezone
from django.utils.timezone import localdate

from partnerships.models import Role
from people.models import EmergencyAccess, EmergencyEnd, EmergencyReview, Opening
from people.rules.emergencies import HOURS

AT = factory.LazyFunction(timezone.now)


class OpeningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Opening

    role = Role.FRONT_DOOR
    subject_type = "contact"
    reason = "cover"
    words = "I cover for Wyn today."
    at = AT
    day = factory.LazyAttribute(lambda opening: localdate(opening.at))


class EmergencyAccessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmergencyAccess

    subject_type = "contact"
    reason = "harm"
    words = "The hospital has the child now."
    at = AT
    until = factory.LazyAttribute(lambda access: access.at + datetime.timedelta(hours=HOURS))


class EmergencyEndFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmergencyEnd

    at = AT


class EmergencyReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmergencyReview

    finding = "justified"
    reasons = "Nobody there answered."
    at = AT
