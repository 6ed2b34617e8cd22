"""People and actions in any order over every framework, some dozens of times; `python -m bench.walks` runs the whole.

`RIGHTHELP_WALKS_SEED` draws others. What failed is printed as short as it could be made, and its seed;
`RIGHTHELP_WALKS_COUNTS` names a file for how often each thing came of it.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from consent.models import steps
from consent.transitions import PROPOSAL
from tests.lasting import rolled_back
from tests.walks.model import STEPS, WAYS

COUNT = int(os.environ.get("RIGHTHELP_WALKS", "12"))
BY_MACHINE = int(os.environ.get("RIGHTHELP_WALKS_BY_MACHINE", "12"))
"""Walks of the state machine: the same ones each time."""
ENOUGH = 12
"""Walks after which every way has been gone by: the drawing is weighted so."""
MOST = int(os.environ.get("RIGHTHELP_WALK_STEPS", "15"))
SEED = int(os.environ.get("RIGHTHELP_WALKS_SEED", "20261122"))
COUNTS = os.environ.get("RIGHTHELP_WALKS_COUNTS", "")


@pytest.fixture(scope="module")
def stages(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Any]]:
    from tests.walks.stage import all_stages

    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(rolled_back())
        yield all_stages()


def test_nothing_leaves_but_by_the_four_ways_in_any_order_of_people_and_actions(
    stages: list[Any], db: None, record_property: Callable[[str, object], None]
) -> None:
    from tests.walks.drawing import draw, failure, report

    seen: Counter[str] = Counter()
    wrong = []
    for seed in range(SEED, SEED + COUNT):
        drawn = draw(seed, most=MOST)
        if failure(stages, drawn, seen):
            wrong.append(report(stages, seed, drawn))
        if COUNTS and seen["walks"] % 50 == 0:
            Path(COUNTS).write_text("\n".join(f"{count:8} {what}" for what, count in sorted(seen.items())))
        if len(wrong) == 3:
            break
    record_property("seen", dict(sorted(seen.items())))
    assert not wrong, "\n\n".join(wrong)
    gone = [way for way in WAYS if seen[f"send by {way}: done"]]
    assert len(gone) == len(WAYS) if COUNT >= ENOUGH else len(gone) >= 2
    assert COUNT < ENOUGH or sum(bool(seen[f"send by {way}: refused"]) for way in WAYS) >= 3


def test_a_state_machine_of_hypothesis_finds_no_other_way_out_either(stages: list[Any], db: None) -> None:
    from tests.walks.machine import walk_by_machine

    seen: Counter[str] = Counter()
    walk_by_machine(stages, seen, walks=BY_MACHINE, most=MOST)
    assert seen["walks"] >= BY_MACHINE
    assert seen["steps"] > 10 * BY_MACHINE, "the walks are short"


def test_the_table_the_database_and_the_model_have_the_same_steps() -> None:
    moves = {(str(state), str(step.target)) for (state, _), step in PROPOSAL.items() if state != step.target}
    assert moves == STEPS == set(steps.STEPS)
