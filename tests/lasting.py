"""What is built once for all tests of a module, and taken back after the last; each test in a savepoint of its own.

Building a world takes as long as ten tests. Models are imported late: conftest files read this before Django is set up.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any


@contextmanager
def rolled_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def for_a_module(blocker: Any) -> Iterator[None]:
    """For a module-scoped fixture: what is written within lasts until the fixture ends. Call `check_now` when it is built."""
    with ExitStack() as stack:
        stack.enter_context(blocker.unblock())
        stack.enter_context(rolled_back())
        yield


def check_now() -> None:
    """What is put off to the commit: else a rollback to a savepoint puts it off anew, and every test checks it all again."""
    from django.db import connection

    connection.check_constraints()
