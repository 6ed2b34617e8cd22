"""Where the embedded services keep their data and their sockets, and how to connect. Starts nothing."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from config import places

DATABASE = "righthelp"
SOCKET_LIMIT = 100
"""A Unix socket's path holds 107 bytes; PostgreSQL adds `/.s.PGSQL.5432.lock` in the same folder."""


def root() -> Path:
    """The folder of the services' data: under the state folder, or where `moved-to` says that it had to be."""
    pointer = places.state_dir() / "moved-to"
    if pointer.exists():
        return Path(pointer.read_text().strip())
    return places.state_dir() / "services"


def sockets() -> Path:
    """The folder of both sockets; a short one elsewhere where the checkout's path is too long for a socket."""
    folder = root() / "sockets"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= SOCKET_LIMIT:
        return folder
    name = hashlib.sha256(os.fsencode(root())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"righthelp-{os.getuid()}-{name}"


def postgres_data() -> Path:
    return root() / "postgres"


def valkey_data() -> Path:
    return root() / "valkey"


def valkey_socket() -> Path:
    return sockets() / "valkey.sock"


def connection(login: str) -> dict[str, Any]:
    """Django's settings for one login (owner, web, system) of the embedded database."""
    return {
        "NAME": DATABASE,
        "USER": f"righthelp_{login}",
        "PASSWORD": places.kept_secret(f"database-{login}"),
        "HOST": str(sockets()),
        "PORT": "5432",
    }
