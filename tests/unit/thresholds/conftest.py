"""A check and its author. Models are imported late: this file is read before Django is set up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from tests.journeys.world import World
    from tests.unit.thresholds.check_world import Desk


@pytest.fixture
def at_ten() -> Iterator[None]:
    """Ten on a Wednesday."""
    from tests.journeys.world import NOW

    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(at_ten: None, blackpool: "World") -> "World":
    return blackpool


@pytest.fixture
def plymouth(at_ten: None, plymouth: "World") -> "World":
    return plymouth


@pytest.fixture
def plymouth_hub(at_ten: None, plymouth_hub: "World") -> "World":
    return plymouth_hub


@pytest.fixture
def desk(world: "World") -> "Desk":
    """A check about two children, its author signed in."""
    from tests.unit.thresholds.check_world import desk_of

    return desk_of(world, children=2)
