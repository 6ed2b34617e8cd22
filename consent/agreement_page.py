"""What the pages about agreement show: each person's answer, how far it reaches, and the rule with what another basis asks."""

import datetime
from typing import Any

from clocks.models import Clock
from clocks.selectors import clock_display
from consent.models import Agreement, HarmQuestion, LeadReview, SharingProposal
from consent.presenters import prompt_of, waiting_countdown
from consent.rules.deciding import ALWAYS_ASKED_FROM, why_not_judged
from consent.rules.reach import NOT_ASKED, REFUSED, YES, Service, counts_as, is_overtaken
from consent.rules.ways import Way, ways_open
from consent.selectors.agreement_content import BASES, EXPLAINED
from consent.selectors.agreements import about_words, agreements_of, answer_words, competences_of, reach_words, service_of
from consent.selectors.desk import hand_overs_of, last_voided
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
from thresholds.forms.routes import BASES as BASIS_NAMES
from thresholds.models import Check
from thresholds.presenters.routes import bases_for
from thresholds.rules.framework import ConsentRule, Ground
from thresholds.selectors.authorities import front_door_of
from thresholds.selectors.checks import day_of, framework_of

_SAID = {
    "agreed": "agreed", "implicit": "accepted the service", REFUSED: "said no", NOT_ASKED: "has not been asked",
    "withdrawn": "has withdrawn their agreement",
}  # fmt: skip
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
        "ask_again": [row for row in people if row["again"]],
        "about_now": about_now(check),
        "review": clock_display(running, at) if running is not None else None,
        "is_refused": is_refused(check),
        "harm_answer": HarmQuestion.objects.filter(case_check=check).select_related("answered_by").last(),
        "ways": ways,
        "proposal": proposal,
        "countdown": waiting_countdown(proposal, at),
        **where_it_is(check, proposal),
        "reviews": list(LeadReview.objects.filter(proposal__case_check=check).select_related("decided_by")),
    }


def where_it_is(check: Check, proposal: SharingProposal | None) -> dict[str, Any]:
    """Who has what is asked, and what was put to leads and has changed since."""
    voided = last_voided(check.pk)
    return {
        "handed": hand_overs_of([proposal.pk]).get(proposal.pk) if proposal is not None else None,
        "voided": voided,
        "voided_review": voided.reviews.select_related("decided_by").last() if voided is not None else None,
        "prompt": prompt_of(check.organisation),
    }


def _ways_before(check: Check, rule: ConsentRule | None) -> dict[Way, str]:
    return dict(ways_open(facts_before(check, rule))) if rule is not None else {}


def about_now(check: Check) -> str:
    """What people are asked about: the recipient by name and the way that was chosen; empty before one is."""
    door = front_door_of(check)
    return about_words(check, service_of(check), door.name) if door is not None else ""


def people_shown(check: Check) -> list[dict[str, Any]]:
    """Everybody who is to be asked, in the family's order, with their answer as it counts now."""
    answers = {answer.person_id: answer for answer in agreements_of(check)}
    members = {member.person_id: member for member in check.household.members.all()}
    rule, now = rule_for(check), service_of(check)
    grounds = {ground.code: ground for ground in rule.grounds} if rule else {}
    return [
        {"person": person, "who": _who(check, person, members[person.pk])}
        | _answer_shown(check, person, answers.get(person.pk), now, grounds)
        for person in people_to_ask(check)
    ]


def _who(check: Check, person: Person, member: HouseholdMember) -> str:
    if person.kind == Person.Kind.CHILD:
        return age_words(person, day_of(check))
    responsible = _RESPONSIBLE[HouseholdMember.Responsibility(member.parental_responsibility)]
    return ", ".join(part for part in (member.relation, responsible) if part)


def _answer_shown(
    check: Check, person: Person, answer: Agreement | None, now: Service, grounds: dict[str, Ground]
) -> dict[str, Any]:
    if answer is None:
        said = f"{person.short_name} has no answer on record yet"
        return {"answer": None, "counts": "", "again": "", "said": said, "icon": "missing"}
    counts, ground = counts_as(answer.as_answer, now=now), grounds.get(answer.ground)
    overtaken = is_overtaken(answer.as_answer, now=now)
    door = answer.recipient.name if answer.recipient else ""
    about = about_words(check, Service(answer.recipient_id, answer.service), door) or "sharing, before you chose who with"
    said = _SAID[counts] if not overtaken else "was asked about something else"
    if counts == REFUSED and answer.answer in YES:
        said = "agreed to part of it"
    return {
        "answer": answer,
        "counts": counts,
        "words": answer_words(answer, now=now),
        "icon": _ICONS.get(counts, "missing"),
        "said": f"{person.short_name} {said}",
        "reach": reach_words(check, answer),
        "explained": [words for name, words in EXPLAINED.items() if getattr(answer, name)],
        "again": about if overtaken else "",
        "ground": ground,
        "needs_ground": counts not in YES and ground is None,
    }  # fmt: skip


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
                "always": age is not None and age >= ALWAYS_ASKED_FROM,
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
            bases.append({"code": code, "name": BASIS_NAMES[code][0], "chosen": code == check.basis, "rule": other})
    return {
        "rule": rule,
        "approver": approver_for(check),
        "basis": BASES.get(check.basis, ""),
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
        "people": people_shown(check),
        "is_refused": is_refused(check),
        "help": [
            {"level": level, "services": [service for service in framework.services if service.level == level.code]}
            for level in helped
        ],
        "closed": check.state == Check.State.CLOSED,
        "harm_answer": HarmQuestion.objects.filter(case_check=check).select_related("answered_by").last(),
    }
