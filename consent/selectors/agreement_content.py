"""The agreement section of what would be shared: who was asked by whom, what they said, how far it reaches, and the rule."""

import datetime
from typing import Any

from django.utils.timezone import localtime

from consent.models import Agreement
from consent.rules.bases import FULL
from consent.rules.reach import Service
from consent.selectors.agreements import agreements_of, answer_words, competences_of, reach_words
from consent.selectors.proposals import people_to_ask
from partnerships.models import FrontDoor
from people.models import Person
from thresholds.models import Check
from thresholds.rules.framework import ConsentRule, Ground

EXPLAINED = {
    "explained_why": "why",
    "explained_what": "what would be shared",
    "explained_with_whom": "with whom",
    "explained_purpose": "for what purpose",
}


def agreement_content(check: Check, rule: ConsentRule, *, recipient: FrontDoor) -> dict[str, Any]:
    """Everybody who is to be asked with their answer, which children were judged able to decide, and the rule."""
    answers = {answer.person_id: answer for answer in agreements_of(check)}
    relations = dict(check.household.members.values_list("person_id", "relation"))
    grounds = {ground.code: ground for ground in rule.grounds}
    now = Service(recipient.pk, check.route_code)
    return {
        "people": [
            {"name": person.name, "relation": relations.get(person.pk, "")}
            | _answered(check, answers.get(person.pk), now, grounds)
            for person in people_to_ask(check)
        ],
        "deciding": _deciding(check),
        "rule": {"text": rule.text, "source": rule.source, "code": rule.code},
        "basis_name": FULL.get(check.basis, ""),
    }


def _answered(check: Check, answer: Agreement | None, now: Service, grounds: dict[str, Ground]) -> dict[str, Any]:
    if answer is None:
        return {"answer_words": "No answer recorded"}
    ground = grounds.get(answer.ground)
    return {
        "asked_words": f"{answer.get_how_display()}, {moment(answer.asked_at)}, by {answer.asked_by}"
        if answer.asked_at
        else "",
        "answer_words": answer_words(answer, now=now),
        "their_words": answer.their_words,
        "explained": [words for name, words in EXPLAINED.items() if getattr(answer, name)],
        "reach": reach_words(check, answer),
        "ground": ground.text if ground else "",
        "ground_source": ground.source if ground else "",
        "ground_note": "\n".join(part for part in (answer.why_declined, answer.explored, answer.ground_note) if part),
    }


def _deciding(check: Check) -> list[dict[str, Any]]:
    """The judgements of whether children can decide, in the family's order, as far as they are still children under 16."""
    judged = competences_of(check).filter(person__kind=Person.Kind.CHILD).order_by("person__membership__position")
    return [
        {
            "name": one.person.name,
            "finding": one.get_finding_display(),
            "reasons": one.reasons,
            "judged": f"{moment(one.judged_at)}, by {one.judged_by}",
        }
        for one in judged
    ]


def moment(at: datetime.datetime) -> str:
    """A local day and time, as they are printed."""
    return f"{localtime(at):%-d %B %Y, %H:%M}"
