"""What the two ways of saying what worries somebody share: ticks on a list, and the answers of a conversation."""

from __future__ import annotations

from typing import Any, ClassVar

from thresholds.models import CheckChild
from thresholds.presenters.worries import tabs_of
from thresholds.views.base import CheckPage


class SayingPage(CheckPage, abstract=True):
    """One child's page beside those of their siblings. `name` is its own in the addresses."""

    step = 2
    name: ClassVar[str]

    def siblings(self) -> list[CheckChild]:
        return [child for child in self.children if child.pk != self.child.pk]

    def read_again(self) -> None:
        """The children as they now stand in the database, after saving."""
        self.__dict__.pop("children", None)
        self.__dict__.pop("child", None)

    def next_page(self) -> str:
        """The next child about whom nothing is said, else the first view of the first who has none."""
        place = self.children.index(self.child)
        for child in self.children[place + 1 :]:
            if not child.observations.all():
                return self.at(self.name, child_id=child.pk)
        waiting = next((child for child in self.children if not child.first_view), self.child)
        return self.at("first_view", child_id=waiting.pk)

    def onward(self) -> dict[str, Any]:
        """The children's tabs, and whose page comes next."""
        tabs = tabs_of(self.subject, self.children, self.child, step="worries")
        following = next((tab for tab in tabs if self.at(self.name, child_id=tab.child.pk) == self.next_page()), None)
        return {"tabs": tabs, "following": following}
