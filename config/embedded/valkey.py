"""The embedded Valkey: carries Celery's messages over a Unix socket, with an append-only file."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import redis

from config.embedded import layout
from config.embedded.account import current, settle
from config.embedded.binaries import valkey_server
from config.embedded.errors import ServiceError

PATIENCE = 30
"""Seconds to wait for it to have read its file."""


def is_up() -> bool:
    """Whether it answers."""
    client = redis.Redis(unix_socket_path=str(layout.valkey_socket()), socket_timeout=5)
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):  # BusyLoadingError, while it reads its file, is one of these
        return False
    finally:
        client.close()


def start() -> None:
    """Bring it up, if it is not. Call it under `only_one`."""
    if is_up():
        return
    account = current()
    settle(account)
    account.make_folder(layout.valkey_data())
    settings = {
        "port": "0",
        "unixsocket": str(layout.valkey_socket()),
        "unixsocketperm": "700",
        "dir": str(layout.valkey_data()),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "yes",
        "pidfile": str(layout.valkey_data() / "valkey.pid"),
        "logfile": str(layout.valkey_data() / "valkey.log"),
    }
    arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
    began = account.run(valkey_server(account), *arguments, start_new_session=True)
    deadline = time.monotonic() + PATIENCE
    while not is_up():
        if began.returncode or time.monotonic() > deadline:
            raise ServiceError(f"Valkey did not start; see {layout.valkey_data() / 'valkey.log'}\n{began.stdout[-500:]}")
        time.sleep(0.05)


def stop() -> None:
    """Stop it, keeping what is queued."""
    pid = _pid()
    if pid is None:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while _pid() is not None and time.monotonic() < deadline:
        time.sleep(0.05)


def _pid() -> int | None:
    """Its process, if the pid file's number is still a Valkey."""
    try:
        pid = int((layout.valkey_data() / "valkey.pid").read_text())
        name = Path(f"/proc/{pid}/comm").read_text()
    except (OSError, ValueError):
        return None
    return pid if name.startswith(("valkey", "redis")) else None
