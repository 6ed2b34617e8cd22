"""Who has a part in a contact, and of which contact an assessment, a disagreement or a document is.

While a contact waits for its decision it is the whole team's work. Afterwards a part is what somebody has done on it: taken
or owned it, decided, noted, recognised a child, worked on its assessment, or stood on one side of a disagreement.
"""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consent.models import SharingProposal
from consent.records import has_lead_part
from documents.models import Document
from notices.models import Notice
from partnerships.models import Role, User
from partnerships.permissions import current_memberships
from people import records
from people.models import MissingEpisode, Person, PersonMerge
from people.records import Record
from referrals.models import Assessment, Call, Contact, ContactMatch, Disagreement, SavedView
from referrals.permissions import is_at_door, manages_door
from referrals.references import reference_of_child
from referrals.selectors.children import contacts_of, merges_of
from thresholds.selectors.authorities import document_of

STILL_THE_TEAMS = datetime.timedelta(hours=1)
"""Product decision: nobody is asked why they open what they were about to decide themselves."""


def declare_records() -> None:
    records.declare(Contact, record_of_contact)
    records.declare(Assessment, record_of_assessment)
    records.declare(Disagreement, record_of_disagreement)
    records.declare(Document, record_of_document)
    records.without_record(SavedView)
    records.declare(Person, record_of_child)
    records.declare(PersonMerge, record_of_merge)
    records.declare(MissingEpisode, record_of_episode)
    records.read_in_emergency("contact", emergency_page)


def emergency_page(contact_id: object) -> str:
    return reverse("referrals:emergency", args=[contact_id])


def record_of_contact(contact: Contact) -> Record:
    return Record(
        subject_type="contact", subject_id=contact.pk, reference=contact.reference,
        organisation_id=contact.organisation_id or 0, front_door_id=contact.front_door_id,
        has_part=lambda user: has_part(user, contact),
    )  # fmt: skip


def record_of_assessment(assessment: Assessment) -> Record:
    return record_of_contact(assessment.contact)


def record_of_disagreement(disagreement: Disagreement) -> Record:
    """That of its contact; whoever raised it keeps their part should they see the contact no longer."""
    contact = Contact.objects.filter(pk=disagreement.subject_id).first()
    if contact is not None:
        return record_of_contact(contact)
    return Record(
        subject_type="contact", subject_id=disagreement.subject_id, reference=disagreement.reference,
        organisation_id=disagreement.organisation_id, front_door_id=disagreement.front_door_id,
        has_part=lambda user: disagreement.raised_by_id == user.pk,
    )  # fmt: skip


def record_of_document(document: Document) -> Record:
    """That of the contact that it was sent as; one that was not sent is its maker's."""
    contact = Contact.objects.filter(document=document.pk).first()
    if contact is not None:
        return record_of_contact(contact)
    return Record(
        subject_type=document.subject_type, subject_id=document.subject_id, reference=document.reference[:20],
        organisation_id=document.organisation_id or 0, front_door_id=document.front_door_id,
        has_part=lambda user: document.created_by_id == user.pk,
    )  # fmt: skip


def record_of_child(child: Person) -> Record:
    """A child of a front door's own records. An agency's has no page of its own: its check is the record."""
    if child.front_door_id is None:
        raise records.UndeclaredRecord("a child of an agency is read through its check")
    return Record(
        subject_type="person", subject_id=child.pk, reference=reference_of_child(child), organisation_id=0,
        front_door_id=child.front_door_id, has_part=lambda user: has_part_with_child(user, child),
    )  # fmt: skip


def record_of_merge(merge: PersonMerge) -> Record:
    """That of the record which stands for the child: whoever may look at it compares both."""
    return record_of_child(merge.kept)


def record_of_episode(episode: MissingEpisode) -> Record:
    return record_of_child(episode.person)


def has_part_with_child(user: User, child: Person) -> bool:
    """Whoever recorded the child, has a part in one of their contacts, said that two records are one, or is asked whether."""
    if child.recorded_by_id == user.pk:
        return True
    ids = merges_of(user, [child.pk]).all_of(child.pk)
    merges = PersonMerge.objects.visible_to(user).filter(Q(kept__in=ids) | Q(merged__in=ids))
    theirs = Q(state=PersonMerge.State.ASKED) | Q(asked_by=user) | Q(answered_by=user)
    return merges.filter(theirs).exists() or any(has_part(user, contact) for contact in contacts_of(user, ids))


def has_part(user: User, contact: Contact) -> bool:
    """Whether this person has a part in this contact, on either side."""
    if contact.author_id == user.pk or took(user, contact):
        return True
    if is_at_door(user, contact.front_door_id) and (is_the_teams(contact) or has_acted(user, contact)):
        return True
    if contact.proposal_id is None:
        return is_party_at_stage(user, contact)
    check = SharingProposal.objects.filter(pk=contact.proposal_id).values_list("case_check", flat=True).first()
    return (check is not None and has_lead_part(user, check)) or is_party_at_stage(user, contact)


def took(user: User, contact: Contact) -> bool:
    """Whether this person took the call."""
    return contact.is_call and Call.objects.filter(contact=contact, taken_by=user).exists()


def is_the_teams(contact: Contact) -> bool:
    """Until it is decided, and an hour on: whoever had it open, or decides at the same moment, is told who was first."""
    if contact.state != Contact.State.DECIDED:
        return True
    return contact.decisions.filter(decided_at__gt=timezone.now() - STILL_THE_TEAMS).exists()


def has_acted(user: User, contact: Contact) -> bool:
    """Whether somebody of the front door has done anything on it, its assessment or its children."""
    if user.pk in {contact.owner_id, contact.acknowledged_by_id}:
        return True
    if contact.decisions.filter(decided_by=user).exists() or contact.notes.filter(by=user).exists():
        return True
    if ContactMatch.objects.filter(child__contact=contact, by=user).exists():
        return True
    worked = (
        Q(worker=user) | Q(seen_by=user) | Q(strategy_held_by=user) | Q(completed_by=user)
        | Q(agreed_dates__agreed_by=user) | Q(checkpoints__held_by=user) | Q(strategies__held_by=user)
    )  # fmt: skip
    return Assessment.objects.filter(worked, contact=contact).exists()


def is_party_at_stage(user: User, contact: Contact) -> bool:
    """Whether somebody stands on one side of a disagreement about it, or was told of one.

    From its second stage on an open one is also for the managers of the front door and the leads of the agency: at the
    first, the practitioners talk with each other (Blackpool, Conversations: "line managers or safeguarding leads" come next).
    """
    for disagreement in Disagreement.objects.filter(subject_type="contact", subject_id=contact.pk):
        if disagreement.raised_by_id == user.pk or disagreement.steps.filter(by=user).exists():
            return True
        if Notice.objects.visible_to(user).filter(path=f"/disagreements/{disagreement.pk}/").exists():
            return True
        is_theirs = manages_door(user, contact.front_door_id) or _leads(user, contact.organisation_id)
        if is_theirs and disagreement.state == Disagreement.State.OPEN and _is_past_the_first(disagreement, contact):
            return True
    return False


def _is_past_the_first(disagreement: Disagreement, contact: Contact) -> bool:
    found = document_of(contact.front_door.authority).disagreement
    return found is not None and bool(found.stages) and found.stages[0].code != disagreement.stage


def _leads(user: User, organisation_id: int | None) -> bool:
    return organisation_id is not None and any(
        m.organisation_id == organisation_id and m.role == Role.SAFEGUARDING_LEAD for m in current_memberships(user)
    )
