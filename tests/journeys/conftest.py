"""The world of a journey. Models are imported late: this file is read before Django is set up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from django.test import Client

    from partnerships.models import User
    from tests.journeys.front_door import SignIn
    from tests.journeys.world import World


@pytest.fixture
def blackpool(db: None) -> "World":
    from tests.journeys.world import world_of

    return world_of("blackpool", "duty-and-assessment", "plymouth")


@pytest.fixture
def plymouth(db: None) -> "World":
    from tests.journeys.world import world_of

    return world_of("plymouth", "mash", "blackpool")


@pytest.fixture
def plymouth_hub(db: None) -> "World":
    """Plymouth with people at the front door of its superseded framework, for practice and past-dated checks."""
    from tests.journeys.world import world_of

    return world_of("plymouth", "hub", "blackpool")


@pytest.fixture
def stoke(db: None) -> "World":
    from tests.journeys.world import world_of

    return world_of("stoke-on-trent", "srt", "blackpool")


@pytest.fixture
def staffordshire(db: None) -> "World":
    from tests.journeys.world import world_of

    return world_of("staffordshire", "first-response", "stoke-on-trent")


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
