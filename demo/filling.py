"""What a check holds, written many rows at a time: the services would write the same rows, one by one, and take minutes."""

from __future__ import annotations

from typing import Any

from audit.services import record_change
from demo.families import DemoFamily
from demo.telling import Telling
from people.models import Address, HouseholdMember, Person
from thresholds.models import Check, CheckChild
from thresholds.models.check import Observation
from thresholds.selectors.checks import framework_of, suggestion_for
from thresholds.services.checks import ACCOUNT_FIELDS
from thresholds.services.judgements import kind_of_code

RELATED = ("person", "case_check__framework_version__framework", "case_check__authority")


def describe(telling: Telling) -> None:
    """The children, the adults and where they live."""
    with telling.as_(telling.author):
        check, family = telling.check, telling.family
        children, adults = _people(telling, family)
        Person.objects.bulk_create([*children, *(person for person, _, _ in adults)])
        members = [
            HouseholdMember(household_id=check.household_id, person=person, relation="child", position=place)
            for place, person in enumerate(children)
        ]
        members += [
            HouseholdMember(
                household_id=check.household_id, person=person, relation=relation, position=101 + place,
                parental_responsibility=responsibility,
            )
            for place, (person, relation, responsibility) in enumerate(adults)
        ]  # fmt: skip
        HouseholdMember.objects.bulk_create(members)
        CheckChild.objects.bulk_create(
            CheckChild(case_check=check, person=person, position=place) for place, person in enumerate(children)
        )
        hidden = bool(telling.story.get("sensitive"))
        Address.objects.create(
            household_id=check.household_id, lines=family.street, postcode=family.postcode, is_sensitive=hidden,
            sensitive_reason="A refuge. Nobody who is looking for them may learn where it is." if hidden else "",
        )  # fmt: skip


def observe(telling: Telling) -> None:
    """What is seen of each child, and what is working well for the first."""
    rows: list[Observation] = []
    with telling.as_(telling.author, after=(5, 15)):
        children = _children(telling)
        for place, child in enumerate(children):
            for worry in telling.story["worries"]:
                if (place and worry.get("only_first")) or (worry.get("only_unborn") and not child.person.unborn):
                    continue
                rows.append(_observation(telling, child, worry, telling.pick(worry["seen"])))
        for code, words in telling.story.get("strengths", []):
            what = {"code": code, "who": "me", "nature": "fact"}
            what |= {"value": "yes"} if kind_of_code(telling.check, code) == Observation.Kind.QUESTION else {}
            rows.append(_observation(telling, children[0], what, telling.say(words)))
        children[0].child_views = telling.told("child_views")
        children[0].save(update_fields=["child_views"])
        Observation.objects.bulk_create(rows)


def judge(telling: Telling) -> None:
    """A first view, then the judgement beside the suggestion: the story's level for the first child, and the account."""
    story, by, check = telling.story, telling.author, telling.check
    with telling.as_(by, after=(3, 12)) as at:
        lowest = framework_of(check).lowest_level.code
        children = _children(telling)
        for place, child in enumerate(children):
            suggestion = suggestion_for(child, at=at)
            level = story["level"] if place == 0 else suggestion.level or lowest
            child.first_view = story["first_view"] if place == 0 else telling.rng.choice(["not-sure", level])
            child.first_view_at = child.judged_at = at
            child.level, child.level_why, child.judged_by = level, telling.told("why"), by
            if suggestion.level not in (None, level):
                child.level_differs_why = telling.told("differs_why") or "I know the family, and the list does not."
            child.suggestion = suggestion.to_document()
            record_change(
                by=by, event="judgement-recorded", subject_type="check", subject_id=check.pk, at=at,
                detail={"child": str(child.pk), "level": level, "suggested": suggestion.level},
            )  # fmt: skip
        CheckChild.objects.bulk_update(
            children,
            ["first_view", "first_view_at", "level", "level_why", "level_differs_why", "suggestion", "judged_at", "judged_by"],
        )
        for name in ACCOUNT_FIELDS:
            setattr(check, name, telling.told(name))
        check.state, check.version, check.updated_at = Check.State.JUDGED, check.version + 3, at
        check.save(update_fields=[*ACCOUNT_FIELDS, "state", "version", "updated_at"])


def _people(telling: Telling, family: DemoFamily) -> tuple[list[Person], list[tuple[Person, str, str]]]:
    """The children, and each adult with their relation and whether they have parental responsibility."""
    held = {"organisation": telling.check.organisation, "recorded_by": telling.author}
    children = [
        Person(
            kind=Person.Kind.CHILD, given_name=child.given_name, family_name=child.family_name, unborn=child.unborn,
            date_of_birth=child.date_of_birth, due_date=child.due_date, nhs_number=child.nhs_number, **held,
        )
        for child in family.children
    ]  # fmt: skip
    mother = Person(
        kind=Person.Kind.ADULT, given_name=family.mother, family_name=family.family_name,
        contact_details=f"07700 900{telling.rng.randint(300, 999)}", **held,
    )  # fmt: skip
    adults = [(mother, "mother", "yes")]
    if family.other:
        adults.append((Person(kind=Person.Kind.ADULT, given_name=family.other, **held), "mother’s partner", "no"))
    return children, adults


def _observation(telling: Telling, child: CheckChild, what: dict[str, Any], seen: str) -> Observation:
    return Observation(
        child=child, code=what["code"], kind=kind_of_code(telling.check, what["code"]), seen=seen,
        when=what.get("when", ""), how_often=what.get("how_often", ""), who=what.get("who", ""),
        nature=what.get("nature", ""), conditions_met=what.get("met"), value=what.get("value", ""), recorded_at=telling.at,
    )  # fmt: skip


def _children(telling: Telling) -> list[CheckChild]:
    return list(telling.check.children.select_related(*RELATED).prefetch_related("observations"))
