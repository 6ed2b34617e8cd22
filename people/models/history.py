"""What is kept of every version of this app's rows."""

from audit.history import tracked
from people.models.emergency import EmergencyAccess, EmergencyEnd, EmergencyReview
from people.models.household import Address, Household, HouseholdMember
from people.models.merge import PersonMerge
from people.models.missing import MissingEpisode
from people.models.need_to_know import ConflictOfInterest, Restriction, RestrictionMember
from people.models.opening import Opening
from people.models.person import Person

for _model in (Person, Household, HouseholdMember, Address, Restriction, RestrictionMember, ConflictOfInterest, PersonMerge):
    tracked(_model)
for _added_to in (MissingEpisode, Opening, EmergencyAccess, EmergencyEnd, EmergencyReview):
    tracked(_added_to)
