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
