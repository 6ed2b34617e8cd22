"""Reading what a lead's desk remembers: what they have read, who has what, who is away, and who may stand in."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from consent.models import Absence, HandOver, LeadReview, ProposalReading, SharingProposal
from consent.rules.standing_in import OnTheList, told_of
from consent.selectors.proposals import late_reviews_for, waiting_for
from partnerships.closed import shut_out, those_let_in
from partnerships.models import Organisation, Role, User
from partnerships.selectors import leads_for, people_with
from thresholds.models import Check

State = SharingProposal.State


def last_read_of(lead: User, check_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[ProposalReading]]:
    """What this lead has read of each check, in the order in which it was prepared."""
    found = ProposalReading.objects.filter(reader=lead, proposal__case_check__in=list(check_ids))
    listed: dict[uuid.UUID, list[ProposalReading]] = {}
    for reading in found.select_related("proposal").defer("proposal__content").order_by("proposal__prepared_at"):
        listed.setdefault(reading.proposal.case_check_id, []).append(reading)
    return listed


def read_before(proposal: SharingProposal, lead: User) -> ProposalReading | None:
    """The last former version that this lead has read, of what they read now."""
    former = [r for r in last_read_of(lead, [proposal.case_check_id]).get(proposal.case_check_id, []) if r.proposal != proposal]
    return former[-1] if former else None


def put_before(proposal: SharingProposal) -> SharingProposal | None:
    """The last former version that was put to leads."""
    former = SharingProposal.objects.filter(
        case_check=proposal.case_check_id, asked_at__isnull=False, prepared_at__lt=proposal.prepared_at
    )
    return former.order_by("-prepared_at").first()


def was_reading(lead: User, proposal_id: uuid.UUID) -> ProposalReading | None:
    """That somebody has read this as a lead, by their own reading: also once they see the proposal no longer."""
    return ProposalReading.objects.filter(reader=lead, proposal=proposal_id).select_related("organisation").first()


def hand_overs_of(proposals: Iterable[uuid.UUID]) -> dict[uuid.UUID, HandOver]:
    """The hand-over that stands for each proposal that was handed over."""
    found = HandOver.objects.filter(proposal__in=list(proposals)).select_related("to", "by").order_by("at")
    return {one.proposal_id: one for one in found}


def hand_overs_standing(proposals: Iterable[SharingProposal], day: datetime.date) -> dict[uuid.UUID, HandOver]:
    """The hand-overs that stand: only while who has it is here and may answer it. Else it is every lead's again.

    As many queries for fifty as for five: some for each agency, none for each proposal.
    """
    listed = {proposal.pk: proposal for proposal in proposals}
    handed = hand_overs_of(listed)
    if not handed:
        return {}
    agencies = {listed[pk].organisation_id: listed[pk].organisation for pk in handed}
    gone = {pk: absences_of(agency, day) for pk, agency in agencies.items()}
    leading = {pk: {one.pk for one in (*leads_of(agency), *leads_outside(agency))} for pk, agency in agencies.items()}
    closed = shut_out(handed, {one.to_id for one in handed.values()})
    concerned = dict(
        Check.objects.filter(pk__in=[listed[pk].case_check_id for pk in handed]).values_list("pk", "concern_about")
    )

    def may_answer(one: HandOver) -> bool:
        proposal = listed[one.proposal_id]
        out = {proposal.author_id, proposal.asked_by_id, proposal.concern_about_id, concerned.get(proposal.case_check_id)}
        agency = proposal.organisation_id
        return (
            one.to_id in leading[agency] - out and one.to_id not in gone[agency] and (one.proposal_id, one.to_id) not in closed
        )

    return {pk: one for pk, one in handed.items() if may_answer(one)}


def concerned_in(proposal: SharingProposal) -> set[int]:
    """Whom the worry is about: as it was prepared, and as the check has it now, for whoever reads the check."""
    now = Check.objects.filter(pk=proposal.case_check_id).values_list("concern_about_id", flat=True).first()
    return {pk for pk in (proposal.concern_about_id, now) if pk is not None}


def reviewers_of(proposal: SharingProposal, *, besides: set[int]) -> list[User]:
    """The leads who can be asked: not the author, nor the asker, nor one whom the worry is about, nor one it is closed to.

    Where it is closed to every lead of the agency, those of its approver outside to whom it is not.
    """
    out = besides | {proposal.author_id} | concerned_in(proposal)
    return leads_let_in(proposal.organisation, proposal.pk, besides=out)


def leads_let_in(organisation: Organisation, subject_id: uuid.UUID, *, besides: set[int]) -> list[User]:
    """Who can review this for an agency, without the people named and those to whom it is closed."""
    out = set(besides)
    for _ in ("own", "outside"):
        leads = leads_for(organisation, besides=out)
        closed = {person for _, person in shut_out([subject_id], [lead.pk for lead in leads])}
        if not closed:
            return leads
        out |= closed
    return leads_for(organisation, besides=out)


def approvals_void(proposal: SharingProposal) -> LeadReview | None:
    """The last decision on a former version, where it was an approval: it does not count any more."""
    former = put_before(proposal)
    last = former.reviews.select_related("decided_by").last() if former is not None else None
    return last if last is not None and last.decision == LeadReview.Decision.APPROVE else None


def leads_of(organisation: Organisation) -> list[User]:
    """The leads of an agency today, by name."""
    return list(people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=organisation))


def leads_outside(organisation: Organisation) -> list[User]:
    """Those of the agency that it names as its approver outside, who are not its own as well."""
    if organisation.approver is None:
        return []
    own = {lead.pk for lead in leads_of(organisation)}
    return [lead for lead in leads_of(organisation.approver) if lead.pk not in own]


def deputies_for(proposal: SharingProposal, lead: User) -> list[User]:
    """To whom this lead may hand it: another lead of the agency or outside, who may answer it and to whom it is not closed."""
    return [person for person in deputies_for_any(proposal) if person.pk != lead.pk]


def absences_of(organisation: Organisation, day: datetime.date) -> dict[int, Absence]:
    """Who of an agency's leads is away on a day, by lead, with who answers for them."""
    found = Absence.objects.filter(organisation=organisation, ended_at__isnull=True, until__gte=day)
    return {absence.lead_id: absence for absence in found.select_related("lead", "deputy")}


def absence_of(lead: User, organisation: Organisation) -> Absence | None:
    """What a lead said of being away that has not been ended, past or not."""
    return Absence.objects.filter(lead=lead, organisation=organisation, ended_at__isnull=True).select_related("deputy").first()


def with_deputies(proposal: SharingProposal, leads: list[User], day: datetime.date) -> list[User]:
    """Who is told of what waits: the leads who may be asked, and for one who is away the one who answers for them."""
    away = absences_of(proposal.organisation, day)
    may = {person.pk: person for person in [*leads, *deputies_for_any(proposal)]}
    listed = [OnTheList(lead.pk, away[lead.pk].deputy_id if lead.pk in away else None) for lead in leads]
    return [may[pk] for pk in told_of(listed, may=set(may))]


def deputies_for_any(proposal: SharingProposal) -> list[User]:
    """Everybody who may answer it: leads of the agency and outside, without author, asker and one whom the worry is about."""
    out = {proposal.author_id, proposal.asked_by_id} | concerned_in(proposal)
    found = [*leads_of(proposal.organisation), *leads_outside(proposal.organisation)]
    return those_let_in(proposal.pk, (person for person in found if person.pk not in out))


def approvers_offered(organisation: Organisation) -> QuerySet[Organisation]:
    """The agencies that can be named as approver outside: those of the same partnership that have a lead today."""
    leading = {
        pk
        for pk in Organisation.objects.filter(authority=organisation.authority_id).values_list("pk", flat=True)
        if people_with(roles=[Role.SAFEGUARDING_LEAD], organisation=Organisation(pk=pk)).exists()
    }
    return Organisation.objects.filter(pk__in=leading - {organisation.pk})


def mine_of(lead: User, day: datetime.date) -> tuple[list[SharingProposal], list[SharingProposal]]:
    """What waits for this lead and what wants their review, without what was handed to somebody who may answer it."""
    asked, late = list(waiting_for(lead).defer("content")), list(late_reviews_for(lead).defer("content"))
    handed = hand_overs_standing([*asked, *late], day)
    others = {pk for pk, one in handed.items() if one.to_id != lead.pk}
    return [p for p in asked if p.pk not in others], [p for p in late if p.pk not in others]


def last_voided(check_id: uuid.UUID) -> SharingProposal | None:
    """What was put to leads last, where it has changed since and nothing was put to them after."""
    found = SharingProposal.objects.filter(case_check=check_id, asked_at__isnull=False).order_by("-prepared_at").first()
    return found if found is not None and found.state == State.SUPERSEDED else None
