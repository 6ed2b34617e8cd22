"""Who may read a document, for `can()`."""

from documents.models import Document
from partnerships.closed import is_shut_out
from partnerships.models import Role, User
from partnerships.permissions import Action, current_memberships, register_predicate


def is_within_reach(user: User, thing: object) -> bool:
    """Whether this person made the document and is of its agency, leads that agency, or works where it was sent.

    Not where what it is about is closed to them.
    """
    if not isinstance(thing, Document) or is_shut_out(user, thing.subject_id):
        return False
    places = current_memberships(user)
    agencies = {place.organisation_id for place in places if place.organisation_id}
    led = {place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD}
    front_doors = {place.front_door_id for place in places if place.front_door_id}
    made = thing.created_by_id == user.pk and thing.organisation_id in agencies
    return made or thing.organisation_id in led or thing.front_door_id in front_doors


def register() -> None:
    """Give `can()` its predicate."""
    register_predicate(Action.DOCUMENT_READ, is_within_reach)
