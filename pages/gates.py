"""What stands between a page that somebody may see and the page: asked once it is fetched and authorised, before it is drawn.

Whoever has something to ask first (why this record?) registers it here from `AppConfig.ready`. A gate answers None to let the
request go on to the page as it came.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

Gate = Callable[[HttpRequest, Any], HttpResponseBase | None]

_gates: list[Gate] = []


def register(gate: Gate) -> None:
    """Ask `gate(request, subject)` before every page that is not public. The same one twice is harmless."""
    if gate not in _gates:
        _gates.append(gate)


def met(request: HttpRequest, subject: Any) -> HttpResponseBase | None:
    """What the first gate that does not open says; None where all are open."""
    for gate in _gates:
        answer = gate(request, subject)
        if answer is not None:
            return answer
    return None
