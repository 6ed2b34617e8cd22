"""How long somebody is taken to be reading what they opened. Product decision: a page says that it is open once a minute, so
two that were missed and a little more end it; nobody has to say that they have stopped.
"""

import datetime

READS_FOR = datetime.timedelta(minutes=3)


def since_when(
    *, since: datetime.datetime | None, until: datetime.datetime | None, now: datetime.datetime
) -> datetime.datetime:  # fmt: skip
    """When this reading began: before, while it has gone on without a break; now otherwise."""
    return since if since is not None and until is not None and until > now else now
