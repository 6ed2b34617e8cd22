"""Who may open a contact or check, in words: the panel on its page, and the list of those who answer for a place."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from partnerships.models import User
from partnerships.permissions import Action, can
from people.models import Restriction
from people.need_to_know.permissions import places_answered_for
from people.need_to_know.subjects import Subject
from people.selectors.need_to_know import conflicts_at, named_in, restriction_of, restrictions_at


@dataclass(frozen=True)
class WhoMayOpen:
    """What the panel says: restricted or not, by whom and why, who is named, and what this person may do.

    `may_know`: whoever wrote it is asked by nobody whether they know the family.
    """

    subject: Subject
    restriction: Restriction | None
    named: list[User]
    may_change: bool
    may_know: bool

    @property
    def waits_for_names(self) -> bool:
        """Nobody is named: those who answer for the place open it until somebody is."""
        return self.restriction is not None and not self.named

    @property
    def change_url(self) -> str:
        return page_of(self.subject, "who")

    @property
    def lift_url(self) -> str:
        return page_of(self.subject, "lift")

    @property
    def know_url(self) -> str:
        return page_of(self.subject, "know")


def page_of(subject: Subject, page: str) -> str:
    """The address of one of the pages about a subject: who, lift or know."""
    return reverse(f"people:{page}_{subject.subject_type}", args=[subject.subject_id])


def who_may_open(subject: Subject, user: User) -> WhoMayOpen:
    """The panel, for somebody who sees the subject."""
    restriction = restriction_of(subject)
    return WhoMayOpen(
        subject,
        restriction,
        named_in(restriction) if restriction else [],
        may_change=can(user, Action.NEED_TO_KNOW_SET, subject),
        may_know=subject.author_id != user.pk,
    )


def register_page(user: User) -> dict[str, Any]:
    """Everything on the list of those who answer for a place."""
    return {
        "places": [str(place) for place in places_answered_for(user)],
        "restrictions": [
            {"row": one, "named": named_in(one), "url": reverse(f"people:who_{one.subject_type}", args=[one.subject_id])}
            for one in restrictions_at(user)
        ],
        "conflicts": conflicts_at(user),
    }
