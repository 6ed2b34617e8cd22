"""Whom this front door knows that is like a child as sent."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from partnerships.closed import closed_to
from partnerships.models import User
from people.models import Person
from people.rules.matching import Comparison, Known, Verdict, compare
from people.selectors import known_of, people_like
from referrals.models import ContactChild, ContactMatch

ORDER = list(Verdict)


@dataclass(frozen=True)
class Candidate:
    """A child whom the front door knows, compared with the one as sent; `taken_by` is a brother or sister linked to it."""

    person: Person
    comparison: Comparison
    earlier: tuple[ContactChild, ...]
    taken_by: str


def candidates_for(child: ContactChild, user: User) -> list[Candidate]:
    """Everybody like a child as sent, the likeliest first, but for whom is closed to this person; in few queries."""
    sent, closed = known_as_sent(child), closed_to(user)
    people = [one for one in people_like(sent, front_door_id=child.contact.front_door_id) if one.pk not in closed]
    links = _links(people, closed)
    others = child.contact.children.exclude(pk=child.pk).select_related("matched")
    siblings = {other.match.person_id: other.name for other in others if other.match is not None}
    found = []
    for person in people:
        earlier = tuple(link for link in links[person.pk] if link.contact_id != child.contact_id)
        postcode = next((link.postcode for link in links[person.pk] if link.postcode), "")
        comparison = compare(sent, known_of(person, postcode=postcode))
        found.append(Candidate(person, comparison, earlier, siblings.get(person.pk, "")))
    alike = [one for one in found if one.comparison.verdict != Verdict.UNLIKELY or len(one.comparison.reasons_for) > 1]
    return sorted(alike, key=_likeliest)


def _likeliest(candidate: Candidate) -> tuple[int, int, str]:
    return (
        ORDER.index(candidate.comparison.verdict), -len(candidate.comparison.reasons_for), str(candidate.person.pk)
    )  # fmt: skip


def _links(people: list[Person], closed: frozenset[uuid.UUID]) -> dict[uuid.UUID, list[ContactChild]]:
    """The children of contacts that were linked to these people, newest first."""
    found: dict[uuid.UUID, list[ContactChild]] = defaultdict(list)
    linked = ContactMatch.objects.filter(person__in=people).select_related("child__contact")
    linked = linked.exclude(child__contact__in=closed)
    for match in linked.order_by("-child__contact__received_at"):
        found[match.person_id].append(match.child)
    return found


def known_as_sent(child: ContactChild) -> Known:
    """A child as the referrer sent them, as the rules of matching take it."""
    return Known(
        given_name=child.given_name, family_name=child.family_name, date_of_birth=child.date_of_birth, unborn=child.unborn,
        due_date=child.due_date, nhs_number=child.nhs_number, upn=child.upn, postcode=child.postcode,
    )  # fmt: skip
