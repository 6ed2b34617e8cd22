"""What is closed to somebody, whatever their role shows them: because they know the family, or are not among those named.

Who decides that stands above (`people`) and registers here; the mechanisms below it (clocks, documents, notices) ask before
they list. Until somebody registers nothing is closed. The database holds the same by `rls.closed_to_me()`.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from partnerships.models import User

Pairs = set[tuple[uuid.UUID, int]]


@dataclass(frozen=True)
class Closing:
    """`ids_for(user)`: every id that is closed to whoever is asking; `pairs(subjects, people)`: who is shut out of which."""

    ids_for: Callable[[User], frozenset[uuid.UUID]]
    pairs: Callable[[Collection[uuid.UUID], Collection[int]], Pairs]


_registered: list[Closing] = []


def register(closing: Closing) -> None:
    """Say what is closed to whom. The same twice is harmless, another is an error."""
    if _registered and _registered[0] != closing:
        raise ValueError("what is closed to whom is decided in one place")
    _registered[:] = [closing]


def closed_to(user: User) -> frozenset[uuid.UUID]:
    """The ids of every subject, and of what belongs to one, that is closed to the person who is asking."""
    return _registered[0].ids_for(user) if _registered else frozenset()


def shut_out(subjects: Iterable[uuid.UUID], people: Iterable[int]) -> Pairs:
    """Of these people, who may open, list and be told of which of these subjects not: pairs of subject and person."""
    wanted, asked = set(subjects), set(people)
    return _registered[0].pairs(wanted, asked) if _registered and wanted and asked else set()


def is_shut_out(user: User, subject_id: uuid.UUID) -> bool:
    return bool(shut_out([subject_id], [user.pk]))


def those_let_in(subject_id: uuid.UUID, people: Iterable[User]) -> list[User]:
    """These people, without those who are shut out of a subject."""
    listed = list(people)
    out = {person for _, person in shut_out([subject_id], [person.pk for person in listed])}
    return [person for person in listed if person.pk not in out]
