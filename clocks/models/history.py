"""What is kept of every version of this app's rows."""

from audit.history import tracked
from clocks.models.clock import Clock

tracked(Clock)
