"""Advisory locks round an authority's calendar, let go with the transaction."""

import time

from django.db import connection

CALENDAR = 5_204_000
"""From here on, one an authority: shared by who starts a clock, held alone by who changes the calendar, at the end of it."""
CHANGE = 1_205_204_000
"""From here on, one an authority: held by who carries a change out, from its beginning."""
PATIENCE = 10.0
"""Seconds. Product decision: a change that is held up for longer gives way and is tried again a minute later."""


class CalendarBusy(RuntimeError):
    """Somebody held on to a clock of this authority for too long."""

    def __init__(self, authority_id: int) -> None:
        super().__init__(f"the calendar of authority {authority_id} could not be had in {PATIENCE:.0f} seconds")


def calendar_read_lock(authority_id: int) -> None:
    """Let no calendar change commit between reading the calendar and storing what follows from it. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [CALENDAR + authority_id])


def calendar_write_lock(authority_id: int) -> None:
    """Have the calendar alone, once those who are starting clocks by the old one are through. In a transaction.

    Asks again and again instead of waiting: who waits can be part of a deadlock. Raises CalendarBusy.
    """
    until = time.monotonic() + PATIENCE
    while not _had(CALENDAR + authority_id):
        if time.monotonic() > until:
            raise CalendarBusy(authority_id)
        time.sleep(0.05)


def change_lock(authority_id: int) -> bool:
    """Whether this transaction is the one that changes the calendar of this authority now."""
    return _had(CHANGE + authority_id)


def _had(lock: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [lock])
        return cursor.fetchone()[0]
