"""Who may read, triage and decide which contact, and who answers a disagreement. The database holds the same."""

from partnerships.closed import is_shut_out
from partnerships.models import Role, User
from partnerships.permissions import Action, current_memberships, register_predicate
from people.models import MissingEpisode, Person, PersonMerge
from people.permissions import has_opened
from referrals.models import Assessment, Contact, Disagreement, SavedView


def is_at_door(user: User, front_door_id: int) -> bool:
    """Whether somebody works at this front door today."""
    return any(m.front_door_id == front_door_id for m in current_memberships(user))


def manages_door(user: User, front_door_id: int) -> bool:
    """Whether somebody manages this front door today."""
    return any(m.front_door_id == front_door_id and m.role == Role.FRONT_DOOR_MANAGER for m in current_memberships(user))


def supervises_door(user: User, front_door_id: int) -> bool:
    """Whether somebody answers for the work of others at this front door today: as its manager or service manager."""
    above = (Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER)
    return any(m.front_door_id == front_door_id and m.role in above for m in current_memberships(user))


def is_sender(user: User, contact: object) -> bool:
    """The author, while of the agency that sent it, and that agency's leads."""
    if not isinstance(contact, Contact):
        return False
    places = [m for m in current_memberships(user) if m.organisation_id == contact.organisation_id]
    return any(contact.author_id == user.pk or m.role == Role.SAFEGUARDING_LEAD for m in places)


def can_read_contact(user: User, contact: object) -> bool:
    """Either side, but for those to whom it is closed."""
    if not isinstance(contact, Contact) or is_shut_out(user, contact.pk):
        return False
    return is_at_door(user, contact.front_door_id) or is_sender(user, contact)


def can_triage(user: User, contact: object) -> bool:
    """A front door does not triage what its own staff member sent from their agency, nor what is open to reading alone.

    A view of the inbox is changed by whoever keeps it.
    """
    if isinstance(contact, SavedView):
        return contact.user_id == user.pk
    return (
        isinstance(contact, Contact)
        and is_at_door(user, contact.front_door_id)
        and contact.author_id != user.pk
        and not is_shut_out(user, contact.pk)
        and not has_opened(user, "contact", contact.pk)
    )


def can_read_in_emergency(user: User, contact: object) -> bool:
    """What they opened by emergency access, while it runs."""
    return isinstance(contact, Contact) and has_opened(user, "contact", contact.pk)


def can_answer(user: User, contact: object) -> bool:
    return isinstance(contact, Contact) and contact.author_id == user.pk and is_sender(user, contact)


def can_tell(user: User, contact: object) -> bool:
    """The author, or a lead of the agency that sent it: who wrote it may have left, or be away."""
    return isinstance(contact, Contact) and is_sender(user, contact) and not is_shut_out(user, contact.pk)


def can_work_on_assessment(user: User, assessment: object) -> bool:
    """The front door's staff, but for one who sent the contact from their own agency."""
    return (
        isinstance(assessment, Assessment)
        and is_at_door(user, assessment.front_door_id)
        and assessment.contact.author_id != user.pk
        and not is_shut_out(user, assessment.contact_id)
        and not has_opened(user, "contact", assessment.contact_id)
    )


def may_extend(user: User, assessment: Assessment) -> bool:
    """A manager says why it takes longer, and not of what they do themselves (Plymouth 2016, 4B, 5: exceptional)."""
    return supervises_door(user, assessment.front_door_id) and assessment.worker_id != user.pk


def may_agree_date(user: User, assessment: Assessment) -> bool:
    """A manager of its front door, but for one who does the assessment: nobody agrees on a day with themselves."""
    return manages_door(user, assessment.front_door_id) and assessment.worker_id != user.pk


def is_party(user: User, thing: object) -> bool:
    """Either side of a disagreement; for a contact, whoever may read it may raise one."""
    if isinstance(thing, Contact):
        return can_read_contact(user, thing) and not has_opened(user, "contact", thing.pk)
    if not isinstance(thing, Disagreement) or is_shut_out(user, thing.pk):
        return False
    places = [m for m in current_memberships(user) if m.organisation_id == thing.organisation_id]
    theirs = any(thing.raised_by_id == user.pk or m.role == Role.SAFEGUARDING_LEAD for m in places)
    if theirs or is_at_door(user, thing.front_door_id):
        return True
    contact = Contact.objects.filter(pk=thing.subject_id, author=user).first()
    return contact is not None and is_sender(user, contact)


def can_read_child(user: User, child: object) -> bool:
    """A child of the front door's own records, but for one who is closed to them."""
    if isinstance(child, PersonMerge):
        return can_read_child(user, child.kept) and can_read_child(user, child.merged)
    if isinstance(child, MissingEpisode):
        return can_read_child(user, child.person)
    if not isinstance(child, Person) or child.front_door_id is None or child.kind != Person.Kind.CHILD:
        return False
    return is_at_door(user, child.front_door_id) and not is_shut_out(user, child.pk)


def register() -> None:
    """Tell `partnerships.permissions` what each action also asks of its thing."""
    register_predicate(Action.CONTACT_READ, can_read_contact)
    register_predicate(Action.CONTACT_TRIAGE, can_triage)
    register_predicate(Action.CONTACT_DECIDE, can_triage)
    register_predicate(Action.CHILD_READ, can_read_child)
    register_predicate(Action.CHILD_MERGE, can_read_child)
    register_predicate(Action.EPISODE_RECORD, can_read_child)
    register_predicate(Action.EMERGENCY_READ, can_read_in_emergency)
    register_predicate(Action.CONTACT_ANSWER, can_answer)
    register_predicate(Action.CONTACT_TELL, can_tell)
    register_predicate(Action.ASSESSMENT_WORK, can_work_on_assessment)
    register_predicate(Action.DISAGREEMENT_RAISE, is_party)
    register_predicate(Action.DISAGREEMENT_ANSWER, is_party)
