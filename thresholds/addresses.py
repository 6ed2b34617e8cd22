"""On which page a clock's subject is read, for the links in notices and lists."""

from clocks.models import Clock


def of_check(clock: Clock) -> str:
    """The whole check, with what is still owed."""
    return f"/checks/{clock.subject_id}/"
