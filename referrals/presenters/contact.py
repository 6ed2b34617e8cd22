"""One contact as the front door reads it: what was sent, what is ours beside it, and what is to be decided."""

import datetime
from dataclasses import dataclass
from typing import Any

from clocks.selectors import calendar_for
from pages.editing import mark_of
from partnerships.models import User
from referrals.models import (
    Assessment,
    Contact,
    ContactChild,
    ContactMatch,
    ContactNote,
    Decision,
    DecisionForChild,
    Disagreement,
)
from referrals.presenters.before import before_of
from referrals.presenters.families import (
    age_chips,
    age_short,
    agreement_of,
    from_words,
    level_mark,
    mark_since,
)
from referrals.presenters.rung import rung
from referrals.presenters.telling import tellings_of
from referrals.selectors.contacts import decision_countdown, notes_for
from referrals.selectors.disagreements import disagreements_about
from referrals.selectors.feedback import unread_by_sender
from referrals.selectors.history import assessment_of, decisions_of
from referrals.selectors.readings import readers_of
from thresholds.models import FrameworkVersion
from thresholds.pictures import Picture, from_content
from thresholds.presenters.levels import LevelWords, level_of
from thresholds.rules.framework import Framework

Kind = ContactNote.Kind
FROM_REFERRER = (Kind.ADDITION, Kind.READ, Kind.WITHDRAWN)
BESIDE_WHAT_CAME = (*FROM_REFERRER, Kind.CORRECTION)


@dataclass(frozen=True)
class Done:
    """Something that was done, by whom and when."""

    at: datetime.datetime
    who: str
    what: str


def contact_page(contact: Contact, user: User, now: datetime.datetime) -> dict[str, Any]:
    """Everything on the page but the form."""
    framework = contact.framework_version.framework_document()
    children = list(contact.children.select_related("matched__person", "matched__by").order_by("position"))
    notes, decisions = list(notes_for(user, contact)), decisions_of(contact)
    assessment = assessment_of(contact)
    before = before_of(contact, children, user, now)
    authority = contact.front_door.authority_id
    unread = unread_by_sender(user, [contact], {authority: calendar_for(contact.front_door.authority)}, now)
    head, review = head_of(contact, children, framework), getattr(contact.proposal, "late_review", None)
    withdrawn = [note for note in notes if note.kind == Kind.WITHDRAWN]
    head["agreement"] = mark_since(head["agreement"], withdrawn=bool(withdrawn), reviewed=review is not None)
    return (
        head
        | before
        | {
            "content": contact.content,
            "pictures": pictures_of(contact),
            "additions": [note for note in notes if note.kind == Kind.ADDITION],
            "withdrawn": withdrawn,
            "told": tellings_of(contact, user, now),
            "children": [
                {
                    "child": child,
                    "age": age_short(child, contact.received_at.date()),
                    "missing": before["missing"].get(child.match.person_id, "") if child.match else "",
                }
                for child in children
            ],
            "undecided": sum(child.match is None for child in children),
            "checks": [note for note in notes if note.kind == Kind.CHECK],
            "talks": [note for note in notes if note.kind not in (Kind.CHECK, *BESIDE_WHAT_CAME)],
            "done": done_on(contact, children, notes, decisions, assessment, user),
            "decisions": [shown_decision(decision, framework) for decision in decisions],
            "assessment": assessment,
            "disagreements": disagreements_about(contact),
            "countdown": decision_countdown(user, contact, now),
            "late_review": review,
            "is_decided": contact.state == Contact.State.DECIDED,
            "is_mine": contact.owner_id == user.pk,
            "reading": readers_of(user, contact, now),
            "unread_days": unread.get(contact.pk, 0),
        }
        | rung(contact, user, now)
    )


def head_of(contact: Contact, children: list[ContactChild], framework: Framework) -> dict[str, Any]:
    """The line above the panes."""
    asked = contact.content.get("agreement", {}).get("people", [])
    return {
        "ages": age_chips(children, contact.received_at.date()),
        "sender": from_words(contact),
        "level": level_mark(contact, framework),
        "agreement": agreement_of(contact, asked),
        "is_superseded": is_superseded(contact.framework_version),
        "had": mark_of(who_has(contact)),
    }


def who_has(contact: Contact) -> dict[str, Any]:
    """What taking or handing over a contact changes."""
    return {"owner": contact.owner_id}


def is_superseded(version: FrameworkVersion) -> bool:
    """Whether the framework of a contact is no longer in force: it is marked so."""
    return version.is_superseded


def pictures_of(contact: Contact) -> list[tuple[str, Picture]]:
    """Each child's picture of need as it was frozen, by name."""
    children = contact.content.get("children", [])
    return [(child["name"], from_content(child["picture"])) for child in children if child.get("picture")]


@dataclass(frozen=True)
class ShownLine:
    """What was decided for one child, beside where the referrer placed them and what was suggested."""

    line: DecisionForChild
    level: LevelWords | None
    placed: LevelWords | None
    suggested: LevelWords | None
    category: str

    @property
    def differs(self) -> bool:
        return self.placed is not None and self.placed != self.level


@dataclass(frozen=True)
class ShownDecision:
    """A decision with the names of its level, category and factors; `each` only where children were decided separately."""

    decision: Decision
    level: LevelWords | None
    category: str
    factors: list[str]
    each: list[ShownLine]
    names: list[str]


def shown_decision(decision: Decision, framework: Framework) -> ShownDecision:
    """A decision as both sides read it."""
    categories = {item.code: item.name or item.text for item in framework.abuse_categories}
    factors = {item.code: item.text for item in framework.key_factors}
    return ShownDecision(
        decision,
        level_of(framework, decision.level),
        categories.get(decision.abuse_category, ""),
        [factors[code] for code in decision.key_factors if code in factors],
        [
            ShownLine(
                line,
                level_of(framework, line.level),
                level_of(framework, line.child.level),
                level_of(framework, line.child.suggested),
                categories.get(line.abuse_category, ""),
            )
            for line in decision.separate
        ],
        [line.child.name for line in decision.lines],
    )


def done_on(
    contact: Contact, children: list[ContactChild], notes: list[ContactNote], decisions: list[Decision],
    assessment: Assessment | None, user: User,
) -> list[Done]:  # fmt: skip
    """What has been done on a contact, newest first; each entry from the record itself."""

    def who(person: User | None) -> str:
        return "" if person is None else "You" if person.pk == user.pk else person.name

    found = [Done(contact.received_at, *((who(contact.author), "sent this") if contact.author else ("", "It was rung in")))]
    found += [Done(call.taken_at, who(call.taken_by), "took it down") for call in (contact.taken,) if call is not None]
    if contact.acknowledged_at and not contact.is_call:
        found.append(Done(contact.acknowledged_at, who(contact.acknowledged_by), "took it and acknowledged it to the referrer"))
    for child in children:
        if child.match is not None:
            is_link = child.match.kind == ContactMatch.Kind.LINKED
            what = "linked to a child we know" if is_link else "recorded as new to us"
            found.append(Done(child.match.at, who(child.match.by), f"{child.name}: {what}"))
    found += [Done(note.at, who(note.by), _note_words(note)) for note in notes]
    for decision in decisions:
        verb = "decided again" if decision.supersedes_id else "decided"
        found.append(Done(decision.decided_at, who(decision.decided_by), f"{verb}: {decision.outcome_words}"))
    if assessment is not None:
        found.append(Done(assessment.started_at, "", "The assessment began"))
    return sorted(found, key=lambda event: event.at, reverse=True)


def _note_words(note: ContactNote) -> str:
    return {
        Kind.TALK_REFERRER: "spoke to the referrer",
        Kind.TALK_FAMILY: "spoke to the family",
        Kind.CHECK: f"asked an agency: {note.words.partition(':')[0]}",
        Kind.NOTE: "added a note",
        Kind.ADDITION: "added to what they sent",
        Kind.READ: "read the decision",
        Kind.WITHDRAWN: "recorded that agreement was withdrawn",
        Kind.CORRECTION: "put right what was taken down",
    }[Kind(note.kind)]


def open_disagreement(found: list[Disagreement]) -> Disagreement | None:
    """The one that is open, if there is one."""
    return next((one for one in found if one.state == Disagreement.State.OPEN), None)
