"""Who may say who opens a contact or check, say that somebody knows the family, and let them back in."""

from partnerships.closed import is_shut_out
from partnerships.models import FrontDoor, Organisation, Role, User
from partnerships.permissions import Action, current_memberships, register_predicate
from people.models import ConflictOfInterest
from people.need_to_know.subjects import Subject
from people.rules.need_to_know import ending_refused


def places_answered_for(user: User) -> list[FrontDoor | Organisation]:
    """The front doors that somebody manages and the agencies of which they are a safeguarding lead, today."""
    held = current_memberships(user)
    managed = [m.front_door for m in held if m.role == Role.FRONT_DOOR_MANAGER and m.front_door is not None]
    led = [m.organisation for m in held if m.role == Role.SAFEGUARDING_LEAD and m.organisation is not None]
    return [*managed, *led]


def answers_for(user: User, place: FrontDoor | Organisation | None) -> bool:
    return place is not None and place in places_answered_for(user)


def can_say_who_opens(user: User, subject: object) -> bool:
    """The managers of the front door; in an agency its leads and a check's author. Nobody who was shut out meanwhile."""
    if not isinstance(subject, Subject) or is_shut_out(user, subject.subject_id):
        return False
    is_authors = subject.organisation is not None and subject.author_id == user.pk
    return is_authors or answers_for(user, subject.place)


def can_say_who_knows_them(_user: User, subject: object) -> bool:
    """Anybody who sees it, of themselves; of somebody else whoever answers for it, which the service asks."""
    return isinstance(subject, Subject)


def can_let_back_in(user: User, conflict: object) -> bool:
    """Whoever answers for the place, but nobody for themselves."""
    return (
        isinstance(conflict, ConflictOfInterest)
        and not ending_refused(whose=conflict.user_id, by=user.pk)
        and answers_for(user, conflict.front_door or conflict.organisation)
    )


def register() -> None:
    """Tell `partnerships.permissions` what each action also asks of its thing."""
    register_predicate(Action.NEED_TO_KNOW_SET, can_say_who_opens)
    register_predicate(Action.CONFLICT_DECLARE, can_say_who_knows_them)
    register_predicate(Action.CONFLICT_END, can_let_back_in)
