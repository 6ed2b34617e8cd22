"""What is kept of every version of this app's rows."""

from audit.history import tracked
from people.models.household import Address, Household, HouseholdMember
from people.models.person import Person

for _model in (Person, Household, HouseholdMember, Address):
    tracked(_model)
