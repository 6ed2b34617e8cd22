"""Who may open what is closed: the pure rules."""

from dataclasses import replace

import pytest

from people.rules.need_to_know import Standing, ending_refused, may_open, stepping_back_refused, who_may_open

WORKER = Standing(person=1)
COLLEAGUE = Standing(person=2)
MANAGER = Standing(person=3, answers_for_it=True)
AUTHOR = Standing(person=4, is_author=True)
EVERYBODY = [WORKER, COLLEAGUE, MANAGER, AUTHOR]


@pytest.mark.parametrize(
    ("named", "knowing", "restricted", "opens"),
    [
        ((), (), False, {1, 2, 3, 4}),
        ((), (1,), False, {2, 3, 4}),
        ((), (3,), False, {1, 2, 4}),
        ((1,), (), True, {1, 4}),
        ((1, 3), (), True, {1, 3, 4}),
        ((), (), True, {3, 4}),
        ((1,), (1,), True, {3, 4}),
        ((1, 2), (1,), True, {2, 4}),
        ((), (3,), True, {4}),
        ((3,), (4,), True, {3, 4}),
    ],
    ids=[
        "open-to-all", "worker-knows-them", "manager-knows-them", "one-is-named", "manager-among-those-named",
        "nobody-is-named-so-the-manager", "the-one-named-knows-them-so-the-manager", "one-of-two-named-knows-them",
        "nobody-but-the-author", "who-wrote-it-keeps-it",
    ],
)  # fmt: skip
def test_who_may_open(named: tuple[int, ...], knowing: tuple[int, ...], restricted: bool, opens: set[int]) -> None:
    standings = [replace(one, is_named=one.person in named, knows_family=one.person in knowing) for one in EVERYBODY]
    assert who_may_open(standings, is_restricted=restricted) == opens


def test_naming_somebody_never_opens_it_to_one_who_knows_the_family() -> None:
    knowing = replace(WORKER, is_named=True, knows_family=True, answers_for_it=True)
    assert not may_open(knowing, [knowing], is_restricted=True)
    assert not may_open(knowing, [knowing], is_restricted=False)


def test_what_is_restricted_is_never_left_without_those_who_answer_for_it() -> None:
    gone = replace(COLLEAGUE, is_named=True, knows_family=True)
    assert may_open(MANAGER, [gone, MANAGER], is_restricted=True)
    assert not may_open(WORKER, [gone, WORKER, MANAGER], is_restricted=True)


def test_the_last_one_is_told_what_to_do_and_another_may_step_back() -> None:
    assert "Nobody else at the Hub" in stepping_back_refused(is_author=False, left=[], place="the Hub")
    assert stepping_back_refused(is_author=False, left=[2], place="the Hub") == ""


def test_who_wrote_it_cannot_be_shut_out_of_it() -> None:
    assert "wrote this" in stepping_back_refused(is_author=True, left=[1, 2], place="the Hub")


def test_nobody_lets_themselves_back_in() -> None:
    assert ending_refused(whose=1, by=1)
    assert not ending_refused(whose=1, by=3)
