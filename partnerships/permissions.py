"""Roles and actions, declared once. `can()` denies by default and raises on a name or a context that it does not know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum

from django.db.models import Q
from django.utils import timezone

from partnerships.models import Membership, Role, User


class Action(Enum):
    """A thing that a person does. Each view and each service names one."""

    SEE_OWN_WORK = "see own work"
    READ_FRAMEWORK = "read a framework"
    READ_DIRECTORY = "read services and numbers"
    READ_NOTICES = "read one's notices"
    READ_DEADLINES = "read one's deadlines"
    CHECK_BEGIN = "begin a check"
    CHECK_READ = "read a check"
    CHECK_WRITE = "write in a check"
    AGREEMENT_WITHDRAW = "record that somebody withdraws their agreement"
    PROPOSAL_ASK = "ask to share"
    PROPOSAL_READ = "read a proposal to share"
    PROPOSAL_REVIEW = "review a proposal to share"
    PROPOSAL_LATE_REVIEW = "review what was sent without approval"
    LEADS_ARRANGE = "say who answers for one's agency's leads, and in what time"
    CONTACT_SEND = "send a contact"
    CONTACT_READ = "read a contact"
    CONTACT_ANSWER = "answer the front door"
    CONTACT_TELL = "say whether somebody was told of a contact"
    CONTACT_TRIAGE = "take in, match and note a contact"
    CONTACT_DECIDE = "decide on a contact"
    CHILD_READ = "find and read a child whom the front door knows"
    CHILD_MERGE = "say that two records are of one child"
    EPISODE_RECORD = "record that a child was missing"
    ASSESSMENT_WORK = "work on an assessment"
    DISAGREEMENT_RAISE = "raise a disagreement"
    DISAGREEMENT_ANSWER = "answer a disagreement"
    DOCUMENT_READ = "read a document"
    FRAMEWORK_LOAD = "load a framework"
    CALENDAR_EDIT = "change the working calendar"
    TIMESCALE_EDIT = "change a timescale"
    NEED_TO_KNOW_SET = "say who may open a check or contact"
    NEED_TO_KNOW_READ = "read who is shut out and who may open what"
    CONFLICT_DECLARE = "say that somebody knows the family"
    CONFLICT_END = "let somebody back in who knew the family"
    OPENINGS_READ = "read who opened a record without a part in the case"
    EMERGENCY_OPEN = "open a record in an emergency"
    EMERGENCY_READ = "read what one opened in an emergency"
    EMERGENCY_REVIEW = "review what was opened in an emergency"
    REVIEWS_COUNT = "see how many such reviews wait"


_EVERYBODY = {Action.READ_FRAMEWORK, Action.READ_DIRECTORY, Action.READ_NOTICES, Action.SEE_OWN_WORK}
_CASEWORK = {
    Action.CONTACT_READ,
    Action.DOCUMENT_READ,
    Action.READ_DEADLINES,
    Action.DISAGREEMENT_RAISE,
    Action.CONFLICT_DECLARE,
}
_ANSWERING = {Action.NEED_TO_KNOW_SET, Action.NEED_TO_KNOW_READ, Action.CONFLICT_END}
"""What somebody may do who answers for a front door or an agency."""
_PRACTITIONER = (
    _EVERYBODY
    | _CASEWORK
    | {
        Action.CHECK_BEGIN,
        Action.CHECK_READ,
        Action.CHECK_WRITE,
        Action.AGREEMENT_WITHDRAW,
        Action.PROPOSAL_ASK,
        Action.PROPOSAL_READ,
        Action.CONTACT_SEND,
        Action.CONTACT_ANSWER,
        Action.CONTACT_TELL,
        Action.DISAGREEMENT_ANSWER,
        Action.NEED_TO_KNOW_SET,
    }
)
_FRONT_DOOR = (
    _EVERYBODY
    | _CASEWORK
    | {
        Action.CONTACT_TRIAGE,
        Action.CONTACT_DECIDE,
        Action.ASSESSMENT_WORK,
        Action.DISAGREEMENT_ANSWER,
        Action.CHILD_READ,
        Action.CHILD_MERGE,
        Action.EPISODE_RECORD,
    }
)

GRANTS: dict[Role, frozenset[Action]] = {
    Role.PRACTITIONER: frozenset(_PRACTITIONER),
    Role.SAFEGUARDING_LEAD: frozenset(
        _PRACTITIONER
        | _ANSWERING
        | {Action.PROPOSAL_REVIEW, Action.PROPOSAL_LATE_REVIEW, Action.LEADS_ARRANGE, Action.OPENINGS_READ}
    ),
    Role.FRONT_DOOR: frozenset(_FRONT_DOOR),
    Role.FRONT_DOOR_MANAGER: frozenset(
        _FRONT_DOOR | _ANSWERING | {Action.OPENINGS_READ, Action.EMERGENCY_OPEN, Action.EMERGENCY_READ, Action.EMERGENCY_REVIEW}
    ),
    Role.SERVICE_MANAGER: frozenset(_FRONT_DOOR),
    Role.PARTNERSHIP_ADMIN: frozenset(
        _EVERYBODY | {Action.FRAMEWORK_LOAD, Action.CALENDAR_EDIT, Action.TIMESCALE_EDIT, Action.REVIEWS_COUNT}
    ),
}
"""What each role may do at all; whether it may do it to this thing is a predicate's to say, and the database's.

Product decision: a service manager stands above the team manager in the chain of a clock that is late. They see and do what the
front door's staff do; who may open a record, and what is opened in an emergency, stays the team manager's.
"""

Predicate = Callable[[User, object], bool]
_PREDICATES: dict[Action, Predicate] = {}


class UnknownAction(LookupError):
    """Asked about something that is not an `Action`, or that needs a thing to act on and was given none."""


def register_predicate(action: Action, function: Predicate) -> None:
    """Say what must also be true of the thing acted on. One an action; upper apps register, nothing here knows them."""
    if _PREDICATES.setdefault(action, function) is not function:
        raise ValueError(f"{action} has its predicate already")


_remembered: ContextVar[dict[int, list[Membership]] | None] = ContextVar("remembered_memberships", default=None)


@contextmanager
def memberships_remembered() -> Iterator[None]:
    """Ask for each person's roles once in the block: for long work by many people during which nobody's role changes."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def current_memberships(user: User) -> list[Membership]:
    """The roles that this person holds today; none for somebody who may no longer sign in.

    Asked afresh each time, but for a block of `memberships_remembered`.
    """
    if not user.is_active or user.pk is None:
        return []
    remembered = _remembered.get()
    if remembered is None:
        return _memberships_today(user)
    if user.pk not in remembered:
        remembered[user.pk] = _memberships_today(user)
    return list(remembered[user.pk])


def _memberships_today(user: User) -> list[Membership]:
    today = timezone.localdate()
    return list(
        Membership.objects.filter(
            Q(until_date__isnull=True) | Q(until_date__gte=today), user=user, from_date__lte=today
        ).select_related("organisation__authority", "front_door__authority", "authority")
    )


def roles_of(user: User) -> set[Role]:
    """The roles held anywhere today."""
    return {Role(membership.role) for membership in current_memberships(user)}


def can(user: User, action: Action, thing: object | None = None) -> bool:
    """Whether this person may do this, to this thing where one is given.

    Denies unless a role grants it and, with a thing, the action's predicate agrees. Raises `UnknownAction` for anything that
    is not an `Action`, and for a thing whose action has no predicate: what nobody thought of is not allowed quietly.
    """
    if not isinstance(action, Action):
        raise UnknownAction(f"{action!r} is not an action")
    if not user.is_authenticated or not any(action in GRANTS[role] for role in roles_of(user)):
        return False
    if thing is None:
        return True
    if action not in _PREDICATES:
        raise UnknownAction(f"{action} has no predicate, so cannot be asked of {type(thing).__name__}")
    return _PREDICATES[action](user, thing)
