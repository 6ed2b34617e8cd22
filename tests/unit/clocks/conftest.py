"""A small partnership with an agency, a front door and the people round their clocks."""

import pytest

from tests.unit.clocks.partnership import Partnership, make_partnership


@pytest.fixture
def place(db) -> Partnership:
    return make_partnership()
