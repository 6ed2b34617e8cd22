"""One process at a time brings services up or down."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from config import places
from config.embedded.errors import ServiceError


@contextmanager
def only_one() -> Iterator[None]:
    """Hold this installation's lock; another process waits. Let go by the kernel if we are killed."""
    places.state_dir().mkdir(parents=True, exist_ok=True)
    lock = places.state_dir() / "lock"
    if lock.exists() and not os.access(lock, os.W_OK):
        raise ServiceError(places.not_ours(places.state_dir()).removeprefix("righthelp: "))
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
