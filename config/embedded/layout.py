"""Where the embedded services keep their data and their sockets, and how to connect. Starts nothing."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from config import places

DATABASE = "righthelp"
SUPERUSER = "postgres"
SOCKET_LIMIT = 100
"""A Unix socket's path holds 107 bytes; PostgreSQL puts `.s.PGSQL.5432` and its lock file in the same folder."""


def pointer() -> Path:
    """The file that names the services' folder where it could not be under the state folder (see `account`)."""
    return places.state_dir() / "moved-to"


def root() -> Path:
    """The folder of the services' data."""
    if pointer().exists():
        return Path(pointer().read_text().strip())
    return places.state_dir() / "services"


def sockets() -> Path:
    """The folder of both sockets; a short one elsewhere where the checkout's path does not suit a socket."""
    folder = root() / "sockets"
    longest = os.fsencode(folder / ".s.PGSQL.5432.lock")
    if len(longest) <= SOCKET_LIMIT and "," not in str(folder):
        return folder
    name = hashlib.sha256(os.fsencode(root())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"righthelp-{name}"


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
