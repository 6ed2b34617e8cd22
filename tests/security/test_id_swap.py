"""Ids swapped for those of others, a few hundred times; `RIGHTHELP_ID_SWAPS=10000` runs the whole (docs/audit.md)."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.factories.openings import OpeningFactory
from tests.lasting import check_now, for_a_module
from tests.roles import as_factory
from tests.security import id_swap
from tests.security.far_town import PREFIX, far_town
from tests.security.id_swap import Side, attached_to, rows_now, side_of
from tests.security.town import town_of

COUNT = int(os.environ.get("RIGHTHELP_ID_SWAPS", "300"))
SEED = int(os.environ.get("RIGHTHELP_ID_SWAP_SEED", "20261122"))
pytestmark = pytest.mark.usefixtures("nothing_is_printed")


@pytest.fixture(scope="module")
def sides(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Side, Side]]:
    with for_a_module(django_db_blocker):
        town = town_of()
        rows = rows_now()
        far = far_town()
        far_rows = {table: ids - rows[table] for table, ids in rows_now().items()}
        check_now()
        yield side_of(town, rows, "zqxcanary"), side_of(far, far_rows, PREFIX)


def test_both_sides_ask_with_every_kind_of_id(sides: tuple[Side, Side]) -> None:
    for side in sides:
        kinds = {"check_id", "child_id", "contact_id", "proposal_id", "assessment_id", "document_id", "person_id", "user"}
        assert kinds <= set(side.ids)
        assert {shape.method for shape in side.shapes} == {"get", "post"}
        assert len({shape.name for shape in side.shapes}) > 50
        writing = next(shape for shape in side.shapes if shape.name == "thresholds:account" and shape.method == "post")
        assert any("account" in shape.form for shape in side.forms_on(writing))


def test_what_is_attached_to_the_other_side_is_found(sides: tuple[Side, Side], db: None) -> None:
    """So that the runs below can fail."""
    here, there = sides
    known = rows_now()
    assert there.town.sent.contact is not None
    with as_factory():
        OpeningFactory(
            user=here.town.people["worker"], front_door=here.town.world.door, subject_type="contact",
            subject_id=there.town.sent.contact.pk, reference=there.town.sent.contact.reference,
        )  # fmt: skip
    assert attached_to(there, known) == ["people_opening.subject_id"]


@pytest.mark.parametrize("here", [0, 1])
def test_swapped_ids_show_nothing_change_nothing_break_nothing_and_are_marked_once(
    sides: tuple[Side, Side], here: int, db: None, record_property: Callable[[str, object], None]
) -> None:
    report = id_swap.run(sides[here], sides[1 - here], count=COUNT // 2, seed=SEED + here)
    record_property("statuses", dict(report.statuses))
    record_property("swaps", dict(report.swaps))
    record_property("added", report.added)
    assert not report.wrong, "\n".join(report.wrong)
    assert report.statuses[404] > COUNT // 20
    assert len(report.swaps) > 5
