"""The people of a check as its pages list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from people.models import HouseholdMember, Person
from people.selectors import age_words
from thresholds.models import Check, CheckChild
from thresholds.selectors.checks import day_of

RESPONSIBILITY = {
    HouseholdMember.Responsibility.YES: "has parental responsibility",
    HouseholdMember.Responsibility.NO: "does not have parental responsibility",
    HouseholdMember.Responsibility.UNKNOWN: "parental responsibility not known",
}


@dataclass(frozen=True)
class PersonShown:
    """Somebody with the lines under their name, and the id by which they are changed."""

    id: object
    name: str
    lines: tuple[str, ...]


def called(person: Person) -> str:
    """How a sentence names a child: "for Wren", "for the unborn child", "for this child"."""
    if person.known_as or person.given_name or person.family_name:
        return person.short_name
    return "the unborn child" if person.unborn else "this child"


def children_shown(check: Check, children: Sequence[CheckChild]) -> list[PersonShown]:
    """Each child with their age."""
    shown = []
    for child in children:
        person = child.person
        lines = [age_words(person, day_of(check))]
        if person.date_of_birth:
            lines.append(f"born {person.date_of_birth:%-d %B %Y}")
        if person.known_as:
            lines.append(f"called {person.known_as}")
        shown.append(PersonShown(child.pk, person.name, (", ".join(lines),)))
    return shown


def adults_shown(members: Sequence[HouseholdMember]) -> list[PersonShown]:
    """Each adult, who they are to the children, and parental responsibility."""
    return [
        PersonShown(
            member.pk,
            member.person.name if member.person.given_name or member.person.family_name else member.relation.capitalize(),
            tuple(
                line
                for line in (
                    ", ".join(
                        part
                        for part in (
                            member.relation,
                            RESPONSIBILITY[HouseholdMember.Responsibility(member.parental_responsibility)],
                        )
                        if part
                    ),
                    member.person.contact_details,
                )
                if line
            ),
        )
        for member in members
        if member.person.kind == Person.Kind.ADULT
    ]
