"""Who may read a document, for `can()`."""

from documents.models import Document
from partnerships.models import User
from partnerships.permissions import Action, current_memberships, register_predicate


def is_within_reach(user: User, thing: object) -> bool:
    """Whether the document is of this person's agency, or was sent to their front door."""
    if not isinstance(thing, Document):
        return False
    places = current_memberships(user)
    agencies = {place.organisation_id for place in places if place.organisation_id}
    front_doors = {place.front_door_id for place in places if place.front_door_id}
    return thing.organisation_id in agencies or thing.front_door_id in front_doors


def register() -> None:
    """Give `can()` its predicate."""
    register_predicate(Action.DOCUMENT_READ, is_within_reach)
