from datetime import UTC, datetime, timedelta

import pytest

from notices import catalogue
from notices.catalogue import BadSentence, UnknownNotice, words_of

DUE = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(catalogue, "_kinds", {})
    catalogue.declare("sample", "{about} for {reference} is due {due}.")


def said(late: timedelta = timedelta(0)) -> str:
    return words_of("sample", reference="T-1", about="Decision", due_at=DUE, meant_at=DUE, created_at=DUE + late)


def test_a_notice_says_local_time():
    assert said() == "Decision for T-1 is due Wed 1 July at 11:00."


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(minutes=5), None),
        (timedelta(minutes=6), "6 minutes"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_late_notice_says_how_late_it_is(late, words):
    if words is None:
        assert "late" not in said(late)
    else:
        assert said(late).endswith(f"This notice is {words} late: it was meant for Wed 1 July at 11:00.")


def test_a_kind_that_nobody_declared_is_refused():
    with pytest.raises(UnknownNotice):
        words_of("gossip", reference="T-1")


def test_a_sentence_can_ask_for_nothing_that_a_notice_does_not_carry():
    with pytest.raises(BadSentence, match="child"):
        catalogue.declare("careless", "{child} is due")


def test_one_kind_says_one_thing():
    catalogue.declare("sample", "{about} for {reference} is due {due}.")
    with pytest.raises(BadSentence):
        catalogue.declare("sample", "Something else")
