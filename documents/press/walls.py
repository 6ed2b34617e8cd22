"""What the printing process may not do, held by Python's audit hook: no socket, no process, no file outside its own needs.

The second wall behind the closed fetcher. Product decision (issue 9, "Safe"): free text can never load a URL or read a file.
"""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "ftplib.", "urllib.")


class Forbidden(PermissionError):
    """The printing process tried to leave its room."""


def raise_walls(readable: Iterable[Path]) -> None:
    """From now on refuse what printing does not need; files may be read below `readable` and Python's own folders.

    The temporary folder stays open: fonts are unpacked there, and the parent gives this process one of its own. This cannot
    be taken back.
    """
    homes = [
        sys.prefix,
        sys.base_prefix,
        tempfile.gettempdir(),
        "/usr/share/fonts",
        "/usr/share/zoneinfo",
        "/etc/fonts",
        os.devnull,
    ]
    allowed = tuple(os.path.realpath(home) for home in [*homes, *map(str, readable)])

    def guard(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise Forbidden(event)
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not any(path == home or path.startswith(home + os.sep) for home in allowed):
                raise Forbidden(event)

    sys.addaudithook(guard)
