"""Who hears of what waits for a lead, where some are away. A product decision: somebody always does."""

from collections.abc import Iterable, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class OnTheList:
    """A lead who can be asked, and who answers for them while they are away (None: they are here)."""

    lead: int
    deputy: int | None = None


def told_of(leads: Iterable[OnTheList], *, may: Set[int]) -> list[int]:
    """Each lead who is here; for one who is away their deputy, where that one may answer it, else the lead themselves.

    Nobody is told twice, and nobody falls out because two are away for each other.
    """
    found: dict[int, None] = {}
    for one in leads:
        found[one.deputy if one.deputy is not None and one.deputy in may else one.lead] = None
    return list(found)
