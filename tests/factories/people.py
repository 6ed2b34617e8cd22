"""People of tests, as one agency holds them. Names are plainly fictional."""

import datetime

import factory

from people.models import Address, Household, HouseholdMember, Person


class HouseholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Household


class ChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    kind = Person.Kind.CHILD
    given_name = factory.Sequence(lambda n: f"Testchild{n}")
    family_name = "Fictional"
    date_of_birth = datetime.date(2019, 5, 29)


class AdultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    kind = Person.Kind.ADULT
    given_name = factory.Sequence(lambda n: f"Testadult{n}")
    family_name = "Fictional"


class HouseholdMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    person = factory.SubFactory(
        AdultFactory, organisation=factory.SelfAttribute("..household.organisation"),
        recorded_by=factory.SelfAttribute("..household.recorded_by"),
    )  # fmt: skip
    relation = "mother"
    parental_responsibility = HouseholdMember.Responsibility.YES


class AddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Address

    household = factory.SubFactory(HouseholdFactory)
    lines = "1 Sample Street"
    postcode = "ZZ1 1ZZ"
