from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.journeys.world import World


@pytest.fixture
def blackpool(db: None) -> "World":
    from tests.journeys.world import world_of

    return world_of("blackpool", "duty-and-assessment", "plymouth")
