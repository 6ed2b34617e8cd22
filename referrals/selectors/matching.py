"""Whom this front door knows that is like a child as sent."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from partnerships.closed import closed_to
from partnerships.models import User
from people.models import Person
from people.rules.matching import Comparison, Known, Verdict, compare
from people.selectors import known_of, name_variants, people_like
from referrals.models import ContactChild, ContactMatch, NotAMatch
from referrals.selectors.children import merges_of

ORDER = list(Verdict)


@dataclass(frozen=True)
class Candidate:
    """A child whom the front door knows, compared with the one as sent; `taken_by` is a brother or sister linked to it.

    `ruled_out` is that somebody said that they are not one child.
    """

    person: Person
    comparison: Comparison
    earlier: tuple[ContactChild, ...]
    taken_by: str
    ruled_out: NotAMatch | None = None


def candidates_for(child: ContactChild, user: User) -> list[Candidate]:
    """Everybody like a child as sent, the likeliest first, but for whom is closed to this person; in few queries.

    Two records of one child are one candidate, by the likelier. Whom somebody ruled out stands apart: see `ruled_out_for`.
    """
    return [one for one in _everybody_like(child, user) if one.ruled_out is None]


def ruled_out_for(child: ContactChild, user: User) -> list[NotAMatch]:
    """Those of whom somebody said that they are not this child, whom this person may see, in the order in which it was said."""
    closed = closed_to(user)
    said = NotAMatch.objects.filter(child=child).exclude(person__in=closed).select_related("person", "by")
    return list(said)


def _everybody_like(child: ContactChild, user: User) -> list[Candidate]:
    sent, closed = known_as_sent(child), closed_to(user)
    people = [one for one in people_like(sent, front_door_id=child.contact.front_door_id) if one.pk not in closed]
    merges = merges_of(user, [one.pk for one in people])
    heads = {one.pk: one for one in Person.objects.visible_to(user).filter(pk__in={merges.head(one.pk) for one in people})}
    links = _links({record for head in heads for record in merges.all_of(head)}, closed)
    not_these = {said.person_id: said for said in ruled_out_for(child, user)}
    others = child.contact.children.exclude(pk=child.pk).select_related("matched")
    siblings = {merges.head(other.match.person_id): other.name for other in others if other.match is not None}
    best: dict[uuid.UUID, Candidate] = {}
    for person in people:
        head = merges.head(person.pk)
        records = merges.all_of(head)
        linked = [link for record in records for link in links[record]]
        postcode = next((link.postcode for link in links[person.pk] if link.postcode), "")
        known = replace(known_of(person, postcode=postcode), household=_household(linked))
        candidate = Candidate(
            heads.get(head, person), compare(sent, known, name_variants()),
            tuple(link for link in linked if link.contact_id != child.contact_id), siblings.get(head, ""),
            next((not_these[record] for record in records if record in not_these), None),
        )  # fmt: skip
        if head not in best or _likeliest(candidate) < _likeliest(best[head]):
            best[head] = candidate
    alike = [one for one in best.values() if one.comparison.verdict != Verdict.UNLIKELY or len(one.comparison.reasons_for) > 1]
    return sorted(alike, key=_likeliest)


def _household(links: list[ContactChild]) -> tuple[str, ...]:
    """The other children of the contacts by which a child is known."""
    own = {link.pk for link in links}
    names = {other.given_name for link in links for other in link.contact.children.all() if other.pk not in own}
    return tuple(sorted(name for name in names if name))


def _likeliest(candidate: Candidate) -> tuple[int, int, str]:
    return (
        ORDER.index(candidate.comparison.verdict), -len(candidate.comparison.reasons_for), str(candidate.person.pk)
    )  # fmt: skip


def _links(people: Iterable[uuid.UUID], closed: frozenset[uuid.UUID]) -> dict[uuid.UUID, list[ContactChild]]:
    """The children of contacts that were linked to these people, newest first."""
    found: dict[uuid.UUID, list[ContactChild]] = defaultdict(list)
    linked = (
        ContactMatch.objects.filter(person__in=list(people))
        .select_related("child__contact")
        .prefetch_related("child__contact__children")
    )
    linked = linked.exclude(child__contact__in=closed)
    for match in linked.order_by("-child__contact__received_at"):
        found[match.person_id].append(match.child)
    return found


def known_as_sent(child: ContactChild) -> Known:
    """A child as the referrer sent them, as the rules of matching take it."""
    others = child.contact.children.exclude(pk=child.pk).exclude(given_name="").order_by("given_name")
    return Known(
        household=tuple(others.values_list("given_name", flat=True)),
        given_name=child.given_name, family_name=child.family_name, date_of_birth=child.date_of_birth, unborn=child.unborn,
        due_date=child.due_date, nhs_number=child.nhs_number, upn=child.upn, postcode=child.postcode,
    )  # fmt: skip
