"""Which of the four ways are open, where a lead's advice comes before every contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consent.rules.ways import Asked, Facts, Way, ways_open

AGREED = Facts(
    people_to_ask=1, answers=(Asked("agreed"),), implicit_accepted=False, one_parent_suffices=False, advice_first=True,
    harm_suspected=False, is_urgent=False,
)  # fmt: skip


def open_ways(facts: Facts) -> set[Way]:
    return {way for way, closed in ways_open(facts).items() if not closed}


def test_agreement_waits_for_the_leads_advice_where_the_rule_wants_it() -> None:
    assert open_ways(AGREED) == set()
    assert "advice comes first" in ways_open(AGREED)[Way.AGREEMENT]
    assert open_ways(replace(AGREED, has_been_asked=True, has_been_advised=True)) == {Way.AGREEMENT}
    assert open_ways(replace(AGREED, advice_first=False)) == {Way.AGREEMENT}


@pytest.mark.parametrize("answer", [{"is_out_of_time": True}, {"is_declined": True}])
def test_advice_that_does_not_come_in_time_or_is_against_it_opens_the_marked_way(answer: dict[str, bool]) -> None:
    asked = replace(AGREED, has_been_asked=True)
    assert open_ways(asked) == set()
    assert open_ways(replace(asked, **answer)) == {Way.PROFESSIONAL_JUDGEMENT}


def test_without_asking_the_lead_no_time_runs_out() -> None:
    assert open_ways(replace(AGREED, is_out_of_time=True)) == set()


def test_a_refusal_on_a_basis_that_needs_agreement_is_not_opened_by_waiting_for_advice() -> None:
    refused = replace(AGREED, answers=(Asked("refused", has_ground=True),), has_been_asked=True, is_out_of_time=True)
    assert open_ways(refused) == set()
    assert open_ways(replace(refused, harm_suspected=True)) == {Way.URGENT, Way.PROFESSIONAL_JUDGEMENT}


PARENT, CHILD = Asked("agreed", is_parent=True), Asked("agreed", is_child=True)
NO = Asked("refused")


def _of(*answers: Asked, one: bool = True) -> Facts:
    return replace(AGREED, people_to_ask=len(answers), answers=answers, one_parent_suffices=one, advice_first=False)


def test_one_parent_is_enough_only_where_the_rule_says_so() -> None:
    assert open_ways(_of(PARENT, NO)) == {Way.AGREEMENT}
    assert open_ways(_of(PARENT, NO, one=False)) == set()


def test_the_yes_of_a_young_person_or_of_an_adult_without_responsibility_does_not_stand_for_a_parents() -> None:
    assert open_ways(_of(CHILD, NO)) == set()
    assert open_ways(_of(Asked("agreed"), NO)) == set()
    assert open_ways(_of(CHILD, PARENT, NO)) == {Way.AGREEMENT}


def test_a_child_who_can_decide_and_says_no_is_not_overruled_by_a_parents_yes() -> None:
    assert open_ways(_of(PARENT, replace(CHILD, answer="refused"))) == set()
    assert open_ways(_of(PARENT, replace(CHILD, answer="not-asked"))) == set()


def test_where_one_agrees_and_one_refuses_the_refusal_needs_its_own_ground() -> None:
    facts = replace(_of(PARENT, NO, one=False), harm_suspected=True, is_approved=True, has_been_asked=True)
    assert "ground of their own" in ways_open(facts)[Way.APPROVAL]
    grounded = replace(facts, answers=(PARENT, replace(NO, has_ground=True)))
    assert Way.APPROVAL in open_ways(grounded)


def test_implicit_agreement_counts_only_where_the_rule_allows_it() -> None:
    implied = _of(Asked("implicit", is_parent=True))
    assert open_ways(implied) == set()
    assert open_ways(replace(implied, implicit_accepted=True)) == {Way.AGREEMENT}
