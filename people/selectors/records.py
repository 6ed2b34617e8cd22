"""Reading people. The policies of the database show each user their own agency's or front door's records alone."""

import datetime

from django.db.models import Q

from people.models import Person
from people.rules.matching import Known, swapped


def age_on(person: Person, day: datetime.date) -> int | None:
    """Whole years on a day; the stated age where the date of birth is not known; None for unborn or not known.

    Somebody born on 29 February turns a year older on 1 March of a year without one. Before their birth they are 0: a check
    may have begun while they were expected.
    """
    if person.unborn:
        return None
    born = person.date_of_birth
    if born is None:
        return person.age_stated
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def age_words(person: Person, day: datetime.date) -> str:
    """An age for people to read: "unborn, due 30 July 2026", "7 months", "4 years", "age not known"."""
    if person.unborn:
        return f"unborn, due {person.due_date:%-d %B %Y}" if person.due_date else "unborn"
    if person.date_of_birth is not None:
        months = (day.year - person.date_of_birth.year) * 12 + day.month - person.date_of_birth.month
        months -= day.day < person.date_of_birth.day
        if months < 24:
            return "newborn" if months < 1 else f"{months} month{'s' if months > 1 else ''}"
    years = age_on(person, day)
    if years is None:
        return "age not known"
    return f"{years} year{'' if years == 1 else 's'}"


MOST_ALIKE = 300
"""How many records of a name are looked at: one front door of a city may know more than this of a common one."""


def people_like(known: Known, *, front_door_id: int) -> list[Person]:
    """The children of a front door's own records that share a number, a date of birth (or its slip) or the family name.

    Each by an equality on an index of its own, so that it takes as long among a million as among a thousand. What they
    have in common is for `people.rules.matching.compare` to say.
    """
    dates = [day for day in (known.date_of_birth, swapped(known.date_of_birth)) if day is not None]
    family, given = known.family_name.strip().lower(), known.given_name.strip().lower()
    wanted = Q(pk__in=[])
    if known.nhs_number:
        wanted |= Q(nhs_number=known.nhs_number)
    if known.upn:
        wanted |= Q(upn=known.upn)
    if dates:
        wanted |= Q(date_of_birth__in=dates)
    if family or given:
        wanted |= Q(family_key__in=[name for name in (family, given) if name])
    if known.unborn and known.due_date:
        wanted |= Q(due_date=known.due_date)
    found = Person.objects.filter(wanted, kind=Person.Kind.CHILD, front_door=front_door_id)
    return list(found.order_by("pk")[:MOST_ALIKE])


def known_of(person: Person, *, postcode: str = "") -> Known:
    """A record as the rules of matching take it."""
    return Known(
        given_name=person.given_name, family_name=person.family_name, date_of_birth=person.date_of_birth, unborn=person.unborn,
        due_date=person.due_date, nhs_number=person.nhs_number, upn=person.upn, postcode=postcode,
    )  # fmt: skip
