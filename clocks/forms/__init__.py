"""Forms about the calendar and the rules."""
