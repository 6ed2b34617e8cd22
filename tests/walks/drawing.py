"""Which walks there are: drawn from a seed, so that each can be had again; a failing one is made short by leaving steps out.

`tests.walks.machine` has hypothesis draw from the same actions, and make a failing walk short itself.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from tests.walks import forgery, stage
from tests.walks.model import AFTER, AGREEMENT, APPROVAL, WAYS
from tests.walks.sequences import Sequences
from tests.walks.stage import CHILDREN, EVERYBODY, Stage
from tests.walks.walker import BASES, LEADS

Draw = Callable[[random.Random], dict[str, Any]]
ANYBODY = (*("author",) * 7, *EVERYBODY)
REVIEWING = (*LEADS, *LEADS, *EVERYBODY)
TOGETHER = (
    ["agreed"] * 5,
    ["agreed"] * 5,
    ["refused"] * 5,
    ["agreed", "refused", "agreed", "agreed", "agreed"],
    ["not-asked"] * 5,
)
ANSWERS = ("agreed", "agreed", "implicit", "refused", "not-asked")
ENDINGS = (("lead", "approve"), ("second", "approve"), ("second", "decline"), ("second", "advise"))
ASKED = ("mother", "father", "partner", "teenager", "child")

CHANGES: tuple[tuple[str, Draw], ...] = (
    ("account_changes", lambda r: {"which": r.randrange(2)}),
    ("judged_again", lambda r: {"child": r.choice(list(CHILDREN)), "drawn": r.randrange(10)}),
    ("urgency_changes", lambda r: {"urgency": r.choice(("neither", "today", "now"))}),
    ("worry_about_a_colleague", lambda r: {"who": r.choice((None, "lead", "colleague"))}),
    ("responsibility_changes", lambda r: {"who": "partner", "held": r.choice(("yes", "unknown"))}),
    ("one_answer", lambda r: {
        "who": "author", "person": r.choice(ASKED), "kind": r.choice(ANSWERS), "ground": 5, "before": 7, "part": False,
    }),
    ("withdraws", lambda r: {"who": "author", "person": r.choice(ASKED), "before": 0, "drawn": 0}),
)  # fmt: skip


def _changed_behind(r: random.Random) -> dict[str, Any]:
    change, given = r.choice(CHANGES)
    answered = r.choice(("", "", "asked", "decline", "decline", "return", "approve", "advise"))
    then = r.choice(("send", "send", "send", "ask", "approve"))
    return {"answered": answered, "change": change, "given": given(r), "then": then}


ACTIONS: dict[str, tuple[int, Draw]] = {
    "account_changes": (2, lambda r: {"which": r.randrange(2)}),
    "judged_again": (1, lambda r: {"child": r.choice(list(CHILDREN)), "drawn": r.randrange(10)}),
    "basis_changes": (2, lambda r: {"drawn": r.randrange(10), "basis": r.choice((*BASES, "s47"))}),
    "urgency_changes": (1, lambda r: {"urgency": r.choice(("neither", "neither", "today", "now"))}),
    "worry_about_a_colleague": (1, lambda r: {"who": r.choice((None, None, "lead", "second", "colleague"))}),
    "responsibility_changes": (1, lambda r: {
        "who": r.choice(("father", "partner")), "held": r.choice(("yes", "no", "unknown")),
    }),
    "one_answer": (4, lambda r: {
        "who": r.choice(ANYBODY), "person": r.choice(ASKED), "kind": r.choice(ANSWERS), "ground": r.randrange(10),
        "before": r.choice((60, 60, 5, -5)), "part": r.random() < 0.15,
    }),
    "child_is_judged": (1, lambda r: {
        "who": r.choice(ANYBODY), "child": r.choice(("child", "child", "teenager")),
        "finding": r.choice(("competent", "not-competent")), "reasons": r.choice(("She told me what it means.",) * 4 + ("",)),
    }),
    "everybody_answers": (5, lambda r: {
        "kinds": [r.choice(ANSWERS) for _ in range(5)] if r.random() < 0.4 else r.choice(TOGETHER),
        "ground": r.choice((0, 3, 4, 5, 6)),
    }),
    "prepare": (3, lambda r: {"who": r.choice(ANYBODY)}),
    "ask": (2, lambda r: {"who": r.choice(ANYBODY), "drawn": r.randrange(10)}),
    "a_lead_is_asked_and_answers": (6, lambda r: {
        "who": r.choice((*LEADS * 3, *EVERYBODY)), "decision": r.choice(("approve", *AFTER)),
    }),
    "prepare_and_ask": (3, lambda r: {}),
    "decide": (5, lambda r: {"who": r.choice(REVIEWING), "decision": r.choice(list(AFTER)), "drawn": r.randrange(10)}),
    "changed_behind": (4, _changed_behind),
    "whoever_may_not_answers": (3, lambda r: {
        "why": r.choice(("own", "own", "worry", "worry since", "revoked")), "who": r.choice(("lead", "second")),
        "decision": r.choice(list(AFTER)), "way": r.choice(("", "", "urgent")),
    }),
    "withdraws": (3, lambda r: {
        "who": r.choice((*ANYBODY, *LEADS)), "person": r.choice(ASKED), "before": r.choice((0, 0, 0, 20, 90, -5)),
        "drawn": r.randrange(10),
    }),
    "hands_over": (3, lambda r: {
        "who": r.choice(REVIEWING), "to": r.choice((*LEADS, *EVERYBODY)), "drawn": r.randrange(10),
    }),
    "goes_away": (2, lambda r: {
        "who": r.choice((*LEADS * 3, *EVERYBODY)), "deputy": r.choice((*LEADS, *EVERYBODY)),
        "days": r.choice((0, 0, 1, 7, 183, 184, -1)),
    }),
    "comes_back": (1, lambda r: {"who": r.choice((*LEADS, *EVERYBODY))}),
    "begins_to_lead": (1, lambda r: {"who": r.choice(("author", "colleague"))}),
    "time_passes": (3, lambda r: {"minutes": r.choice((1, 59, 60, 119, 120, 180))}),
    "a_role_ends": (1, lambda r: {"who": r.choice(LEADS)}),
    "send": (3, lambda r: {"who": r.choice(ANYBODY), "way": r.choice((*WAYS, AGREEMENT, APPROVAL)), "drawn": r.randrange(10)}),
    "prepare_and_send": (1, lambda r: {"way": r.choice(WAYS)}),
    "everybody_agrees_and_it_is_sent": (3, lambda r: {}),
    "approved_and_sent": (3, lambda r: {
        "kinds": r.choice((["refused"] * 5, ["not-asked"] * 5, ["agreed", "refused", "agreed", "agreed", "refused"])),
        "ground": r.choice((3, 4, 5, 6)), "who": r.choice(("author", "author", "author", *EVERYBODY)), "lead": r.choice(LEADS),
    }),
    "declined_or_late_and_sent": (2, lambda r: {"lead": r.choice(LEADS), "late": r.random() < 0.5}),
    "late_review": (2, lambda r: {"who": r.choice(REVIEWING), "drawn": r.randrange(10)}),
    "front_door_decides": (1, lambda r: {"who": r.choice(("worker", "worker", *EVERYBODY))}),
    "closed_another_way": (1, lambda r: {"who": r.choice(("author", *EVERYBODY))}),
    "written_past_the_services": (5, lambda r: {
        "who": r.choice((*ANYBODY, *LEADS, "worker", "worker")), "drawn": r.randrange(len(forgery.ATTEMPTS)),
        "way": r.choice(WAYS),
    }),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    name: str
    given: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self.given.items())})"


@dataclass(frozen=True)
class Drawn:
    """A walk: where, in which agency, and its steps."""

    place: int
    approver: bool
    leads_too: bool
    steps: tuple[Step, ...]


def draw(seed: int, *, most: int) -> Drawn:
    """The walk of a seed: it begins with a route and a basis, and mostly with an answer from everybody."""
    chance = random.Random(seed)
    names, weights = list(ACTIONS), [weight for weight, _ in ACTIONS.values()]
    first = ["basis_changes", *(["everybody_answers"] if chance.random() < 0.8 else [])]
    chosen = first + chance.choices(names, weights, k=chance.randint(5, most))
    answers = [Step("a_lead_is_asked_and_answers", {"who": who, "decision": decision}) for who, decision in ENDINGS]
    late = [Step("prepare_and_ask", {}), Step("time_passes", {"minutes": 120})]
    ending = chance.choice([[], [], late, *([answer] for answer in answers)])
    return Drawn(
        place=seed % len(stage.WHERE), approver=chance.random() < 0.5, leads_too=chance.random() < 0.25,
        steps=(*(Step(name, ACTIONS[name][1](chance)) for name in chosen), *ending),
    )  # fmt: skip


def walk(stages: list[Stage], drawn: Drawn, seen: Counter[str]) -> None:
    """Take it in a savepoint of its own. Raises `AssertionError` where something is otherwise than the design says."""
    with stage.undone():
        walker = Sequences(stages[drawn.place], seen, approver=drawn.approver, leads_too=drawn.leads_too)
        for step in drawn.steps:
            getattr(walker, step.name)(**step.given)
            walker.what_stands_is_what_the_model_says()
            walker.the_ways_are_those_of_the_model()
        walker.every_way_is_tried()
    seen["walks"] += 1
    seen["steps"] += len(drawn.steps)


def shortened(stages: list[Stage], drawn: Drawn) -> Drawn:
    """A failing walk without the steps that it fails in the same way without; the first, which says the basis, stays."""
    wrong = failure(stages, drawn, Counter())
    for place in range(len(drawn.steps) - 1, 0, -1):
        fewer = replace(drawn, steps=drawn.steps[:place] + drawn.steps[place + 1 :])
        if failure(stages, fewer, Counter()) == wrong:
            drawn = fewer
    return drawn


def failure(stages: list[Stage], drawn: Drawn, seen: Counter[str]) -> str:
    """What was wrong in a walk; empty where nothing was. What is no refusal by name is wrong: an error of any kind too."""
    try:
        walk(stages, drawn, seen)
    except (AssertionError, DatabaseError, ObjectDoesNotExist, LookupError, TypeError, ValueError, AttributeError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    return ""


def report(stages: list[Stage], seed: int, drawn: Drawn) -> str:
    short = shortened(stages, drawn)
    where = stages[short.place].where
    lines = [f"seed {seed}, {where.authority} under {where.framework}, approver outside: {short.approver}, "
             f"the author leads too: {short.leads_too}", *(f"  {step}" for step in short.steps)]  # fmt: skip
    return "\n".join([*lines, failure(stages, short, Counter())])
