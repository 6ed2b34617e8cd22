"""What would be shared, word for word: the content of the contact document, from a check. Its hash is what a lead approves."""

from typing import Any

from consent.rules.bases import FULL
from consent.selectors.agreement_content import agreement_content, moment
from consent.selectors.conversation import conversation_of, strengths_heard
from documents.rules.content import ContactDocument, sections_in_order
from partnerships.models import FrontDoor
from people.models import Address, HouseholdMember, Person
from people.selectors import age_words
from thresholds.models import Check, CheckChild
from thresholds.models.check import Observation
from thresholds.presenters.moves import moves_chosen
from thresholds.rules.framework import ConsentRule, Framework, ListItem
from thresholds.rules.suggestion import weigh
from thresholds.selectors.authorities import document_of, reasons_for
from thresholds.selectors.checks import answers_for, day_of, framework_of
from thresholds.selectors.matrix import matrix_content
from thresholds.selectors.pictures import picture_for

_CONFIRMED = {True: "Confirmed", False: "Said not to be so", None: "Not confirmed"}


def content_of(check: Check, *, recipient: FrontDoor, rule: ConsentRule) -> dict[str, Any]:
    """The whole content, in the canonical form that is hashed. The way it leaves and when are added as it is frozen.

    Raises `documents.rules.reading.ContentRefused` where something is longer than a document takes.
    """
    framework = framework_of(check)
    children = list(check.children.select_related("person").prefetch_related("observations", "matrix_corrections"))
    template = document_of(check.authority).document(recipient.document_code)
    content = {
        "marking": template.marking or "OFFICIAL-SENSITIVE",
        "title": template.title,
        "framework": {
            "title": framework.title,
            "version": framework.version,
            "superseded": check.framework_version.is_superseded,
            "levels": [{"code": level.code, "name": level.name} for level in framework.levels],
        },
        "practice": check.kind != Check.Kind.LIVE,
        "urgency": check.get_urgency_display() if check.urgency != Check.Urgency.NEITHER else "",
        "recipient": _recipient(check, recipient),
        "from": {
            "name": check.author.name,
            "role": check.author.job_title,
            "organisation": check.organisation.name,
            "phone": check.author.phone,
            "email": check.author.email,
        },
        "children": [_child(child, framework, check) for child in children],
        "family": _family(check),
        "address": _address(check),
        "what_is_worrying": check.account,
        "harm": check.harm,
        "referrer_involvement": check.involvement,
        "tried": [{"text": check.tried}] if check.tried else [],
        "views_child": "\n\n".join(f"{c.person.short_name}: {c.child_views}" for c in children if c.child_views),
        "views_family": check.family_views,
        "conversations": _conversations(check),
        "agreement": agreement_content(check, rule, recipient=recipient),
        "actions_considered": _actions(check, framework),
        "sections": sections_in_order(template.sections),
        "moves": [
            {"text": chosen.move.text, "source": chosen.move.source, "note": chosen.how}
            for chosen in moves_chosen(check, framework)
        ],
        "reason": "; ".join(r.text for r in reasons_for(check, check.route_code) if r.code in check.contact_reasons),
    }  # fmt: skip
    return ContactDocument.from_plain(content).to_plain()


def _recipient(check: Check, recipient: FrontDoor) -> dict[str, Any]:
    because = {
        Check.Place.LIVES: f"Because the family lives in {check.authority.name}.",
        Check.Place.PLACED: f"Because the child is placed in {check.authority.name}. {check.place_reason}",
        Check.Place.STAYING: f"Because the child is staying in {check.authority.name}. {check.place_reason}",
        Check.Place.FOUND: f"Because the child was found in {check.authority.name}. {check.place_reason}",
    }
    return {
        "name": recipient.name,
        "council": recipient.organisation_name or check.authority.council,
        "numbers": list(recipient.numbers),
        "because": because[Check.Place(check.place)].strip(),
    }


def _child(child: CheckChild, framework: Framework, check: Check) -> dict[str, Any]:
    person = child.person
    suggested = (child.suggestion or {}).get("level")
    levels = {level.code: {"code": level.code, "name": level.name} for level in framework.levels}
    identifiers = [("NHS number", person.nhs_number), ("Unique pupil number", person.upn), ("Known as", person.known_as)]
    return {
        "name": person.name,
        "age_words": age_words(person, day_of(check)),
        "date_of_birth": f"{person.date_of_birth:%-d %B %Y}" if person.date_of_birth else "",
        "expected_date": f"{person.due_date:%-d %B %Y}" if person.due_date else "",
        "unborn": person.unborn,
        "details": [{"label": label, "words": words} for label, words in identifiers if words],
        "level_judged": levels.get(child.level),
        "level_suggested": levels.get(suggested or ""),
        "first_view": levels.get(child.first_view),
        "why": child.level_why,
        "differs_why": child.level_differs_why,
        "basis": FULL.get(check.basis, ""),
        "reasons": [
            {"text": _wording(framework, reason), "source": reason["source"], "code": reason["indicator"]}
            for reason in (child.suggestion or {}).get("reasons", [])
        ],
        "worries": _worries(child, framework),
        "strengths": [
            {"text": framework.strength(seen.code).text, "source": framework.strength(seen.code).source, "note": seen.seen}
            for seen in child.observations.all()
            if seen.kind == Observation.Kind.STRENGTH
        ] + _met(child, framework) + strengths_heard(child, framework),
        "conversation": conversation_of(child, framework),
        "not_explored": _not_explored(child, framework),
        "considerations": [
            {"kind": item["kind"], "text": item["text"]}
            for item in (child.suggestion or {}).get("considerations", [])
            if item["kind"] != "not-explored"
        ],
        "picture": picture_for(child, framework),
        "matrix": matrix_content(child, framework, at=child.judged_at or check.updated_at),
    }  # fmt: skip


def _worries(child: CheckChild, framework: Framework) -> list[dict[str, Any]]:
    seen = {observation.code: observation for observation in child.observations.all()}
    weighed = weigh(framework, answers_for(child, at=child.judged_at or child.case_check.updated_at))
    worries: list[dict[str, Any]] = []
    for item in weighed:
        observation = seen.get(item.code)
        if observation is None or not item.is_worry:
            continue
        conditions = getattr(item.entry, "conditions", ())
        worries.append(
            {
                "number": str(len(worries) + 1),
                "wording": item.words,
                "level_name": item.counts_at.name,
                "level_code": item.counts_at.code,
                "code": item.code,
                "source": item.cited,
                "confirmed_words": _CONFIRMED[observation.conditions_met] if conditions else "",
                "seen": observation.seen,
                "when": observation.when,
                "how_often": observation.how_often,
                "who": observation.get_who_display() if observation.who else "",
                "fact_or_opinion": observation.get_nature_display() if observation.nature else "",
            }
        )
    return worries


def _wording(framework: Framework, reason: dict[str, str]) -> str:
    """What a reason says: an indicator's words, or what the answer to a question says."""
    entry = framework.find(reason["indicator"])
    if entry is None:
        return reason["indicator"]
    return entry.statement if isinstance(entry, ListItem) and "answer" in reason else entry.wording


def _not_explored(child: CheckChild, framework: Framework) -> list[str] | None:
    """The areas that nobody looked at; None where that was never worked out, which is not "every area was looked at"."""
    if child.suggestion is None:
        return None
    return [framework.dimension(code).name for code in child.suggestion["not_explored"]]


def _met(child: CheckChild, framework: Framework) -> list[dict[str, Any]]:
    """Needs that are met stand with the strengths: what is going well."""
    found = []
    for seen in child.observations.all():
        if seen.kind == Observation.Kind.INDICATOR and not framework.indicator(seen.code).is_worry:
            indicator = framework.indicator(seen.code)
            found.append({"text": indicator.wording, "source": indicator.source, "note": seen.seen})
    return found


def _family(check: Check) -> list[dict[str, Any]]:
    adults = check.household.members.select_related("person").filter(person__kind=Person.Kind.ADULT).order_by("position")
    words = {
        HouseholdMember.Responsibility.YES: "Has parental responsibility",
        HouseholdMember.Responsibility.NO: "Does not have parental responsibility",
        HouseholdMember.Responsibility.UNKNOWN: "Parental responsibility not known",
    }
    return [
        {
            "name": member.person.name,
            "relation": member.relation,
            "parental_responsibility": words[HouseholdMember.Responsibility(member.parental_responsibility)],
            "contact": member.person.contact_details,
        }
        for member in adults
    ]


def _address(check: Check) -> dict[str, Any]:
    """A sensitive address decides the route and prints nowhere."""
    address = Address.objects.filter(household=check.household).first()
    if address is None:
        return {}
    if address.is_sensitive:
        return {"withheld": True, "reason": "Withheld so that the family stays safe. Ask the referrer by phone."}
    lines = [part.strip() for part in (*address.lines.splitlines(), address.postcode) if part.strip()]
    return {"lines": lines}


def _conversations(check: Check) -> list[dict[str, Any]]:
    return [
        {
            "with": f"{talk.with_whom} ({talk.get_kind_display().lower()})",
            "when": moment(talk.at),
            "advice": "\n".join(part for part in (talk.said, talk.advised and f"Advised: {talk.advised}") if part),
            "who": check.author.name,
        }
        for talk in check.conversations.order_by("at")
    ]


def _actions(check: Check, framework: Framework) -> list[dict[str, Any]]:
    items = {item.code: item for item in framework.actions_to_consider}
    return [
        {"text": items[code].text, "source": items[code].source, "note": words}
        for code, words in sorted(check.actions.items())
        if code in items
    ]
