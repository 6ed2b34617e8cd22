"""What a notice is about: the id in the page that it leads to."""

import re
import uuid

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def id_in(path: str) -> uuid.UUID | None:
    """The first id in a path; None where there is none."""
    found = _ID.search(path)
    return uuid.UUID(found.group()) if found else None
