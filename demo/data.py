"""The invented data, read from `fixtures/demo`."""

from functools import cache
from typing import Any

import yaml
from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


@cache
def read(name: str) -> dict[str, Any]:
    """One file of the folder, as plain values."""
    with (FOLDER / f"{name}.yaml").open("rb") as file:
        found: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return found
