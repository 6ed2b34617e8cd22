"""The walks as a state machine of hypothesis: it draws who does what in which order, and makes a failing walk short.

One rule draws an action by its weight, so that people come to a lead and to a front door as often as they do in
`tests.walks.drawing`, whose draws these are: hypothesis stands behind each random choice. What was done is noted.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import ClassVar

from hypothesis import HealthCheck, Phase, Verbosity, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.walks import stage
from tests.walks.drawing import ACTIONS, ENDINGS, Step
from tests.walks.sequences import Sequences
from tests.walks.stage import WHERE, Stage

FIRST = "a_lead_is_asked_and_answers"
WEIGHTED = [name for name in sorted(ACTIONS, key=FIRST.__ne__) for _ in range(ACTIONS[name][0])]
"""What hypothesis draws most often, and makes others into as it shortens, comes first."""
CHANCE = st.randoms(use_true_random=False)
LATE = (Step("prepare_and_ask", {}), Step("time_passes", {"minutes": 120}))
LAST = [(), (), LATE, *((Step("a_lead_is_asked_and_answers", {"who": who, "decision": what}),) for who, what in ENDINGS)]


@dataclass(frozen=True)
class Beginning:
    """Where, in which agency, whether everybody has answered by then; and how the walk ends."""

    place: int
    approver: bool
    leads_too: bool
    answered: bool
    last: tuple[Step, ...]


BEGINNINGS = st.builds(
    Beginning, place=st.sampled_from(range(len(WHERE))), approver=st.booleans(),
    leads_too=st.sampled_from((False, False, False, True)), answered=st.sampled_from((True, True, True, True, False)),
    last=st.sampled_from(LAST),
)  # fmt: skip


class WalkMachine(RuleBasedStateMachine):
    """One walk. After every step the database says what the model does; at the end every way is tried."""

    stages: ClassVar[list[Stage]]
    seen: ClassVar[Counter[str]]
    after: ClassVar[Callable[[], None]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.walker: Sequences | None = None
        self.last: tuple[Step, ...] = ()
        self.went_wrong = False

    @initialize(beginning=BEGINNINGS, chance=CHANCE)
    def begins(self, beginning: Beginning, chance: random.Random) -> None:
        at = self.stages[beginning.place]
        self.stack.enter_context(stage.undone())
        note(f"{at.where.authority} under {at.where.framework}")
        self.walker = Sequences(at, self.seen, approver=beginning.approver, leads_too=beginning.leads_too)
        self.last = beginning.last
        for name in ("basis_changes", *(["everybody_answers"] if beginning.answered else [])):
            self._take(Step(name, ACTIONS[name][1](chance)))

    @rule(name=st.sampled_from(WEIGHTED), chance=CHANCE)
    def somebody_acts(self, name: str, chance: random.Random) -> None:
        self._take(Step(name, ACTIONS[name][1](chance)))

    def _take(self, step: Step) -> None:
        assert self.walker is not None
        note(str(step))
        try:
            getattr(self.walker, step.name)(**step.given)
            self.walker.what_stands_is_what_the_model_says()
            self.walker.the_ways_are_those_of_the_model()
        except BaseException:
            self.went_wrong = True
            raise
        self.seen["steps"] += 1

    def teardown(self) -> None:
        """The end of the walk, and its database as it was before."""
        with self.stack:
            if self.walker is None or self.went_wrong:
                return
            for step in self.last:
                self._take(step)
            self.walker.every_way_is_tried()
        self.seen["walks"] += 1
        type(self).after()


def walk_by_machine(
    stages: list[Stage], seen: Counter[str], *, walks: int, most: int, first: int | None = None,
    after: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Raise what a walk showed, its steps made short. Without a seed always the same walks; `after` is called after each."""
    WalkMachine.stages, WalkMachine.seen, WalkMachine.after = stages, seen, staticmethod(after)
    kept = settings(
        max_examples=walks, stateful_step_count=most, derandomize=first is None, deadline=None, database=None,
        phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck), verbosity=Verbosity.normal,
        print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(WalkMachine if first is None else seed(first)(WalkMachine), settings=kept)
