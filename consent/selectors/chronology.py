"""The record of agreement about a child: one function for each source of entries, over every check of the agency about them."""

import datetime
from collections.abc import Callable, Iterator

from django.db.models import Q
from django.utils.timezone import localtime

from consent.models import Agreement, HarmQuestion, SharingProposal
from consent.rules.bases import FULL
from consent.rules.chronology import Entry, Fact, in_order
from consent.rules.ways import MARKED
from consent.selectors.agreement_content import EXPLAINED
from consent.selectors.agreements import reach_words
from partnerships.models import User
from people.models import Address, Person
from thresholds.models import Check
from thresholds.selectors.checks import framework_of

AGENCY = "the agency"
"""Whose words a note between colleagues are: they may tell one parent what the other said."""
Source = Callable[[Check, User], Iterator[Entry]]
_sources: list[Source] = []


def also_from(source: Source) -> None:
    """Let an upper app add what it knows of a check: whom something was sent to, who was told."""
    if source not in _sources:
        _sources.append(source)


def person_key(person: Person) -> str:
    """One person of the family over several checks, each of which has a row of its own for them; without a name, that row."""
    name = f"{person.given_name} {person.family_name}".strip().casefold()
    return f"{person.kind} {name}" if name else str(person.pk)


def checks_about(check: Check, user: User) -> list[Check]:
    """This check and the agency's others about one of its children that this person may see, by number or name and birth."""
    same = Q()
    for child in check.children.select_related("person"):
        person = child.person
        if person.nhs_number:
            same |= Q(children__person__nhs_number=person.nhs_number)
        if person.upn:
            same |= Q(children__person__upn=person.upn)
        if person.date_of_birth and person.family_name:
            same |= Q(
                children__person__family_name__iexact=person.family_name,
                children__person__given_name__iexact=person.given_name,
                children__person__date_of_birth=person.date_of_birth,
            )
    others = Check.objects.visible_to(user).filter(organisation=check.organisation_id).exclude(pk=check.pk)
    found = others.filter(same).distinct().select_related("framework_version__framework", "authority") if same else []
    return sorted([check, *found], key=lambda one: one.began_at)


def chronology_of(checks: list[Check], user: User) -> tuple[Entry, ...]:
    """Everything on record about agreement and sharing in these checks, in the order in which it happened."""
    sources: list[Source] = [_answers, _judgements_of_children, _harm_questions, _proposals, *_sources]
    return in_order(entry for check in checks for source in sources for entry in source(check, user))


def never_printed(checks: list[Check]) -> list[str]:
    """The lines of addresses that must not be known."""
    words: list[str] = []
    for address in Address.objects.filter(household__in=[check.household_id for check in checks], is_sensitive=True):
        words += [line for line in (*address.lines.splitlines(), address.postcode) if line.strip()]
    return words


def rule_words(check: Check, code: str, basis: str) -> str:
    """A rule with its section, the framework's version and the basis."""
    version, document = check.framework_version, framework_of(check)
    rule = next((rule for rule in document.consent_rules if rule.code == code), None)
    said = f"{rule.text} ({rule.source})" if rule else "The rule was not recorded"
    return f"{said}. {document.title}, version {version.version}. Basis: {FULL.get(basis, 'not stated yet')}"


def _answers(check: Check, _: User) -> Iterator[Entry]:
    relations = dict(check.household.members.values_list("person_id", "relation"))
    grounds = {ground.code: ground.text for rule in framework_of(check).consent_rules for ground in rule.grounds}
    rows = Agreement.objects.filter(case_check=check).select_related("person", "recorded_by", "recipient")
    for row in rows.order_by("recorded_at"):
        key, relation = person_key(row.person), relations.get(row.person_id, "")
        who = f"{row.person.name}, {relation}" if relation else row.person.name
        said = {
            "How": f"{row.get_how_display()}, by {row.asked_by}" if row.asked_at else "",
            "About sending it to": row.recipient.name if row.recipient else "",
        }
        theirs = {
            "Answer": row.get_answer_display(),
            "Explained to them": "; ".join(words for name, words in EXPLAINED.items() if getattr(row, name)),
            "In their words": row.their_words,
            "Why they said no": row.why_declined,
            "What was talked through": row.explored,
            "How far it reaches": reach_words(check, row),
            "Ground for sharing all the same": grounds.get(row.ground, ""),
            "What makes this so": row.ground_note,
        }
        yield Entry(
            at=row.asked_at or row.recorded_at, recorded_at=row.recorded_at, by=row.recorded_by.name, reference=check.reference,
            what=f"{who}: {'asked' if row.asked_at else 'not asked'}", facts=(
                *(Fact(label, words) for label, words in said.items() if words),
                *(Fact(label, words, of=key) for label, words in theirs.items() if words),
                Fact("Rule", rule_words(check, row.rule_code, row.basis)),
                *([Fact("Later", f"No longer stands since {_moment(row.superseded_at)}")] if row.superseded_at else []),
            ),
        )  # fmt: skip


def _judgements_of_children(check: Check, _: User) -> Iterator[Entry]:
    for row in check.competences.select_related("person", "recorded_by"):
        facts = (Fact("Reasons", row.reasons, of=person_key(row.person)), Fact("Judged by", row.judged_by))
        yield Entry(
            at=row.judged_at, recorded_at=row.recorded_at, by=row.recorded_by.name, reference=check.reference,
            what=f"{row.person.name}: {row.get_finding_display().lower()}", facts=facts,
        )  # fmt: skip


def _harm_questions(check: Check, _: User) -> Iterator[Entry]:
    for row in HarmQuestion.objects.filter(case_check=check).select_related("answered_by"):
        said = {"Help by the agency itself": row.help_given, "What the family was told": row.family_told}
        yield Entry(
            at=row.answered_at, by=row.answered_by.name, reference=check.reference,
            what=f"May the child suffer significant harm without it? {'Yes' if row.may_suffer else 'No'}",
            facts=(Fact("Why", row.why, of=AGENCY), *(Fact(label, words) for label, words in said.items() if words)),
        )  # fmt: skip


def _proposals(check: Check, user: User) -> Iterator[Entry]:
    rows = SharingProposal.objects.visible_to(user).filter(case_check=check)
    for row in rows.select_related("author", "recipient", "asked_by", "left_by").defer("content").order_by("prepared_at"):
        short, who = row.content_hash[:12], row.approver
        rule = f"{row.rule['text']} ({row.rule['source']}). Basis: {FULL.get(row.basis, 'not stated')}"
        held = (Fact("For", row.recipient.name), Fact("Rule", rule), Fact("Content", f"SHA-256 begins {short}"))
        again = " again, because something had changed" if row.supersedes_id else ""
        yield _entry(row, row.prepared_at, f"What would be shared was put together{again}", row.author.name, *held)
        if row.asked_at:
            asked = Fact("What was asked", row.asked_why, of=AGENCY)
            due = [Fact("To be answered by", _moment(row.review_due_at))] if row.review_due_at else []
            asker = row.asked_by.name if row.asked_by else ""
            yield _entry(row, row.asked_at, f"The {who} was asked", asker, asked, *due)
        if row.concern_about_id:
            passed = _entry(row, row.prepared_at, "One of the leads is passed by: the worry is about them", row.author.name)
            yield Entry(at=passed.at, what=passed.what, by=passed.by, reference=passed.reference, about_colleague=True)
        yield from _decisions(row)
        if row.state == SharingProposal.State.SUPERSEDED:
            since = getattr(row, "superseded_by", None)
            at = since.prepared_at if since else row.prepared_at
            what = "Changed or taken back, so what was asked or approved before no longer counts"
            yield _entry(row, at, what, row.author.name, Fact("Content", f"SHA-256 begins {short}"))
        if row.left_at:
            reasons = [Fact("Why", row.way_reasons)] if row.way_reasons else []
            yield Entry(
                at=row.left_at, by=row.left_by.name if row.left_by else "", reference=check.reference, marked=row.way in MARKED,
                what=f"Shared with {row.recipient.name}. {row.way_words}",
                facts=(*reasons, Fact("Content", f"SHA-256 begins {short}")),
            )  # fmt: skip


def _decisions(row: SharingProposal) -> Iterator[Entry]:
    for review in row.reviews.select_related("decided_by"):
        what = f"The {row.approver} decided: {review.get_decision_display().lower()}"
        counts = Fact("Counts for", f"the content whose SHA-256 begins {review.content_hash[:12]}")
        yield _entry(row, review.decided_at, what, review.decided_by.name, Fact("Reasons", review.reasons), counts)
    for handed in row.hand_overs.select_related("to", "by"):
        yield _entry(
            row, handed.at, f"Handed to {handed.to.name} to answer", handed.by.name, Fact("Note", handed.note, of=AGENCY)
        )
    late = getattr(row, "late_review", None)
    if late is not None:
        what = f"Reviewed afterwards: {late.get_outcome_display().lower()}"
        yield _entry(row, late.reviewed_at, what, late.reviewed_by.name, Fact("Reasons", late.reasons))


def _entry(row: SharingProposal, at: datetime.datetime, what: str, by: str, *facts: Fact) -> Entry:
    return Entry(at=at, what=what, by=by, reference=row.reference, facts=tuple(fact for fact in facts if fact.words))


def _moment(at: datetime.datetime | None) -> str:
    return f"{localtime(at):%-d %B %Y, %H:%M}" if at else ""
