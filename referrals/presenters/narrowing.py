"""What the inbox can be narrowed to, in words: the views that everybody has, one's own, and the choices of each filter."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from referrals.models import SavedView
from referrals.rules.narrowing import FIRST, ME, NOBODY, REPEAT, Age, Agreement, Filters, filters_read
from referrals.selectors.inbox import PRESETS, Asked, View
from referrals.selectors.narrowing import Offered, knows_who_waits
from thresholds.models import FrameworkVersion
from thresholds.presenters.levels import level_of

VIEWS = {
    View.OPEN: "All open",
    View.MINE: "Mine",
    View.NOBODY: "Nobody has it",
    View.AGENCIES: "Waiting on agencies",
    View.REVIEW: "Urgent, lead to review",
    View.YOUNG: "Unborn and under 1",
    View.DECIDED: "Decided lately",
    View.PRACTICE: "Practice",
}
EMPTY = {
    View.OPEN: "Nothing waiting.",
    View.MINE: "You have none in hand. Look at those that nobody has.",
    View.NOBODY: "Somebody has every one of them.",
    View.AGENCIES: "No agency owes an answer.",
    View.REVIEW: "No urgent send waits for a lead to review it.",
    View.YOUNG: "Nothing about a child who is unborn or under 1.",
    View.DECIDED: "Nothing was decided in the last two weeks.",
    View.PRACTICE: "No practice contact is open.",
}
AGREEMENTS = {
    Agreement.AGREEMENT: "Agreed",
    Agreement.APPROVAL: "Not agreed, a lead approved",
    Agreement.URGENT: "Urgent send",
    Agreement.URGENT_WAITING: "Urgent send, lead to review",
    Agreement.JUDGEMENT: "Own judgement",
}
AGES = {
    Age.UNBORN: "Unborn",
    Age.UNBORN_AND_UNDER_1: "Unborn and under 1",
    Age.UNDER_5: "Under 5",
    Age.FIVE_TO_10: "5 to 10",
    Age.ELEVEN_TO_15: "11 to 15",
    Age.SIXTEEN_UP: "16 and over",
}
LABELS = {
    "level": "Level", "agreement": "Agreement", "age": "Age", "agency": "From", "repeat": "Repeat", "owner": "Who has it",
    "waiting": "Waiting on",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A view in the line of views: where it leads, how many are in it, and whether it is the one that is shown."""

    label: str
    url: str
    count: int | None
    is_here: bool
    key: str = ""
    edit_url: str = ""


@dataclass(frozen=True)
class Filter:
    """One filter with its choices, value and words, and what is chosen."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str

    @property
    def chosen_words(self) -> str:
        return dict(self.choices).get(self.chosen, "something that is not there now")


def address(view: View = View.OPEN, filters: Filters | None = None, **more: str) -> str:
    """Where a view stands: codes and ids alone, nothing that anybody wrote."""
    given = ({} if view == View.OPEN else {"view": view.value}) | (filters.given if filters else {}) | more
    return reverse("referrals:inbox") + (f"?{urlencode(given)}" if given else "")


def places_of(asked: Asked, saved: list[SavedView], counts: dict[View, int]) -> list[Place]:
    """The views that everybody has, then one's own; the one that shows what was asked for is here."""
    filters, state = asked.all_filters, asked.state
    places: list[Place] = []
    for view, label in VIEWS.items():
        if (view == View.PRACTICE and not counts.get(view)) or (view == View.AGENCIES and not knows_who_waits()):
            continue
        is_here = not asked.words and (
            (view in PRESETS and state == View.OPEN and filters == PRESETS[view]) or (view == state and filters == Filters())
        )
        places.append(Place(label, address(view), counts.get(view), is_here, key=_key(len(places))))
    for kept in saved:
        held = filters_read(kept.filters)
        is_here = not asked.words and state == View.OPEN and filters == held and not any(place.is_here for place in places)
        edit = reverse("referrals:view_edit", args=[kept.pk])
        places.append(Place(kept.name, address(filters=held), None, is_here, _key(len(places)), edit))
    return places


def _key(before: int) -> str:
    return f"g {before + 1}" if before < 9 else ""


def filters_shown(filters: Filters, offered: list[Offered]) -> list[Filter]:
    """Each filter with what there is to choose among the open contacts; what is chosen stands there whether or not it is."""
    agencies = {str(row.agency_id): row.agency for row in offered if row.agency}
    owners = {str(row.owner_id): row.owner for row in offered if row.owner}
    choices = {
        "level": _levels(offered),
        "agreement": [(way.value, words) for way, words in AGREEMENTS.items()],
        "age": [(age.value, words) for age, words in AGES.items()],
        "agency": sorted(agencies.items(), key=lambda item: item[1]),
        "repeat": [(REPEAT, "Not the first in a year"), (FIRST, "First that we know of")],
        "owner": [(ME, "Me"), (NOBODY, "Nobody"), *sorted(owners.items(), key=lambda item: item[1])],
    }
    if knows_who_waits():
        choices["waiting"] = [("agencies", "Agencies")]
    return [Filter(name, LABELS[name], listed, getattr(filters, name)) for name, listed in choices.items()]


def _levels(offered: list[Offered]) -> list[tuple[str, str]]:
    """The levels among what is open, by the words of the framework under which each was sent, the highest first."""
    versions = FrameworkVersion.objects.defer("content").in_bulk({row.version_id for row in offered})
    named: dict[str, tuple[int, str]] = {}
    for row in offered:
        found = level_of(versions[row.version_id].framework_document(), row.level)
        if found is not None:
            named[row.level] = (found.n, found.words)
    return [(code, words) for code, (_, words) in sorted(named.items(), key=lambda item: -item[1][0])]


def in_words(filters: list[Filter]) -> str:
    """What the inbox is narrowed to, in a line: "Level: Statutory. Age: Under 5."."""
    return " ".join(f"{one.label}: {one.chosen_words}." for one in filters if one.chosen)


def empty_words(asked: Asked, last: datetime.datetime | None) -> str:
    """Why nothing is listed."""
    if asked.filters.given:
        return "Nothing fits these filters."
    if asked.view == View.OPEN and last is not None:
        when = localtime(last)
        return f"{EMPTY[View.OPEN]} Last arrived {when:%H:%M} on {when:%A} {when.day} {when:%B}."
    return EMPTY[asked.view]
