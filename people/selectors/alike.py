"""Whom a front door knows that is like somebody: by equalities on indexes, so as fast among a million as among a thousand."""

import datetime
import functools

import yaml
from django.conf import settings
from django.db.models import Q, Value

from people.models import Person
from people.models.person import Sound
from people.rules.matching import Known
from people.rules.names import Variants, parts, plain, variants_of
from people.rules.slips import NEAR_BIRTH, slips_of, swapped

MOST_ALIKE = 300
"""How many records are looked at. Those that share more than a family name come first: it fills no place of theirs."""


@functools.cache
def name_variants() -> Variants:
    """The other forms of given names, from the data that is published with the service."""
    path = settings.BASE_DIR / "fixtures" / "names" / "variants.yaml"
    return variants_of(yaml.safe_load(path.read_text(encoding="utf-8"))["groups"])


def people_like(known: Known, *, front_door_id: int) -> list[Person]:
    """The children of a front door's own records who share a number, a date, both names, or one name and a slip of the date.

    Then those who share the family name alone. What they have in common is for `people.rules.matching.compare` to say.
    """
    ours = Person.objects.filter(kind=Person.Kind.CHILD, front_door=front_door_id)
    found = list(ours.filter(_numbers(known) | _dates(known) | _names(known)).order_by("pk")[:MOST_ALIKE])
    names = _families(known)
    if names and len(found) < MOST_ALIKE:
        family = ours.filter(family_key__in=names).exclude(pk__in=[one.pk for one in found]).order_by("pk")
        found += family[: MOST_ALIKE - len(found)]
    return found


def _families(known: Known) -> list[str]:
    """The family name, its parts, and the given name, which may stand in its place."""
    named = [known.family_name.strip().lower(), *parts(known.family_name), known.given_name.strip().lower()]
    return [name for name in named if name]


def _givens(known: Known) -> list[str]:
    """The given name, its first part, its other forms, and the family name, which may stand in its place."""
    given = known.given_name.strip().lower()
    head = plain(given.split()[0]) if given else ""
    forms = name_variants().get(plain(given), frozenset()) | name_variants().get(head, frozenset())
    return sorted({name for name in (given, head, known.family_name.strip().lower(), *forms) if name})


def _numbers(known: Known) -> Q:
    wanted = Q(pk__in=[])
    if known.nhs_number:
        wanted |= Q(nhs_number=known.nhs_number)
    if known.upn:
        wanted |= Q(upn=known.upn)
    return wanted


def _dates(known: Known) -> Q:
    """The date of birth and its slip; whoever was expected about then; of one expected, whoever was or was born then."""
    days = [day for day in (known.date_of_birth, swapped(known.date_of_birth)) if day is not None]
    wanted = Q(date_of_birth__in=days) if days else Q(pk__in=[])
    if known.unborn and known.due_date:
        wanted |= Q(due_date__in=_about(known.due_date, 28))
        wanted |= Q(date_of_birth__in=_about(known.due_date, NEAR_BIRTH), family_key__in=_families(known))
    if known.date_of_birth:
        wanted |= Q(due_date__in=_about(known.date_of_birth, NEAR_BIRTH), family_key__in=_families(known))
    return wanted


def _names(known: Known) -> Q:
    """Both names, in whatever form or by their sound; or one of them and a slip of the date."""
    families, givens = _families(known), _givens(known)
    wanted = Q(pk__in=[])
    if known.given_name.strip() and known.family_name.strip():
        wanted |= Q(family_key__in=families, given_key__in=givens)
        wanted |= Q(family_sound=Sound(Value(known.family_name)), given_sound=Sound(Value(known.given_name)))
    if known.date_of_birth and givens:
        slips = slips_of(known.date_of_birth)
        wanted |= Q(given_key__in=givens, date_of_birth__in=slips)
    return wanted


def _about(day: datetime.date, days: int) -> list[datetime.date]:
    return [day + datetime.timedelta(days=step) for step in range(-days, days + 1)]
