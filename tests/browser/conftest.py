"""People at browsers, on a live server. Models are imported late: this file is read before Django is set up."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser

if TYPE_CHECKING:
    from tests.browser.people import Person


@pytest.fixture
def arrives(live_server: Any, browser: Browser) -> Iterator[Callable[..., "Person"]]:
    """`arrives(user)`: that person, signed in at a browser of their own; all of them leave without complaints."""
    from tests.browser.people import Person, give_password

    here: list[Person] = []

    def arrive(user: Any, **how: Any) -> Person:
        give_password(user)
        here.append(Person(browser, live_server.url, user, **how))
        return here[-1].signs_in()

    yield arrive
    for person in here:
        person.leaves()
