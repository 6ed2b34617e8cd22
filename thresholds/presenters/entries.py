"""What can be ticked, in the framework's order: indicators (those with the same words once), signs of harm, strengths."""

from __future__ import annotations

from dataclasses import dataclass

from thresholds.rules.framework import Condition, Framework, Indicator, ListItem
from thresholds.rules.search import tied_by_text

WORRY, MET, STRENGTH, HARM = "worry", "met", "strength", "harm"


@dataclass(frozen=True)
class EntryGroup:
    """One row: an entry, or several that the framework prints with the same words."""

    kind: str
    entries: tuple[Indicator | ListItem, ...]

    @property
    def key(self) -> str:
        return self.entries[0].code

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self.entries)

    @property
    def wording(self) -> str:
        return self.entries[0].wording

    @property
    def is_worry(self) -> bool:
        return self.kind in (WORRY, HARM)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        first = self.entries[0]
        return first.conditions if isinstance(first, Indicator) else ()

    @property
    def protective(self) -> bool:
        """Whether its conditions name what protects the child: absent or not known, they lower nothing."""
        return bool(self.conditions) and not self.conditions[0].aggravating

    @property
    def dimension(self) -> str:
        first = self.entries[0]
        return first.dimension if isinstance(first, Indicator) else ""

    def fits_age(self, age_years: int | None, *, unborn: bool) -> bool:
        """Whether one of its wordings does not name another age."""
        return any(entry.age is None or entry.age.includes(age_years, unborn=unborn) is not False for entry in self.entries)


def groups_of(framework: Framework) -> tuple[EntryGroup, ...]:
    """Every row of a framework version."""
    indicators = [EntryGroup(WORRY if group[0].is_worry else MET, group) for group in tied_by_text(framework.indicators)]
    harm = [EntryGroup(HARM, (item,)) for item in framework.significant_harm]
    strengths = [EntryGroup(STRENGTH, (item,)) for item in framework.strengths]
    return (*indicators, *harm, *strengths)
