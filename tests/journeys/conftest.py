"""Who is at a journey, and when; its world is in tests/conftest.py.

Models are imported late: this file is read before Django is set up.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from django.test import Client

    from partnerships.models import User
    from tests.journeys.front_door import SignIn


@pytest.fixture
def sign_in() -> "SignIn":
    """A browser of each person's own, without the sign-in page."""
    from django.test import Client

    from tests.roles import as_factory

    def signed_in(user: "User") -> "Client":
        client = Client()
        with as_factory():
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def at_half_past_seven() -> Iterator[None]:
    """The morning after NOW, when 2 hours 30 minutes are left to decide on what was sent then."""
    from tests.journeys.front_door import LATER

    with time_machine.travel(LATER, tick=False):
        yield
