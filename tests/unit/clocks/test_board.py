"""The team's board by time left, and what is late on the screen of whoever answers for it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from clocks import board, panels
from clocks.board import Asked, Place, board_for, late_for
from partnerships.models import Membership, Role, User
from rowsecurity.session import acting_as
from tests.roles import as_factory

TUESDAY = datetime(2026, 3, 10, 14, 20, tzinfo=UTC)


@pytest.fixture
def signed_in(client, place):
    def as_user(user):
        with as_factory():
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    with time_machine.travel(TUESDAY, tick=False):
        yield as_user


def started(place, hours: float, number: int, **more):
    return place.start(TUESDAY - timedelta(hours=hours), reference=f"TST-26-{number:06d}", **more)


@pytest.fixture
def busy(place):
    """Two overdue, of which one is nobody's; one ahead; one in working days."""
    started(place, 30, 1)
    started(place, 26, 2, owner=None)
    started(place, 3, 3, owner=place.colleague)
    started(place, 2, 4, rule="checkpoint-10")
    return place


def references(shown) -> list[str]:
    return [row.clock.reference[-1] for row in shown.rows]


def test_the_longest_overdue_come_first_and_are_counted(busy):
    with acting_as(busy.manager.pk):
        shown = board_for(busy.manager, TUESDAY, Asked())
    assert references(shown) == ["1", "2", "3", "4"]
    assert [str(each) for each in (shown.count, shown.overdue, shown.nobodys)] == ["4", "2", "1"]
    assert shown.rows[0].countdown.words == "6 h 00 m over"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"rule": "checkpoint-10"}, ["4"]), ({"who": "nobody"}, ["2"]), ({"who": "colleague"}, ["3"]),
        ({"rule": "decision", "who": "worker"}, ["1"]), ({"rule": "none-such"}, []),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_rule_and_by_person(busy, asked, found):
    who = asked.get("who", "")
    given = asked | {"who": str(getattr(busy, who).pk)} if hasattr(busy, who) else asked
    with acting_as(busy.manager.pk):
        assert references(board_for(busy.manager, TUESDAY, Asked(**given))) == found


def test_it_goes_on_from_where_a_page_ended_whatever_came_in_before_it(busy, monkeypatch):
    monkeypatch.setattr(board, "ON_A_PAGE", 2)
    with acting_as(busy.manager.pk):
        first = board_for(busy.manager, TUESDAY, Asked())
    started(busy, 50, 9)
    with acting_as(busy.manager.pk):
        second = board_for(busy.manager, TUESDAY, Asked(after=Place.read(str(first.more))))
        assert (references(first), references(second), second.more) == (["1", "2"], ["3", "4"], None)
        assert references(board_for(busy.manager, TUESDAY, Asked())) == ["9", "1"]


def test_clocks_due_at_one_instant_are_each_on_one_page(busy, monkeypatch):
    monkeypatch.setattr(board, "ON_A_PAGE", 2)
    for number in range(5, 9):
        started(busy, 26, number)
    after, seen = None, []
    with acting_as(busy.manager.pk):
        while not seen or after:
            page = board_for(busy.manager, TUESDAY, Asked(after=after))
            seen += references(page)
            after = page.more
    assert (sorted(seen), seen[0], seen[-2:]) == (list("12345678"), "1", ["3", "4"])


def test_what_cannot_be_counted_at_once_is_more_than_so_many(busy, monkeypatch):
    monkeypatch.setattr(board, "MOST_COUNTED", 3)
    with acting_as(busy.manager.pk):
        shown = board_for(busy.manager, TUESDAY, Asked())
    assert (str(shown.count), str(shown.overdue)) == ("more than 3", "2")


def test_each_page_of_a_board_is_found_by_its_index_and_sorts_nothing(busy):
    """What makes it as quick with a million clocks as with four: measured in bench/clocks.py."""
    with acting_as(busy.manager.pk), connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute("set local enable_sort = off")
        board_for(busy.manager, TUESDAY, Asked(after=Place(TUESDAY - timedelta(hours=9), uuid.UUID(int=0))))
        page = next(query["sql"] for query in asked if "ORDER BY" in query["sql"] and "LIMIT 101" in query["sql"])
        cursor.execute(f"explain {page}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "clock_open_of_front_door" in plan or "clock_open_by_due" in plan
    assert "Sort Key: clocks_clock.due_at, clocks_clock.id" not in plan or "Presorted Key: clocks_clock.due_at" in plan


def test_it_is_for_those_who_answer_for_a_team(busy):
    with as_factory():
        above = User.objects.create(email=f"above@{busy.authority.slug}.example", name="Test Above")
        Membership.objects.create(user=above, role=Role.SERVICE_MANAGER, front_door=busy.front_door, from_date=date(2018, 1, 1))
    for person, count in ((above, 4), (busy.manager, 4), (busy.lead, 0), (busy.worker, None), (busy.stranger, None)):
        with acting_as(person.pk):
            found = board_for(person, TUESDAY, Asked())
            assert (found.count.count if found else None) == count


def test_the_page_says_who_has_it_that_nobody_has_and_is_narrowed_by_its_address(busy, signed_in):
    client = signed_in(busy.manager)
    page = client.get("/deadlines/").content.decode()
    assert "2 overdue." in page
    assert "1 has nobody." in page
    assert "Nobody has it" in page
    narrowed = client.get(f"/deadlines/?who={busy.colleague.pk}").content.decode()
    assert "TST-26-000003" in narrowed
    assert "TST-26-000001" not in narrowed
    assert f"?who={busy.colleague.pk}" not in page
    assert f"rule=&amp;who={busy.colleague.pk}&amp;after=" in narrowed, "what htmx asks for stays narrowed"
    for nonsense in (
        "?who=%27&after=x",
        "?who=99999999999999999999999",
        "?rule=%00",
        f"?after=20261399T000000000000-{'0' * 32}",
    ):
        assert client.get(f"/deadlines/{nonsense}").status_code == 200


def test_a_contact_is_handed_over_from_the_board(busy, signed_in):
    page = signed_in(busy.manager).get("/deadlines/").content.decode()
    assert page.count("/hand-over/") == 4
    assert "Give it to somebody" in page


def test_a_full_board_costs_as_many_queries_as_an_empty_one(busy, signed_in):
    client, counts = signed_in(busy.manager), []
    for more in (0, 40):
        for number in range(more):
            started(busy, 1, 100 + number)
        with CaptureQueriesContext(connection) as asked:
            client.get("/deadlines/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_late_is_counted_with_the_worst_three(busy):
    for number, hours in enumerate((40, 50, 25)):
        started(busy, hours, 5 + number, owner=busy.manager)
    with acting_as(busy.manager.pk):
        late = late_for(busy.manager, TUESDAY)
    assert late.count.count == 5
    assert [shown.clock.reference[-1] for shown in late.worst] == ["6", "5", "1"]
    with acting_as(busy.worker.pk):
        assert late_for(busy.worker, TUESDAY) is None
    with acting_as(busy.lead.pk):
        assert late_for(busy.lead, TUESDAY) is None, "nothing of the agency's is late"


def test_late_stands_on_the_first_screen_of_a_manager_and_of_a_lead(busy, signed_in, rf):
    started(busy, 30, 8, front_door=None, owner=busy.practitioner)
    inbox = signed_in(busy.manager).get("/front-door/").content.decode()
    assert "2 overdue" in inbox
    assert "TST-26-000001" in inbox
    assert "nobody has it" in inbox
    assert "overdue</h2>" not in signed_in(busy.worker).get("/front-door/").content.decode()
    request = rf.get("/")
    request.user = busy.lead
    with acting_as(busy.lead.pk):
        panel = panels.late(request)
        drawn = render_to_string(panel.template, {"panel": panel.panel})
    assert "1 overdue" in drawn
    assert "TST-26-000008" in drawn
    request.user = busy.practitioner
    with acting_as(busy.practitioner.pk):
        assert panels.late(request) is None
