"""What is kept of every version of this app's rows."""

from audit.history import tracked
from partnerships.models.authority import FrontDoor
from partnerships.models.membership import Membership
from partnerships.models.organisation import Organisation
from partnerships.models.user import User

tracked(User, exclude=["password", "last_login"])
tracked(Membership)
tracked(Organisation)
tracked(FrontDoor)
