"""What is kept of every version of this app's rows."""

from audit.history import tracked
from clocks.models.clock import Clock
from clocks.models.digest_choice import DigestChoice

tracked(Clock)
tracked(DigestChoice)
