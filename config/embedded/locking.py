"""One process at a time brings services up or down."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from config import places


@contextmanager
def only_one() -> Iterator[None]:
    """Hold this installation's lock; another process waits. Let go by the kernel if we are killed."""
    places.state_dir().mkdir(parents=True, exist_ok=True)
    with (places.state_dir() / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
