"""Merges and missing episodes. Made by factory where a test is about what was recorded before it begins."""

import datetime

import factory
from django.utils import timezone

from people.models import MissingEpisode, PersonMerge
from referrals.models import NotAMatch

AT = factory.LazyFunction(timezone.now)


class PersonMergeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PersonMerge

    why = "The same house and the same mother."
    asked_at = AT


class MissingEpisodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MissingEpisode

    missing_from = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=2))
    away_from = "home"
    reported_by = "The mother, to the police"


class NotAMatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NotAMatch

    why = "Another mother."
    at = AT
