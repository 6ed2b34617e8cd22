"""People, as one agency or one front door holds them. Sending copies; nothing is shared live."""

from people.models import history
from people.models.emergency import EmergencyAccess, EmergencyEnd, EmergencyReview
from people.models.household import Address, Household, HouseholdMember
from people.models.merge import PersonMerge
from people.models.missing import MissingEpisode
from people.models.need_to_know import ConflictOfInterest, Restriction, RestrictionMember, SubjectType
from people.models.opening import Opening
from people.models.person import Person

__all__ = [
    "Address",
    "ConflictOfInterest",
    "EmergencyAccess",
    "EmergencyEnd",
    "EmergencyReview",
    "Household",
    "HouseholdMember",
    "MissingEpisode",
    "Opening",
    "Person",
    "PersonMerge",
    "Restriction",
    "RestrictionMember",
    "SubjectType",
    "history",
]
