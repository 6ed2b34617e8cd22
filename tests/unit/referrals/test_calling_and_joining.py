import datetime

import pytest

from people.rules.matching import Known
from referrals.rules.calling import Answered, Ringing, not_known, refusals
from referrals.rules.joining import Rung, Written, fit

NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
LEO = Known(given_name="Leo", family_name="Marsh", date_of_birth=datetime.date(2019, 5, 29))
GOOD = {
    "rang_at": NOW, "caller": "public", "is_anonymous": False, "agency": "", "call_back": "", "worry": "He is cold.",
    "place": "unknown", "place_why": "", "has_area": False,
}  # fmt: skip


def test_a_member_of_the_public_is_heard_whatever_they_do_not_know() -> None:
    assert list(refusals(Ringing(**GOOD), now=NOW)) == []


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"worry": " "}, ["worry"]),
        ({"rang_at": NOW + datetime.timedelta(seconds=1)}, ["time"]),
        ({"rang_at": NOW - datetime.timedelta(days=31)}, []),
        ({"rang_at": NOW - datetime.timedelta(days=31, seconds=1)}, ["day"]),
        ({"caller": "professional"}, ["caller_agency", "call_back"]),
        ({"caller": "professional", "agency": "A school", "call_back": "01632 960000"}, []),
        ({"place": "found"}, ["place_why", "area"]),
        ({"place": "lives"}, ["area"]),
    ],
)
def test_what_is_missing_is_named_by_its_field(changed: dict, fields: list[str]) -> None:
    assert [field for field, _ in refusals(Ringing(**GOOD | changed), now=NOW)] == fields


def test_what_the_caller_could_not_say_is_told_in_the_order_in_which_it_is_asked() -> None:
    answers = [Answered("A", "Is it clean?", "yes"), Answered("B", "Is there food?", unknown=True)]
    assert not_known(["where", "birth", "never-heard"], answers) == [
        "the date of birth",
        "where the child is now",
        "Is there food?",
    ]


def written(**changed: object) -> Written:
    return Written(**{"children": (), "agency": "Larkfield Primary School", "author": 5, "says_they_rang": False} | changed)


def test_nothing_that_speaks_for_it_is_no_fit() -> None:
    other = Known(given_name="Ada", family_name="Okafor", date_of_birth=datetime.date(2012, 1, 2))
    assert fit(Rung(children=(LEO,), agency="Police"), written(children=(other,))) is None


def test_what_says_that_they_rang_comes_before_the_caller_and_the_caller_before_the_children() -> None:
    rung = Rung(children=(LEO,), agency="larkfield  primary", account=5)
    says = fit(rung, written(says_they_rang=True))
    caller = fit(rung, written())
    child = fit(rung, written(author=6, agency="Police", children=(LEO,)))
    agency = fit(rung, written(author=6))
    assert all([says, caller, child, agency])
    ranks = [one.rank for one in (says, caller, child, agency) if one is not None]
    assert ranks == sorted(ranks)
    assert child is not None
    assert child.reasons[0].startswith("Likely the same child")
    assert agency is not None
    assert agency.reasons == ("It is from the agency that rang",)


def test_somebody_else_who_says_that_they_rang_does_not_come_first() -> None:
    stranger = fit(Rung(children=(LEO,), agency="Police"), written(says_they_rang=True))
    child = fit(Rung(children=(LEO,), agency="Police"), written(children=(LEO,)))
    assert stranger is not None
    assert child is not None
    assert child.rank < stranger.rank
