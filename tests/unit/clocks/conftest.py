"""A small partnership with an agency, a front door and the people round their clocks."""

import pytest


@pytest.fixture
def place(db):
    from tests.unit.clocks.partnership import make_partnership

    return make_partnership()
