"""Who may open what is restricted or what somebody knows the family of. A product decision throughout.

DESIGN, Who may see what: what has really gone wrong in this field is staff opening the record of somebody they know.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """Somebody who would see a contact or check by their role.

    `knows_family` is a conflict of interest that is declared and not ended, about this or about another of the same child.
    """

    person: int
    is_author: bool = False
    is_named: bool = False
    answers_for_it: bool = False
    knows_family: bool = False


def may_open(standing: Standing, everybody: Iterable[Standing], *, is_restricted: bool) -> bool:
    """Whether somebody may open it, given all who would by their roles.

    Who wrote it keeps it. Who knows the family never opens it. Of what is restricted, those who are named open it; where
    nobody who is named can, those who answer for the place, so that no child is lost behind a locked door.
    """
    if standing.is_author:
        return True
    if standing.knows_family:
        return False
    if not is_restricted or standing.is_named:
        return True
    return standing.answers_for_it and not any(other.is_named and not other.knows_family for other in everybody)


def who_may_open(everybody: Iterable[Standing], *, is_restricted: bool) -> set[int]:
    """The people who may open it."""
    listed = list(everybody)
    return {standing.person for standing in listed if may_open(standing, listed, is_restricted=is_restricted)}


def stepping_back_refused(*, is_author: bool, left: Iterable[int], place: str) -> str:
    """Why somebody cannot step back, in words for them; empty where they can.

    Whoever wrote it cannot be shut out of it: what they saw would be lost to the child. The last one who could open it cannot
    either, before somebody else can.
    """
    if is_author:
        return (
            "Whoever wrote this cannot be shut out of it. Knowing the family is no reason to say nothing: "
            "a safeguarding lead can look at it instead, and it says who wrote it."
        )
    if not list(left):
        return (
            f"Nobody else at {place} could then open this, and the child would be left without anybody. "
            f"First have somebody else given the role at {place}: the partnership does that. Until then ask a manager "
            "of another front door by phone to sit in, and write a note that you know the family."
        )
    return ""


def ending_refused(*, whose: int, by: int) -> bool:
    """Nobody lets themselves back in."""
    return whose == by
