"""A check and its author. Models are imported late: this file is read before Django is set up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from tests.journeys.world import World
    from tests.unit.thresholds.check_world import Desk


@pytest.fixture
def world(db: None) -> "Iterator[World]":
    """Blackpool, at ten on a Wednesday."""
    from tests.journeys.world import NOW, world_of

    with time_machine.travel(NOW, tick=False):
        yield world_of("blackpool", "duty-and-assessment", "plymouth")


@pytest.fixture
def plymouth(db: None) -> "Iterator[World]":
    """Plymouth, at ten on a Wednesday."""
    from tests.journeys.world import NOW, world_of

    with time_machine.travel(NOW, tick=False):
        yield world_of("plymouth", "mash", "blackpool")


@pytest.fixture
def plymouth_hub(db: None) -> "Iterator[World]":
    """Plymouth with people at the front door of its superseded framework, for practice checks under it."""
    from tests.journeys.world import NOW, world_of

    with time_machine.travel(NOW, tick=False):
        yield world_of("plymouth", "hub", "blackpool")


@pytest.fixture
def desk(world: "World") -> "Desk":
    """A check about two children, its author signed in."""
    from tests.unit.thresholds.check_world import desk_of

    return desk_of(world, children=2)
