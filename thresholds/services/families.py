"""Describing the child and family: children (unborn, or nobody named yet), adults, where they live."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate

from partnerships.models import LocalAuthority, User
from people.models import Address, HouseholdMember, Person
from people.rules.twice import are_one_person, named_of
from thresholds.models import Check, CheckChild
from thresholds.models.check import Observation
from thresholds.selectors.frameworks import framework_in_force
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch, under_token

AFTER_CHILDREN = 100
OLDEST = 18
"""A child is anybody under 18 (Children Act 1989, section 105)."""


@dataclass(frozen=True, kw_only=True)
class ChildEntry:
    """A child as the form gives them. `id` is the CheckChild's, None for a new one, who then gets `new_id` if it is given:
    the same new child sent twice is one child.
    """

    id: uuid.UUID | None = None
    new_id: uuid.UUID | None = None
    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    date_of_birth: datetime.date | None = None
    age_stated: int | None = None
    unborn: bool = False
    due_date: datetime.date | None = None
    nhs_number: str = ""
    upn: str = ""


@dataclass(frozen=True, kw_only=True)
class AdultEntry:
    """An adult of the family. `id` is the HouseholdMember's, None for a new one, who then gets `new_id` if it is given."""

    id: uuid.UUID | None = None
    new_id: uuid.UUID | None = None
    given_name: str = ""
    family_name: str = ""
    relation: str = ""
    parental_responsibility: str = HouseholdMember.Responsibility.UNKNOWN
    contact_details: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceEntry:
    """Where the child lives, or what overrides it and why."""

    authority: LocalAuthority
    place: str = Check.Place.LIVES
    place_reason: str = ""
    lines: str = ""
    postcode: str = ""
    is_sensitive: bool = False
    sensitive_reason: str = ""


@transaction.atomic
def child_save(*, check: Check, entry: ChildEntry, by: User, at: datetime.datetime) -> CheckChild:
    """Add a child to a check, or change what is known of one. Raises `CheckRefused` naming the field."""
    check = check_for_writing(check=check, by=by)
    _refuse_impossible(entry, check.as_at or localdate(at))
    wanted = entry.id or entry.new_id or uuid.uuid4()
    known = check.children.select_related("person").filter(pk=wanted).first()
    if known is None and entry.id is not None:
        raise CheckChild.DoesNotExist(entry.id)
    _refuse_twice(check, entry, besides=known.person if known else None)
    if known is None:
        person = Person(kind=Person.Kind.CHILD, organisation=check.organisation, recorded_by=by)
        child = CheckChild(pk=wanted, case_check=check, person=person, position=_next_position(check))
    else:
        child, person = known, known.person
    for name in (
        "given_name", "family_name", "known_as", "date_of_birth", "age_stated", "unborn", "due_date", "nhs_number", "upn",
    ):  # fmt: skip
        setattr(person, name, getattr(entry, name))
    person.nhs_number = person.nhs_number.replace(" ", "")
    person.save()
    if known is None:
        with under_token(entry.new_id):
            child.save(force_insert=True)
        HouseholdMember.objects.create(household=check.household, person=person, relation="child", position=child.position)
        check.state = Check.State.BEGUN
    check_touch(check, at, "state")
    return child


@transaction.atomic
def child_remove(*, check: Check, child_id: uuid.UUID, by: User, at: datetime.datetime) -> None:
    """Take a child out of a check. Raises `CheckRefused` where something is recorded about them."""
    check = check_for_writing(check=check, by=by)
    child = check.children.select_related("person").get(pk=child_id)
    if child.observations.exists() or child.level:
        raise CheckRefused("child", "Something is recorded about this child. Take the worries off first.")
    person = child.person
    if person.agreements.exists() or person.competences.exists():
        raise CheckRefused(
            "child", "What was asked of this child, or whether they can decide, is on record, so they stay in the check."
        )
    child.delete()
    HouseholdMember.objects.filter(person=person).delete()
    person.delete()
    left = check.children.values_list("level", flat=True)
    check.state = Check.State.JUDGED if left and all(left) else Check.State.BEGUN
    check_touch(check, at, "state")


@transaction.atomic
def adult_save(*, check: Check, entry: AdultEntry, by: User, at: datetime.datetime) -> HouseholdMember:
    """Add an adult of the family, or change what is known of one."""
    check = check_for_writing(check=check, by=by)
    if not (entry.given_name.strip() or entry.family_name.strip() or entry.relation.strip()):
        raise CheckRefused("given_name", "Give a name, or say who they are to the child.")
    adults = check.household.members.select_related("person").filter(person__kind=Person.Kind.ADULT)
    wanted = entry.id or entry.new_id or uuid.uuid4()
    known = adults.filter(pk=wanted).first()
    if known is None and entry.id is not None:
        raise HouseholdMember.DoesNotExist(entry.id)
    if known is None:
        person = Person(kind=Person.Kind.ADULT, organisation=check.organisation, recorded_by=by)
        member = HouseholdMember(pk=wanted, household=check.household, person=person, position=AFTER_CHILDREN + adults.count())
    else:
        member, person = known, known.person
    _refuse_adult_twice(check, entry, besides=person if known else None)
    person.given_name, person.family_name = entry.given_name.strip(), entry.family_name.strip()
    person.contact_details = entry.contact_details.strip()
    person.save()
    member.relation, member.parental_responsibility = entry.relation.strip(), entry.parental_responsibility
    with under_token(entry.new_id if known is None else None):
        member.save()
    check_touch(check, at)
    return member


@transaction.atomic
def adult_remove(*, check: Check, member_id: uuid.UUID, by: User, at: datetime.datetime) -> None:
    """Take an adult out of a check. Raises `CheckRefused` where their answer about sharing is on record."""
    check = check_for_writing(check=check, by=by)
    member = check.household.members.select_related("person").get(pk=member_id, person__kind=Person.Kind.ADULT)
    if member.person.agreements.exists():
        raise CheckRefused("adult", "Their answer about sharing is on record, so they stay in the check.")
    person = member.person
    member.delete()
    person.delete()
    check_touch(check, at)


@transaction.atomic
def place_save(*, check: Check, entry: PlaceEntry, by: User, at: datetime.datetime) -> Check:
    """Say where the child lives. It decides the framework, the front door, the document and the calendar.

    Raises `CheckRefused` when anything but where they live decides and no reason is given, when a sensitive address has none,
    and when the place changes to one with another framework after indicators were ticked.
    """
    check = check_for_writing(check=check, by=by)
    if entry.place != Check.Place.LIVES and not entry.place_reason.strip():
        raise CheckRefused("place_reason", "Say why this place decides, and not where the child lives.")
    if entry.is_sensitive and not entry.sensitive_reason.strip():
        raise CheckRefused("sensitive_reason", "Say why the address must not be shown, for instance a refuge.")
    if entry.authority.pk != check.authority_id and check.kind == Check.Kind.LIVE:
        _move_to(check, entry.authority, at)
    check.authority, check.place, check.place_reason = entry.authority, entry.place, entry.place_reason.strip()
    Address.objects.update_or_create(
        household=check.household,
        defaults={
            "lines": entry.lines.strip(), "postcode": entry.postcode.strip().upper(),
            "is_sensitive": entry.is_sensitive, "sensitive_reason": entry.sensitive_reason.strip(),
        },
    )  # fmt: skip
    check_touch(check, at, "authority", "place", "place_reason", "framework_version")
    return check


def _next_position(check: Check) -> int:
    last = check.children.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _move_to(check: Check, authority: LocalAuthority, at: datetime.datetime) -> None:
    version = framework_in_force(authority.slug, localdate(at))
    if version is None:
        raise CheckRefused("authority", f"No framework is in force in {authority.name}.")
    if version != check.framework_version:
        if Observation.objects.filter(child__case_check=check).exists():
            raise CheckRefused(
                "authority",
                f"{authority.name} uses another framework, and worries are already ticked from this one. "
                "Begin a new check for this place; this one stays as it is.",
            )
        check.framework_version = version


def _refuse_twice(check: Check, entry: ChildEntry, *, besides: Person | None) -> None:
    """The same name and birth or age once more is one child: a page sent again, say. Children without a name may be alike."""
    if not entry.given_name:
        return
    for child in check.children.select_related("person"):
        other = child.person
        same = other != besides and are_one_person(named_of(other), named_of(entry))
        if same and (other.age_stated, other.unborn) == (entry.age_stated, entry.unborn):
            raise CheckRefused(
                "given_name", f"{entry.given_name} is in this check already. Change what you know of them there."
            )


def _refuse_adult_twice(check: Check, entry: AdultEntry, *, besides: Person | None) -> None:
    """An adult who is listed twice would be asked twice: two of one name are told apart in the name."""
    for member in check.household.members.select_related("person").filter(person__kind=Person.Kind.ADULT):
        if member.person != besides and are_one_person(named_of(member.person), named_of(entry)):
            raise CheckRefused(
                "given_name",
                f"{member.person.name} is in this family already. Change what you know of them there, or, where this is "
                "somebody else, tell them apart in the name: “senior”, say.",
            )


def _refuse_impossible(entry: ChildEntry, today: datetime.date) -> None:
    """`today` is the day that the check is about: of a past-dated one its own."""
    if entry.unborn and (entry.date_of_birth or entry.age_stated is not None):
        raise CheckRefused("unborn", "An unborn child has no date of birth or age. Give the due date instead.")
    if entry.date_of_birth is not None:
        if entry.date_of_birth > today:
            raise CheckRefused(
                "date_of_birth", "They were not born yet on the day that this is about. If so, say that they are unborn."
            )
        born = entry.date_of_birth
        if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) >= OLDEST:
            raise CheckRefused("date_of_birth", "They are 18 or over. This is for children: use your adult safeguarding route.")
    if entry.age_stated is not None and not 0 <= entry.age_stated < OLDEST:
        raise CheckRefused("age_stated", "The age must be from 0 to 17. For an adult use your adult safeguarding route.")
    number = entry.nhs_number.replace(" ", "")
    if number and not _is_nhs_number(number):
        raise CheckRefused("nhs_number", "That is not an NHS number: look at the ten digits again, or leave it out.")


def _is_nhs_number(number: str) -> bool:
    """Ten digits, the last of which checks the others modulo 11 (NHS Data Dictionary, NHS NUMBER)."""
    if len(number) != 10 or not number.isascii() or not number.isdigit():
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    return check != 10 and check % 11 == int(number[9])


__all__ = [
    "AdultEntry", "ChildEntry", "PlaceEntry", "adult_remove", "adult_save", "child_remove", "child_save", "place_save",
]  # fmt: skip
