"""What was left in the audit: read past the policies, for tests that count marks."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from audit.models import AccessEvent
from tests.roles import as_factory

Mark = tuple[str, str, uuid.UUID | None]


def marks_of(user_id: int) -> list[Mark]:
    """Every reading of one person, oldest first: action, type and id."""
    with as_factory():
        found = AccessEvent.objects.filter(actor_id=user_id).order_by("at", "id")
        return list(found.values_list("action", "subject_type", "subject_id"))


@contextmanager
def leaves(user_id: int, *expected: Mark) -> Iterator[None]:
    """The block leaves exactly these marks of this person, in any order: `leaves(user.pk, ("contact-read", "contact", pk))`."""
    before = len(marks_of(user_id))
    yield
    assert sorted(marks_of(user_id)[before:], key=str) == sorted(expected, key=str)
