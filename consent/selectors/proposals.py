"""Reading agreements and proposals to share."""

import datetime
import uuid

from django.db.models import QuerySet

from clocks.models import Clock
from consent.models import Agreement, LeadReview, SharingProposal
from consent.rules.approver import Approver, approver_of
from consent.rules.deciding import is_asked
from consent.rules.ways import Facts, Way, agreement_closed, ways_open
from consent.selectors.agreements import (
    agreements_of,
    answers_for,
    competences_of,
    grounds_kept,
    service_of,
    service_of_proposal,
    unanswered_children,
)
from partnerships.models import Role, User
from partnerships.permissions import Action, can, current_memberships
from people.models import HouseholdMember, Person
from people.selectors import age_on
from thresholds.models import Check
from thresholds.rules.framework import ConsentRule
from thresholds.selectors.checks import day_of, framework_of
from workflow.errors import NotAllowed


def people_to_ask(check: Check) -> list[Person]:
    """Everybody who has, or may have, parental responsibility, and each child who is asked for themselves; in family order.

    Somebody who said no stays, whatever is said of them afterwards: a refusal does not vanish.
    """
    members = check.household.members.select_related("person").order_by("position")
    no = [Agreement.Answer.REFUSED, Agreement.Answer.WITHDRAWN]
    said_no = set(agreements_of(check).filter(answer__in=no).values_list("person_id", flat=True))
    judged = {judged.person_id: judged.finding for judged in competences_of(check)}
    wanted = []
    for member in members:
        person = member.person
        if person.kind == Person.Kind.ADULT:
            asked = member.parental_responsibility != HouseholdMember.Responsibility.NO or person.pk in said_no
        else:
            asked = is_asked(
                age=age_on(person, day_of(check)), unborn=person.unborn, finding=judged.get(person.pk, ""),
                said_no=person.pk in said_no,
            )  # fmt: skip
        if asked:
            wanted.append(person)
    return wanted


def level_of(check: Check) -> str:
    """The highest level judged for a child of the check; empty before one is."""
    framework = framework_of(check)
    levels = [framework.level(child.level) for child in check.children.all() if child.level]
    return max(levels, key=lambda level: level.order).code if levels else ""


def rule_for(check: Check) -> ConsentRule | None:
    """The consent rule of the framework version for the check's highest level and the basis that the practitioner states."""
    level = level_of(check)
    return framework_of(check).consent_rule(level, check.basis or None) if level else None


def approver_for(check: Check) -> Approver:
    """What the framework of a check calls the person who advises and approves, by its rule where one applies yet."""
    rule = rule_for(check)
    return approver_of(rule.approval if rule else "", framework_of(check).terms)


def proposals_for(user: User) -> QuerySet[SharingProposal]:
    """What this person may read, with whom it is from, for and put by."""
    return SharingProposal.objects.visible_to(user).select_related("author", "organisation", "recipient", "asked_by")


def waiting_for(lead: User) -> QuerySet[SharingProposal]:
    """What waits for this lead's decision, least time left first; their own is left out."""
    return (
        proposals_for(lead)
        .filter(state=SharingProposal.State.ASKED)
        .exclude(author=lead)
        .exclude(asked_by=lead)
        .exclude(concern_about=lead)
        .order_by("review_due_at")
    )


def late_reviews_for(lead: User) -> QuerySet[SharingProposal]:
    """What was sent as urgent or on professional judgement and has no review yet; their own is left out."""
    marked = [SharingProposal.Way.URGENT, SharingProposal.Way.PROFESSIONAL_JUDGEMENT]
    return (
        proposals_for(lead)
        .filter(way__in=marked, late_review__isnull=True)
        .exclude(author=lead)
        .exclude(concern_about=lead)
        .order_by("left_at")
    )


def proposal_open(*, proposal_id: uuid.UUID, user: User, action: Action = Action.PROPOSAL_READ) -> SharingProposal:
    """Fetch and authorise in one. Raises `NotAllowed`, the same for a foreign proposal and for none."""
    proposal = proposals_for(user).filter(pk=proposal_id).first()
    if proposal is None or not can(user, action, proposal):
        raise NotAllowed(action)
    return proposal


def open_proposal(check: Check) -> SharingProposal | None:
    """The proposal that has not left and is not superseded, if there is one."""
    closed = [SharingProposal.State.LEFT, SharingProposal.State.SUPERSEDED]
    return SharingProposal.objects.filter(case_check=check).exclude(state__in=closed).first()


def proposal_ids(check: Check) -> list[uuid.UUID]:
    """Everything that was prepared from a check, whatever became of it."""
    return list(SharingProposal.objects.filter(case_check=check).values_list("pk", flat=True))


def facts_of(proposal: SharingProposal, *, at: datetime.datetime) -> Facts:
    """What decides by which ways a proposal may leave at an instant."""
    decisions = set(
        LeadReview.objects.filter(proposal=proposal, content_hash=proposal.content_hash).values_list("decision", flat=True)
    )
    answers = answers_for(proposal.case_check, service=service_of_proposal(proposal), grounds=grounds_kept(proposal.rule))
    return Facts(
        people_to_ask=max(proposal.people_to_ask, len(answers) + unanswered_children(proposal.case_check)),
        answers=answers,
        implicit_accepted=bool(proposal.rule.get("implicit")),
        one_parent_suffices=bool(proposal.rule.get("one_parent_suffices")),
        advice_first=bool(proposal.rule.get("advice_before_contact")),
        harm_suspected=proposal.harm_suspected,
        is_urgent=proposal.is_urgent,
        has_been_asked=proposal.asked_at is not None,
        has_been_advised=bool(decisions & {LeadReview.Decision.ADVISE, LeadReview.Decision.APPROVE}),
        is_approved=LeadReview.Decision.APPROVE in decisions and proposal.state == SharingProposal.State.APPROVED,
        is_declined=LeadReview.Decision.DECLINE in decisions,
        is_out_of_time=proposal.review_due_at is not None and proposal.review_due_at <= at,
        approver=proposal.approver,
    )


def facts_before(check: Check, rule: ConsentRule) -> Facts:
    """What decides while nothing is prepared yet: the answers as they count for the service that is chosen now."""
    return Facts(
        people_to_ask=len(people_to_ask(check)),
        answers=answers_for(check, service=service_of(check), grounds={ground.code for ground in rule.grounds}),
        implicit_accepted=rule.implicit,
        one_parent_suffices=rule.one_parent_suffices,
        advice_first=rule.advice_before_contact,
        harm_suspected=rule.agreement == "preferred",
        is_urgent=check.urgency in (Check.Urgency.NOW, Check.Urgency.TODAY),
        approver=approver_for(check),
    )


def is_refused(check: Check) -> bool:
    """Whether the basis needs agreement, everybody has an answer on record and that is not agreement to this service."""
    rule = rule_for(check)
    if rule is None or rule.agreement != "required":
        return False
    facts = facts_before(check, rule)
    return bool(facts.answers) and len(facts.answers) >= facts.people_to_ask and bool(agreement_closed(facts))


def ways_of(proposal: SharingProposal, *, at: datetime.datetime) -> dict[Way, str]:
    """Each of the four ways with what stands in its way (nothing where it is open)."""
    return dict(ways_open(facts_of(proposal, at=at)))


def review_clock(proposal: SharingProposal, rule: str = "lead-review") -> Clock | None:
    """The lead's clock on a proposal, running or stopped: before it leaves, or (`retrospective-review`) after."""
    return Clock.objects.on("proposal", proposal.pk).filter(rule=rule).order_by("-started_at").first()


def led_ids(user: User) -> set[int]:
    """The agencies of which this person is a safeguarding lead."""
    return {m.organisation_id for m in current_memberships(user) if m.role == Role.SAFEGUARDING_LEAD and m.organisation_id}
