"""SIGKILL for PostgreSQL: the whole server, or one of its processes, which makes it recover the others."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from django.db import connection

from config.embedded import layout, postgres
from config.embedded.locking import only_one


def kill_the_server() -> None:
    """The postmaster and every process of it, at once; then start it again."""
    server = _postmaster()
    for pid in (server, *_children(server)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    connection.close()
    _start()


def kill_a_backend() -> None:
    """One process that serves a worker: PostgreSQL ends all connections and recovers."""
    server = _postmaster()
    serving = [pid for pid in _children(server) if b"righthelp_system" in _command(pid)]
    for pid in serving[:1]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    connection.close()
    _start()


def _start() -> None:
    with only_one():
        postgres.start(for_tests=True)


def _postmaster() -> int:
    return int((layout.postgres_data() / "postmaster.pid").read_text().split()[0])


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
