"""Reading answers: which stand, how far each reaches, and as what it counts for what would be shared now."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from consent.models import Agreement, Competence, SharingProposal
from consent.rules.bases import SHORT
from consent.rules.reach import PART, YES, Service, counts_as, is_overtaken
from consent.rules.ways import Asked
from people.models import HouseholdMember, Person
from thresholds.models import Check
from thresholds.selectors.authorities import document_of, front_door_of

Responsibility = HouseholdMember.Responsibility


def agreements_of(check: Check) -> QuerySet[Agreement]:
    """The answers that stand now."""
    return Agreement.objects.filter(case_check=check, superseded_at__isnull=True).select_related(
        "person", "recorded_by", "recipient"
    )


def competences_of(check: Check) -> QuerySet[Competence]:
    """The judgements that stand of whether a child under 16 can decide."""
    return Competence.objects.filter(case_check=check, superseded_at__isnull=True).select_related("person", "recorded_by")


def unanswered_children(check: Check) -> int:
    """How many children who were judged able to decide have no answer on record."""
    decide = competences_of(check).filter(finding=Competence.Finding.COMPETENT)
    return decide.exclude(person__in=agreements_of(check).values("person")).count()


def service_of(check: Check) -> Service:
    """What people would be asked about now: the front door and the route that were chosen; nothing where neither is."""
    door = front_door_of(check)
    return Service(door.pk, check.route_code) if door is not None else Service()


def service_of_proposal(proposal: SharingProposal) -> Service:
    """What a proposal would be sent for."""
    return Service(proposal.recipient_id, proposal.service)


def grounds_kept(rule: Mapping[str, Any]) -> set[str]:
    """The codes of the grounds of a rule as it was kept with a proposal."""
    return {ground["code"] for ground in rule.get("grounds", ())}


def answers_for(check: Check, *, service: Service, grounds: Collection[str]) -> tuple[Asked, ...]:
    """The answers that stand, as they count for this service under a rule with these grounds."""
    members = {member.person_id: member for member in check.household.members.all()}
    found = []
    for agreement in agreements_of(check):
        member = members.get(agreement.person_id)
        adult = agreement.person.kind == Person.Kind.ADULT
        found.append(
            Asked(
                counts_as(agreement.as_answer, now=service),
                has_ground=agreement.ground in grounds,
                is_child=not adult,
                is_parent=adult and member is not None and member.parental_responsibility == Responsibility.YES,
            )
        )
    return tuple(found)


def not_agreeing(check: Check, *, service: Service | None = None) -> list[Agreement]:
    """The answers that are not agreement to what would be shared now (or to this service), each as it was recorded.

    Refusals, withdrawals, whoever was not asked; and a yes that leaves something out, or was to something else.
    """
    now = service or service_of(check)
    return [agreement for agreement in agreements_of(check) if counts_as(agreement.as_answer, now=now) not in YES]


def to_ask_again(check: Check) -> list[Agreement]:
    """The answers about another recipient or service than the one that is chosen now."""
    now = service_of(check)
    return [agreement for agreement in agreements_of(check) if is_overtaken(agreement.as_answer, now=now)]


def answer_words(agreement: Agreement, *, now: Service) -> str:
    """What somebody answered, in words that say where it is no agreement to this."""
    given = agreement.as_answer
    if given.answer in YES and given.reach == PART:
        return "Asked, and agreed to part of it"
    if given.answer in YES and is_overtaken(given, now=now):
        return "Agreed to something else, and not asked about this"
    return agreement.get_answer_display()


def about_words(check: Check, service: Service, *, name: str, basis: str) -> str:
    """What somebody is, or was, asked about: the recipient by name, the way that was chosen, and the basis."""
    routes = {route.code: route.name for route in document_of(check.authority).routes}
    way = routes.get(service.route, "")
    more = [part for part in (way if name not in way else "", SHORT.get(basis, "")) if part]
    return f"{name} ({'; '.join(more)})" if name and more else name


def asked_about(check: Check, agreement: Agreement) -> str:
    """What somebody was asked about as they answered."""
    then = Service(agreement.recipient_id, agreement.service)
    return about_words(check, then, name=agreement.recipient.name if agreement.recipient else "", basis=agreement.basis)


def reach_words(check: Check, agreement: Agreement) -> str:
    """How far a yes reaches: to whom, for what, what is left out, and that it is for this episode."""
    if agreement.answer not in YES:
        return ""
    about = asked_about(check, agreement)
    if agreement.reach == PART:
        parts = [f"Asked about: {about}" if about else "", f"Agrees to: {agreement.agencies}" if agreement.agencies else "",
                 f"Leaves out: {agreement.left_out}"]  # fmt: skip
        return ". ".join(part.rstrip(".") for part in parts if part) + ". For this episode of help."
    return f"To {about}, for this episode of help." if about else "For this episode of help."
