"""Worlds for every folder: each is built once for a module, and handed to each test as a copy, in a savepoint of its own.

Models are imported late: this file is read before Django is set up.
"""

import copy
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.lasting import check_now, for_a_module

if TYPE_CHECKING:
    from tests.journeys.world import World


def _of_a_module(slug: str, door: str, other: str) -> Any:
    @pytest.fixture(scope="module")
    def world(django_db_setup: None, django_db_blocker: Any) -> "Iterator[World]":
        from tests.journeys.world import NOW, world_of

        with for_a_module(django_db_blocker):
            with time_machine.travel(NOW, tick=False):
                built = world_of(slug, door, other)
            check_now()
            yield built

    return world


module_blackpool = _of_a_module("blackpool", "duty-and-assessment", "plymouth")
module_plymouth = _of_a_module("plymouth", "mash", "blackpool")
module_plymouth_hub = _of_a_module("plymouth", "hub", "blackpool")
module_stoke = _of_a_module("stoke-on-trent", "srt", "blackpool")
module_staffordshire = _of_a_module("staffordshire", "first-response", "stoke-on-trent")


@pytest.fixture
def blackpool(module_blackpool: "World", db: None) -> "World":
    return copy.deepcopy(module_blackpool)


@pytest.fixture
def plymouth(module_plymouth: "World", db: None) -> "World":
    return copy.deepcopy(module_plymouth)


@pytest.fixture
def plymouth_hub(module_plymouth_hub: "World", db: None) -> "World":
    """Plymouth with people at the front door of its superseded framework, for practice and past-dated checks."""
    return copy.deepcopy(module_plymouth_hub)


@pytest.fixture
def stoke(module_stoke: "World", db: None) -> "World":
    return copy.deepcopy(module_stoke)


@pytest.fixture
def staffordshire(module_staffordshire: "World", db: None) -> "World":
    return copy.deepcopy(module_staffordshire)


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every framework and authority as published, and nobody."""
    from django.core.management import call_command

    from tests.roles import as_owner

    with for_a_module(django_db_blocker):
        with as_owner():
            call_command("load_frameworks", stdout=io.StringIO())
        check_now()
        yield
