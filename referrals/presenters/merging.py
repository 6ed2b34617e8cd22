"""Two records side by side, and what came since they were put together."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.timezone import localtime

from partnerships.models import User
from people.models import Person, PersonMerge
from people.rules.merging import FACTS
from referrals.forms.children import in_words
from referrals.selectors.children import since_merged


@dataclass(frozen=True)
class SideBySide:
    """One fact of two records. `chosen` is the side that is shown where they differ."""

    label: str
    kept: str
    merged: str
    differs: bool
    chosen: str = ""


def sides_of(kept: Person, merged: Person, chosen: Mapping[str, str] | None = None) -> list[SideBySide]:
    """Every fact that either has, in the order in which they are compared."""
    rows = []
    for code, label in FACTS.items():
        ours, theirs = getattr(kept, code), getattr(merged, code)
        if ours or theirs:
            rows.append(SideBySide(label, in_words(ours), in_words(theirs), ours != theirs, (chosen or {}).get(code, "")))
    return rows


def since_words(merge: PersonMerge, user: User) -> list[tuple[uuid.UUID, str]]:
    """What was added since, each in a few words, for the question whose it is; nothing before a merge is in force."""
    if merge.answered_at is None:
        return []
    matches, episodes = since_merged(merge, user)
    said = [(one.pk, f"{one.child.name} in contact {one.child.contact.reference}") for one in matches]
    return said + [(one.pk, f"Missing on {localtime(one.missing_from):%-d %B %Y, %H:%M}") for one in episodes]
