"""What was said about who may open something. Made by factory where a test is about what was, and no longer is."""

import datetime

import factory
from django.utils import timezone

from people.models import ConflictOfInterest, Restriction, RestrictionMember

AT = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(hours=1))


class RestrictionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Restriction

    reason = "Somebody whom the team knows."
    restricted_at = AT


class RestrictionMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RestrictionMember

    restriction = factory.SubFactory(RestrictionFactory)
    added_by = factory.SelfAttribute("restriction.restricted_by")
    added_at = factory.SelfAttribute("restriction.restricted_at")


class ConflictOfInterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConflictOfInterest

    kind = ConflictOfInterest.Kind.NEIGHBOUR
    declared_by = factory.SelfAttribute("user")
    declared_at = AT
