"""An action that cannot be marked fails, and the page says so with the words that were typed."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.lasting import rolled_back
from tests.roles import as_owner
from tests.security.addresses import ADDRESSES
from tests.security.id_swap import digest_of_everything
from tests.security.town import Town

TYPED = "She told me on Monday that she is afraid to go home."


def close_the_marks() -> None:
    """No mark can be added, until what this is part of is rolled back."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("revoke insert on audit_changeevent, audit_accessevent from righthelp_web")


@pytest.mark.parametrize(
    ("who", "name", "form"),
    [
        ("worker", "referrals:note", {"kind": "note", "words": TYPED}),
        ("practitioner", "referrals:add", {"words": TYPED}),
    ],
)
def test_the_page_says_so_and_gives_the_words_back(town: Town, who: str, name: str, form: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.people[who])
    path = reverse(name, kwargs=ADDRESSES[name].ids_in(town))
    before = digest_of_everything()
    with rolled_back():
        close_the_marks()
        answer = client.post(path, form)
        shown = answer.content.decode()
        assert digest_of_everything() == before
    assert answer.status_code == 500
    assert TYPED in shown
    assert "Nothing was saved" in shown
