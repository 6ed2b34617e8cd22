"""The record of agreement about a child: one function for each source of entries, over every check of the agency about them."""

import datetime
from collections.abc import Callable, Iterator

from django.db.models import Q
from django.utils.timezone import localtime

from clocks.models import Clock
from consent.models import Agreement, HarmQuestion, SharingProposal
from consent.rules.bases import FULL
from consent.rules.chronology import AGENCY, Entry, Fact, Knows, in_order
from consent.rules.reach import YES
from consent.rules.ways import MARKED
from consent.selectors.agreement_content import EXPLAINED
from consent.selectors.agreements import reach_words
from partnerships.models import User
from people.models import Address, HouseholdMember, Person
from thresholds.models import Check
from thresholds.selectors.checks import framework_of

Source = Callable[[Check, User], Iterator[Entry]]
_sources: list[Source] = []


def also_from(source: Source) -> None:
    """Let an upper app add what it knows of a check: whom something was sent to, who was told."""
    if source not in _sources:
        _sources.append(source)


def person_key(person: Person) -> str:
    """One person of the family over several checks, each of which has a row of its own for them.

    Two rows are one person only where both names, the kind and the birth of a child or the relation of an adult are known
    and the same, and nobody else of that family is the same in all of it; otherwise the row is. Rather two copies for one
    person than one copy for two.
    """
    members = list(HouseholdMember.objects.filter(household__members__person=person).select_related("person"))
    own = next((_same_as(member) for member in members if member.person_id == person.pk), "")
    return own if own and [_same_as(member) for member in members].count(own) == 1 else str(person.pk)


def _same_as(member: HouseholdMember) -> str:
    person = member.person
    born = person.date_of_birth.isoformat() if person.date_of_birth else ""
    parts = (person.given_name, person.family_name, born if person.kind == Person.Kind.CHILD else member.relation)
    known = [part.strip().casefold() for part in parts]
    return " | ".join([person.kind, *known]) if all(known) else ""


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
    """The addresses that must not be known."""
    hidden = Address.objects.filter(household__in=[check.household_id for check in checks], is_sensitive=True)
    return [f"{address.lines}\n{address.postcode}" for address in hidden]


def rule_words(check: Check, code: str, basis: str) -> str:
    """A rule with its section, the framework's version and the basis."""
    version, document = check.framework_version, framework_of(check)
    rule = next((rule for rule in document.consent_rules if rule.code == code), None)
    said = f"{rule.text} ({rule.source})" if rule else "The rule was not recorded"
    return f"{said}. {document.title}, version {version.version}. Basis: {FULL.get(basis, 'not stated yet')}"


def _answers(check: Check, _: User) -> Iterator[Entry]:
    relations = dict(check.household.members.values_list("person_id", "relation"))
    grounds = {ground.code: ground.text for rule in framework_of(check).consent_rules for ground in rule.grounds}
    rows = list(
        Agreement.objects.filter(case_check=check).select_related("person", "recorded_by", "recipient").order_by("recorded_at")
    )
    asked_since = {(row.person_id, row.recorded_at) for row in rows if row.asked_at}
    for row in rows:
        key, relation = person_key(row.person), relations.get(row.person_id, "")
        who = f"{row.person.name}, {relation}" if relation else row.person.name
        ended = Fact("Later", f"No longer stands since {_moment(row.superseded_at)}") if row.superseded_at else None
        if ended and (row.person_id, row.superseded_at) not in asked_since:
            ended = Fact(ended.label, ended.words, of=AGENCY)
        yield Entry(
            at=row.asked_at or row.recorded_at, recorded_at=row.recorded_at, by=row.recorded_by.name, reference=check.reference,
            what=f"{who}: {'asked' if row.asked_at else 'not asked'}", of=key if row.asked_at else AGENCY, about=key,
            knows=_knowing(row), facts=(
                *_said(check, row, key), *_noted(row, grounds), Fact("Rule", rule_words(check, row.rule_code, row.basis)),
                *([ended] if ended else []),
            ),
        )  # fmt: skip


def _knowing(row: Agreement) -> Knows | None:
    if not row.asked_at:
        return Knows.NOTHING
    return Knows.SHARED if row.answer in YES else None


def _said(check: Check, row: Agreement, key: str) -> Iterator[Fact]:
    said = {
        "How": f"{row.get_how_display()}, by {row.asked_by}" if row.asked_at else "",
        "About sending it to": row.recipient.name if row.recipient else "",
        "Answer": row.get_answer_display(),
        "Explained to them": "; ".join(words for name, words in EXPLAINED.items() if getattr(row, name)),
        "In their words": row.their_words,
        "How far it reaches": reach_words(check, row),
    }
    return (Fact(label, words, of=key if row.asked_at else AGENCY) for label, words in said.items() if words)


def _noted(row: Agreement, grounds: dict[str, str]) -> Iterator[Fact]:
    """What the worker noted beside an answer: also of the person themselves, what somebody else may have said of them."""
    noted = {
        "Why they said no": row.why_declined,
        "What was talked through": row.explored,
        "Ground for sharing all the same": grounds.get(row.ground, ""),
        "What makes this so": row.ground_note,
    }
    return (Fact(label, words, of=AGENCY) for label, words in noted.items() if words)


def _judgements_of_children(check: Check, _: User) -> Iterator[Entry]:
    for row in check.competences.select_related("person", "recorded_by"):
        facts = (Fact("Reasons", row.reasons, of=AGENCY), Fact("Judged by", row.judged_by))
        yield Entry(
            at=row.judged_at, recorded_at=row.recorded_at, by=row.recorded_by.name, reference=check.reference,
            what=f"{row.person.name}: {row.get_finding_display().lower()}", of=person_key(row.person), facts=facts,
        )  # fmt: skip


def _harm_questions(check: Check, _: User) -> Iterator[Entry]:
    for row in HarmQuestion.objects.filter(case_check=check).select_related("answered_by"):
        said = {"Why": row.why, "Help by the agency itself": row.help_given, "What the family was told": row.family_told}
        yield Entry(
            at=row.answered_at, by=row.answered_by.name, reference=check.reference, of=AGENCY,
            what=f"May the child suffer significant harm without it? {'Yes' if row.may_suffer else 'No'}",
            facts=tuple(Fact(label, words, of=AGENCY) for label, words in said.items() if words),
        )  # fmt: skip


def _proposals(check: Check, user: User) -> Iterator[Entry]:
    rows = SharingProposal.objects.visible_to(user).filter(case_check=check)
    for row in (
        rows.select_related("author", "recipient", "asked_by", "left_by", "case_check__framework_version")
        .defer("content")
        .order_by("prepared_at")
    ):
        content = Fact("Content", f"SHA-256 begins {row.content_hash[:12]}")
        yield from _asked_for(row, content)
        yield from _decisions(row)
        if row.state == SharingProposal.State.SUPERSEDED:
            yield _voided(row, content)
        if row.left_at:
            yield _entry(
                row, row.left_at, f"Shared with {row.recipient.name}. {row.way_words}", row.left_by.name if row.left_by else "",
                Fact("Why", row.way_reasons, of=AGENCY), _rule(row), content, marked=row.way in MARKED,
            )  # fmt: skip


def _asked_for(row: SharingProposal, content: Fact) -> Iterator[Entry]:
    who = row.approver
    again = Fact("Put together again", "Something had changed" if row.supersedes_id else "", of=AGENCY)
    held = (Fact("For", row.recipient.name), _rule(row), content, again)
    yield _entry(row, row.prepared_at, "What would be shared was put together", row.author.name, *held)
    if row.asked_at:
        asked = Fact("What was asked", row.asked_why, of=AGENCY)
        due = Fact("To be answered by", _moment(row.review_due_at))
        yield _entry(row, row.asked_at, f"The {who} was asked", row.asked_by.name if row.asked_by else "", asked, due)
    if row.concern_about_id:
        what = "One of the leads is passed by: the worry is about them"
        yield _entry(row, row.prepared_at, what, row.author.name, of=AGENCY)


def _voided(row: SharingProposal, content: Fact) -> Entry:
    """When the clock of the lead was stopped by it, or else the next was prepared; where neither is, after its last step."""
    since = getattr(row, "superseded_by", None)
    before = max(at for at in (row.prepared_at, row.asked_at, *(one.decided_at for one in row.reviews.all())) if at)
    stops = Clock.objects.on("proposal", row.pk).filter(rule="lead-review").values_list("stopped_at", flat=True)
    known = [at for at in stops if at and at > before] or [one.prepared_at for one in [since] if one]
    unsure = "" if known else "Not earlier than this; the exact time stands in the sealed record of changes"
    what = "Changed or taken back, so what was asked or approved before no longer counts"
    return _entry(row, max([before, *known]), what, row.author.name, content, Fact("When", unsure))


def _decisions(row: SharingProposal) -> Iterator[Entry]:
    for review in row.reviews.select_related("decided_by"):
        what = f"The {row.approver} decided: {review.get_decision_display().lower()}"
        counts = Fact("Counts for", f"the content whose SHA-256 begins {review.content_hash[:12]}")
        reasons = Fact("Reasons", review.reasons, of=AGENCY)
        yield _entry(row, review.decided_at, what, review.decided_by.name, reasons, _rule(row), counts)
    for handed in row.hand_overs.select_related("to", "by"):
        note = Fact("Note", handed.note, of=AGENCY)
        yield _entry(row, handed.at, f"Handed to {handed.to.name} to answer", handed.by.name, note, of=AGENCY)
    late = getattr(row, "late_review", None)
    if late is not None:
        what = f"Reviewed afterwards: {late.get_outcome_display().lower()}"
        yield _entry(
            row, late.reviewed_at, what, late.reviewed_by.name, Fact("Reasons", late.reasons, of=AGENCY), _rule(row), of=AGENCY
        )


def _rule(row: SharingProposal) -> Fact:
    """The rule as it was kept with what was put together, its section, the framework's version and the basis."""
    version = row.case_check.framework_version
    of_version = f"{version.framework_document().title}, version {version.version}"
    basis = FULL.get(row.basis, "not stated")
    return Fact("Rule", f"{row.rule['text']} ({row.rule['source']}). {of_version}. Basis: {basis}")


def _entry(
    row: SharingProposal, at: datetime.datetime, what: str, by: str, *facts: Fact, of: str = "", marked: bool = False
) -> Entry:  # fmt: skip
    """A step of what was shared is for those who were told of it; of what was not, or not in this form, the agency's."""
    held = tuple(fact for fact in facts if fact.words)
    whose = of if row.left_at else AGENCY
    return Entry(at=at, what=what, by=by, reference=row.reference, facts=held, of=whose, marked=marked)


def _moment(at: datetime.datetime | None) -> str:
    return f"{localtime(at):%-d %B %Y, %H:%M}" if at else ""
