"""When somebody can have been asked, or judged: not in the future, not before the child was born, not too long ago.

Product decisions: agreement is for an episode (Blackpool, Information sharing), so one of over a year ago is asked again;
and what was said before any child of the check was born was not about these children, unless one is not born yet.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

MOST_BEFORE = datetime.timedelta(days=366)
LONDON = ZoneInfo("Europe/London")


def wrong_moment(
    moment: datetime.datetime | None, *, now: datetime.datetime, births: Iterable[tuple[str, datetime.date]] = (), what: str
) -> str:
    """What is wrong with when it was, in words; empty where nothing is. `births`: whoever must be born by then, by name.

    `what` is what happened, "asked" or "judged". The day of the birth itself is possible.
    """
    if moment is None:
        return f"Say when they were {what}."
    if moment > now:
        return "That time is in the future. Record what has been said, not what will be."
    if moment < now - MOST_BEFORE:
        return "That is over a year ago. Agreement is for this episode: ask again."
    day = moment.astimezone(LONDON).date()
    unborn = [name for name, born in births if day < born]
    return f"{unborn[0]} was not born yet on that day. Look at the date again." if unborn else ""
