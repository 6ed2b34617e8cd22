"""What the pages about agreement show: each person's answer, how far it reaches, and the rule with what another basis asks."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.timezone import localdate

from clocks.models import Clock
from clocks.selectors import clock_display
from consent.models import Agreement, HarmQuestion, LeadReview, SharingProposal
from consent.presenters import prompt_of, waiting_countdown
from consent.rules.bases import FULL, SHORT
from consent.rules.deciding import why_not_judged
from consent.rules.reach import NOT_ASKED, REFUSED, YES, Service, counts_as, is_overtaken
from consent.rules.ways import Way, ways_open
from consent.selectors.agreement_content import EXPLAINED
from consent.selectors.agreements import (
    about_words,
    agreements_of,
    answer_words,
    asked_about,
    competences_of,
    reach_words,
    service_of,
)
from consent.selectors.desk import hand_overs_standing, last_voided
from consent.selectors.proposals import (
    approver_for,
    facts_before,
    is_refused,
    level_of,
    open_proposal,
    people_to_ask,
    rule_for,
    ways_of,
)
from consent.services.asking_again import RULE
from people.models import HouseholdMember, Person
from people.selectors import age_on, age_words
from thresholds.models import Check
from thresholds.presenters.routes import bases_for
from thresholds.rules.framework import ConsentRule, Ground
from thresholds.selectors.authorities import front_door_of
from thresholds.selectors.checks import day_of, framework_of

_SAID = {
    "agreed": ("agreed", "agreed"),
    "implicit": ("accepted the service", "accepted the service"),
    REFUSED: ("said no", "said no"),
    NOT_ASKED: ("has not been asked", "have not been asked"),
    "withdrawn": ("has withdrawn their agreement", "have withdrawn their agreement"),
    "part": ("agreed to part of it", "agreed to part of it"),
    "other": ("was asked about something else", "were asked about something else"),
    "": ("has no answer on record yet", "have no answer on record yet"),
}
"""What one person did, and what several did."""
_ICONS = {"agreed": "agreed", "implicit": "agreed", REFUSED: "refused", "withdrawn": "refused"}
_RESPONSIBLE = {
    HouseholdMember.Responsibility.YES: "has parental responsibility",
    HouseholdMember.Responsibility.UNKNOWN: "parental responsibility not known",
    HouseholdMember.Responsibility.NO: "does not have parental responsibility",
}


def agreement_page(check: Check, *, at: datetime.datetime) -> dict[str, Any]:
    """The two questions with their answers, each person's, the rule, and what the lead has said."""
    rule, proposal, people = rule_for(check), open_proposal(check), people_shown(check)
    ways = ways_of(proposal, at=at) if proposal is not None else _ways_before(check, rule)
    running = Clock.objects.open().on("check", check.pk).filter(rule=RULE).first()
    return rule_shown(check, rule) | {
        "people": people,
        "children": children_shown(check, {row["person"].pk for row in people}),
        "all_answered": bool(people) and all(row["answer"] for row in people),
        "agreed": bool(people) and all(row["counts"] in YES for row in people),
        "said": said_words(people),
        "ask_again": [row for row in people if row["again"]],
        "about_now": about_now(check),
        "review": clock_display(running, at) if running is not None else None,
        "is_refused": is_refused(check),
        "harm_answer": HarmQuestion.objects.filter(case_check=check).select_related("answered_by").last(),
        "ways": ways,
        "proposal": proposal,
        "countdown": waiting_countdown(proposal, at),
        **where_it_is(check, proposal, localdate(at)),
        "reviews": list(LeadReview.objects.filter(proposal__case_check=check).select_related("decided_by")),
    }


def where_it_is(check: Check, proposal: SharingProposal | None, today: datetime.date) -> dict[str, Any]:
    """Who has what is asked, and what was put to leads and has changed since."""
    voided = last_voided(check.pk)
    return {
        "handed": hand_overs_standing([proposal], today).get(proposal.pk) if proposal is not None else None,
        "voided": voided,
        "voided_review": voided.reviews.select_related("decided_by").last() if voided is not None else None,
        "prompt": prompt_of(check.organisation),
    }


def _ways_before(check: Check, rule: ConsentRule | None) -> dict[Way, str]:
    return dict(ways_open(facts_before(check, rule))) if rule is not None else {}


def about_now(check: Check) -> str:
    """What people are asked about: the recipient by name and the way that was chosen; empty before one is."""
    door = front_door_of(check)
    return about_words(check, service_of(check), name=door.name, basis=check.basis) if door is not None else ""


def people_shown(check: Check) -> list[dict[str, Any]]:
    """Everybody who is to be asked, in the family's order, with their answer as it counts now."""
    answers = {answer.person_id: answer for answer in agreements_of(check)}
    members = {member.person_id: member for member in check.household.members.all()}
    rule, now = rule_for(check), service_of(check)
    grounds = {ground.code: ground for ground in rule.grounds} if rule else {}
    judged, day = {one.person_id: one for one in competences_of(check)}, day_of(check)
    return [
        {
            "person": person,
            "who": _who(check, person, members[person.pk]),
            "judged": judged.get(person.pk),
            "may_judge": not why_not_judged(age=age_on(person, day), unborn=person.unborn),
        }
        | _answer_shown(check, answers.get(person.pk), now, grounds)
        for person in people_to_ask(check)
    ]


def _who(check: Check, person: Person, member: HouseholdMember) -> str:
    if person.kind == Person.Kind.CHILD:
        return age_words(person, day_of(check))
    responsible = _RESPONSIBLE[HouseholdMember.Responsibility(member.parental_responsibility)]
    return ", ".join(part for part in (member.relation, responsible) if part)


def _answer_shown(check: Check, answer: Agreement | None, now: Service, grounds: dict[str, Ground]) -> dict[str, Any]:
    if answer is None:
        return {"answer": None, "counts": "", "again": "", "said": "", "icon": "missing"}
    counts, ground = counts_as(answer.as_answer, now=now), grounds.get(answer.ground)
    overtaken = is_overtaken(answer.as_answer, now=now)
    about = asked_about(check, answer) or "sharing, before you chose who with"
    said = "part" if counts == REFUSED and answer.answer in YES else "other" if overtaken and answer.answer in YES else counts
    return {
        "answer": answer,
        "counts": counts,
        "words": answer_words(answer, now=now),
        "icon": _ICONS.get(counts, "missing"),
        "said": said,
        "reach": reach_words(check, answer),
        "explained": [words for name, words in EXPLAINED.items() if getattr(answer, name)],
        "again": about if overtaken else "",
        "ground": ground,
        "needs_ground": counts not in YES and bool(grounds) and ground is None,
    }  # fmt: skip


def said_words(people: Sequence[dict[str, Any]]) -> str:
    """What everybody said, in a sentence for each answer: "Kerry said no. Lee and Ellis have not been asked."."""
    groups: dict[str, list[str]] = {}
    for row in people:
        groups.setdefault(row["said"], []).append(row["person"].short_name)
    sentences = []
    for said, names in groups.items():
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        sentences.append(f"{listed} {_SAID[said][len(names) > 1]}.")
    return " ".join(sentences)


def children_shown(check: Check, asked: set[Any]) -> list[dict[str, Any]]:
    """Each child with whether they are asked for themselves, and what was found about whether they can decide."""
    judged = {one.person_id: one for one in competences_of(check)}
    day, found = day_of(check), []
    for child in check.children.select_related("person"):
        person, age = child.person, age_on(child.person, day)
        found.append(
            {
                "person": person,
                "age": age_words(person, day),
                "asked": person.pk in asked,
                "judged": judged.get(person.pk),
                "may_judge": not why_not_judged(age=age, unborn=person.unborn),
            }
        )
    return found


def rule_shown(check: Check, rule: ConsentRule | None) -> dict[str, Any]:
    """The rule that applies, with its section and grounds, and what another basis would ask at this level."""
    framework, level = framework_of(check), level_of(check)
    children = list(check.children.all())
    bases = []
    for code in bases_for(children, framework):
        other = framework.consent_rule(level, code) if level else None
        if other is not None:
            bases.append({"code": code, "name": SHORT[code], "chosen": code == check.basis, "rule": other})
    return {
        "rule": rule,
        "approver": approver_for(check),
        "basis": FULL.get(check.basis, ""),
        "level": framework.level(level).name if level else "",
        "framework": framework,
        "bases": bases,
    }


def refusal_page(check: Check) -> dict[str, Any]:
    """After a refusal: what one agency can still do, from the framework's own services and responses, and what to say.

    Help at the levels below statutory services, the highest judged first: families can go to it themselves, or the agency
    that knows them gives it.
    """
    framework, children = framework_of(check), list(check.children.select_related("person"))
    judged = max((framework.level(child.level).order for child in children if child.level), default=0)
    helped = [level for level in reversed(framework.levels) if not level.statutory and level.order <= judged]
    return rule_shown(check, rule_for(check)) | {
        "children": children,
        "said": said_words(people_shown(check)),
        "is_refused": is_refused(check),
        "help": [
            {"level": level, "services": [service for service in framework.services if service.level == level.code]}
            for level in helped
        ],
        "closed": check.state == Check.State.CLOSED,
        "harm_answer": HarmQuestion.objects.filter(case_check=check).select_related("answered_by").last(),
    }
