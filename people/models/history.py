"""What is kept of every version of this app's rows."""

from audit.history import tracked
from people.models.household import Address, Household, HouseholdMember
from people.models.need_to_know import ConflictOfInterest, Restriction, RestrictionMember
from people.models.person import Person

for _model in (Person, Household, HouseholdMember, Address, Restriction, RestrictionMember, ConflictOfInterest):
    tracked(_model)
