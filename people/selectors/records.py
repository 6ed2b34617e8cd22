"""Reading people. The policies of the database show each user their own agency's or front door's records alone."""

import datetime

from people.models import Person
from people.rules.matching import Known


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


def known_of(person: Person, *, postcode: str = "") -> Known:
    """A record as the rules of matching take it."""
    return Known(
        given_name=person.given_name, family_name=person.family_name, date_of_birth=person.date_of_birth, unborn=person.unborn,
        due_date=person.due_date, nhs_number=person.nhs_number, upn=person.upn, postcode=postcode,
    )  # fmt: skip
