"""Every row of the table of a proposal's moves, by its own service: done, refused, from a wrong state, and without its mark."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from consent.models import Agreement, SharingProposal
from consent.rules.ways import Way
from consent.services.desk import proposal_hand_over
from consent.services.proposals import proposal_ask, proposal_leave, proposal_take_back
from consent.services.reviews import late_review_record, review_decide
from consent.services.withdrawals import Withdrawing, agreement_withdraw
from consent.transitions import AGREEMENT, PROPOSAL
from partnerships.models import User
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, ask_mother, judged_check, mother, prepared
from tests.journeys.world import NOW, World
from tests.lasting import check_now, rolled_back
from tests.roles import as_factory
from tests.security.test_words_given_back import close_the_marks
from workflow.errors import IllegalTransition, NotAllowed

State = SharingProposal.State
Move = Callable[[SharingProposal, World, User], Any]


def _review(decision: str) -> Move:
    def decide(proposal: SharingProposal, world: World, by: User) -> Any:
        return review_decide(
            proposal=proposal, decision=decision, reasons="Read.", read_hash=proposal.content_hash, by=by, at=NOW
        )

    return decide


def _ask(proposal: SharingProposal, world: World, by: User) -> Any:
    return proposal_ask(proposal=proposal, why="She said no.", by=by, at=NOW)


def _leave(proposal: SharingProposal, world: World, by: User) -> Any:
    return proposal_leave(proposal=proposal, way=Way.URGENT, reasons="He is there now.", by=by, at=NOW)


def _hand_over(proposal: SharingProposal, world: World, by: User) -> Any:
    return proposal_hand_over(proposal=proposal, to=world.second_lead, note="I am in court.", by=by, at=NOW)


def _review_late(proposal: SharingProposal, world: World, by: User) -> Any:
    return late_review_record(proposal=proposal, outcome="supported", reasons="Right.", by=by, at=NOW)


def _take_back(proposal: SharingProposal, world: World, by: User) -> Any:
    return proposal_take_back(proposal.case_check, by, NOW)


MOVES: dict[str, Move] = {
    "ask": _ask, "approve": _review("approve"), "decline": _review("decline"), "return": _review("return"),
    "advise": _review("advise"), "hand-over": _hand_over, "leave": _leave, "review-late": _review_late, "supersede": _take_back,
}  # fmt: skip
BY_AUTHOR = {"ask", "leave", "supersede"}
REACHED = {
    State.PREPARED: (), State.ASKED: ("ask",), State.APPROVED: ("ask", "approve"), State.ADVISED: ("ask", "advise"),
    State.DECLINED: ("ask", "decline"), State.RETURNED: ("ask", "return"), State.LEFT: ("leave",),
    State.SUPERSEDED: ("supersede",),
}  # fmt: skip
"""By which moves each state is reached."""
WRONG = sorted((state, event) for state in State for event in MOVES if (state, event) not in PROPOSAL and event != "supersede")


@pytest.fixture(scope="module")
def begun(module_blackpool: World) -> SharingProposal:
    """Prepared, after a refusal with a ground."""
    world = module_blackpool
    route = next(
        r["code"] for r in world.authority.content["routes"] if r["kind"] == "contact" and "child-protection" in r["levels"]
    )
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route)
    rule = next(r for r in check.framework_version.framework_document().consent_rules if "child-protection" in r.levels)
    ground = next(ground for ground in rule.grounds if "refused" in ground.applies_to)
    ask_mother(check, replace(MOTHER_NO, ground=ground.code, ground_note="He is afraid."), world.practitioner)
    proposal = prepared(check, world.practitioner)
    check_now()
    return proposal


def fresh(proposal: SharingProposal) -> SharingProposal:
    with as_factory():
        return SharingProposal.objects.select_related("case_check").get(pk=proposal.pk)


def move(world: World, proposal: SharingProposal, event: str, by: User | None = None) -> None:
    by = by or (world.practitioner if event in BY_AUTHOR else world.lead)
    with acting_as(by.pk):
        MOVES[event](fresh(proposal), world, by)


def reach(world: World, proposal: SharingProposal, state: str) -> None:
    for event in REACHED[State(state)]:
        move(world, proposal, event)
    assert fresh(proposal).state == state


def test_every_move_of_the_table_has_its_service_here_and_every_state_is_reached() -> None:
    assert {event for _, event in PROPOSAL} == set(MOVES)
    assert set(REACHED) == set(State)


@pytest.mark.parametrize(("state", "event"), sorted(PROPOSAL))
def test_a_move_leads_where_the_table_says(blackpool: World, begun: SharingProposal, db: None, state: str, event: str) -> None:
    reach(blackpool, begun, state)
    move(blackpool, begun, event)
    assert fresh(begun).state == PROPOSAL[state, event].target


@pytest.mark.parametrize("state", sorted(State))
def test_a_move_that_is_refused_or_cannot_leave_its_mark_changes_nothing(
    blackpool: World, begun: SharingProposal, db: None, state: str
) -> None:
    """By somebody who may not; one that the table does not have; and each that it has, with the table of marks closed."""
    reach(blackpool, begun, state)
    for event in sorted(event for origin, event in PROPOSAL if origin == state):
        others = (blackpool.lead,) if event in BY_AUTHOR else (blackpool.practitioner,)
        if event != "supersede":  # within the closing of a check, which asks who may
            for person in (blackpool.colleague, blackpool.stranger, blackpool.worker, blackpool.admin, *others):
                with pytest.raises(NotAllowed), transaction.atomic():
                    move(blackpool, begun, event, by=person)
        with rolled_back():
            close_the_marks()
            with pytest.raises(DatabaseError), transaction.atomic():
                move(blackpool, begun, event)
    for event in sorted(event for origin, event in WRONG if origin == state):
        with pytest.raises(IllegalTransition), transaction.atomic():
            move(blackpool, begun, event)
    assert fresh(begun).state == state


@pytest.mark.parametrize("answer", [*sorted(answer for answer, _ in AGREEMENT), "refused", "not-asked", "withdrawn"])
def test_a_yes_is_withdrawn_and_nothing_else_is(blackpool: World, begun: SharingProposal, db: None, answer: str) -> None:
    check, by = begun.case_check, blackpool.practitioner
    back = Withdrawing(withdrawn_at=NOW, how="phone", their_words="No more.")
    with as_factory():
        given = {"answer": answer} | ({"asked_at": None, "how": ""} if answer == "not-asked" else {})
        Agreement.objects.filter(case_check=check, superseded_at=None).update(**given)
    with acting_as(by.pk):
        if (answer, "withdraw") in AGREEMENT:
            agreement_withdraw(check=check, person=mother(check), withdrawing=back, by=by, at=NOW)
            assert Agreement.objects.get(case_check=check, superseded_at=None).answer == "withdrawn"
        else:
            with pytest.raises(IllegalTransition):
                agreement_withdraw(check=check, person=mother(check), withdrawing=back, by=by, at=NOW)
