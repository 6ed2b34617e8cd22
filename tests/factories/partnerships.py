"""Organisations, people and front doors of tests, on the published frameworks and authorities."""

import datetime

import factory

from partnerships.models import Membership, Organisation, Role, User

LONG_AGO = datetime.date(2020, 1, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"agency-{n}")
    name = factory.Sequence(lambda n: f"Fictional Agency {n}")
    kind = Organisation.Kind.SCHOOL


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Test Person {n}")
    job_title = "Worker"


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.PRACTITIONER
    from_date = LONG_AGO


def authority_content(slug: str, name: str) -> dict[str, object]:
    """The least that an authority's document says: one front door, and a framework that nobody has loaded."""
    door = {
        "code": "door", "name": "Front door", "short": "Door", "organisation": name, "numbers": [], "reference_prefix": "TST",
        "source": "Test document",
    }  # fmt: skip
    frameworks = [{"slug": "none-loaded", "from": "2018-01-01", "until": None}]
    return {"slug": slug, "name": name, "council": name, "frameworks": frameworks, "front_doors": [door]}
