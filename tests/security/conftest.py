"""One town for a module's tests, in a transaction that is rolled back after them; each test in a savepoint of its own.

Models are imported late: this file is read before Django is set up.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.lasting import check_now, for_a_module

if TYPE_CHECKING:
    from tests.security.town import Town, Words


@contextmanager
def town_built(blocker: Any, words: "Words") -> Iterator["Town"]:
    """For a module that plants words of its own."""
    from tests.security.town import town_of

    with for_a_module(blocker):
        built = town_of(words)
        check_now()
        yield built


@pytest.fixture(scope="module")
def module_town(django_db_setup: None, django_db_blocker: Any) -> Iterator["Town"]:
    from tests.security.town import plain

    with town_built(django_db_blocker, plain) as built:
        yield built


@pytest.fixture
def town(module_town: "Town", db: None) -> "Town":
    """The module's town; what the test does to it is undone."""
    return module_town


@pytest.fixture
def nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes a second a page, the broker is not there, and asking often is no fault here: each is tested elsewhere."""
    import pikepdf

    blank = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    monkeypatch.setattr("documents.rendering.pdf_of", lambda **_: blank.getvalue())
    monkeypatch.setattr("documents.views.is_asking_too_often", lambda _: False)
    monkeypatch.setattr("clocks.health._broker_answers", lambda: True)
