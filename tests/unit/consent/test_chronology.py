"""What a copy of the consent record holds, for whom, and in which order."""

import datetime
from dataclasses import replace

import pytest

from consent.rules.chronology import (
    AGENCY,
    EVERYBODY,
    Entry,
    Fact,
    Knows,
    Reader,
    copy_for,
    in_order,
    may_not_be_told,
)
from consent.rules.withheld import ADDRESS

NINE = datetime.datetime(2026, 11, 18, 9, 0, tzinfo=datetime.UTC)
TEN = NINE + datetime.timedelta(hours=1)
ELEVEN = NINE + datetime.timedelta(hours=2)
ASKED = Entry(
    at=NINE, what="Kerry Ashdown, mother: asked", recorded_at=TEN, of="kerry", about="kerry",
    facts=(Fact("How", "By phone"), Fact("In their words", "He knows nothing of it.", of="kerry")),
)  # fmt: skip
AGREED = replace(ASKED, knows=Knows.SHARED)
NOT_ASKED = Entry(at=NINE, what="Lee Ashdown, father: not asked", of=AGENCY, about="lee", knows=Knows.NOTHING)
APPROVED = Entry(at=TEN, what="The lead decided: approve", facts=(Fact("Reasons", "She said he will kill her.", of=AGENCY),))
DELIVERED = Entry(at=TEN, what="The contact was delivered", needs=Knows.SHARED)
WAITS = Entry(at=TEN, what="Kerry: still to be told, or found not safe", of=AGENCY, about="kerry", waits=True)
TOLD = Entry(at=ELEVEN, what="Kerry: told", of="kerry", about="kerry", knows=Knows.TOLD)
UNSAFE = Entry(at=ELEVEN, what="Kerry: not safe to tell", of=AGENCY, about="kerry", knows=Knows.NOTHING)


def _copy(*entries: Entry, person: str = "kerry") -> list[str]:
    return [entry.what for entry in copy_for(Reader(person), in_order(entries))]


def _words(entries: tuple[Entry, ...]) -> str:
    return "\n".join(f"{entry.what} {fact.words}" for entry in entries for fact in (entry.facts or (Fact("", ""),)))


def test_entries_stand_in_the_order_in_which_they_happened_not_in_which_they_were_recorded() -> None:
    first, second = Entry(at=NINE, what="said", recorded_at=TEN), Entry(at=NINE + datetime.timedelta(minutes=5), what="wrote")
    assert in_order([second, first]) == (first, second)
    assert (first.was_recorded_later, second.was_recorded_later) == (True, False)


def test_a_copy_for_one_parent_shows_no_trace_of_what_the_other_was_asked() -> None:
    assert copy_for(Reader("lee"), [ASKED, replace(TOLD, about="lee", of="lee")]) == (replace(TOLD, about="lee", of="lee"),)
    assert copy_for(Reader("lee"), [ASKED]) == copy_for(Reader("lee"), [])


def test_a_copy_for_whoever_said_it_holds_their_own_words() -> None:
    assert copy_for(Reader("kerry"), [ASKED]) == (ASKED,)


def test_the_whole_record_leaves_out_nothing() -> None:
    everything = (ASKED, NOT_ASKED, APPROVED, UNSAFE)
    assert copy_for(Reader(), everything) == everything


@pytest.mark.parametrize("entry", [NOT_ASKED, replace(UNSAFE, about="lee"), replace(WAITS, about="lee")])
def test_that_somebody_was_not_asked_or_is_not_safe_to_tell_is_in_nobodys_copy_their_own_included(entry: Entry) -> None:
    for person in ("lee", "kerry"):
        assert _copy(entry, person=person) == []
    assert may_not_be_told(Reader("lee"), [entry])
    assert not may_not_be_told(Reader("kerry"), [entry])


def test_what_was_shared_is_in_no_copy_for_somebody_who_does_not_know_of_it() -> None:
    assert _copy(APPROVED, DELIVERED, person="lee") == []
    assert _copy(NOT_ASKED, APPROVED, DELIVERED, person="lee") == []
    assert _copy(ASKED, APPROVED, DELIVERED) == [ASKED.what]


def test_somebody_who_agreed_reads_where_it_went_and_not_that_a_lead_had_to_be_asked() -> None:
    assert _copy(AGREED, APPROVED, DELIVERED) == [AGREED.what, DELIVERED.what]


def test_somebody_who_was_told_reads_who_decided_without_the_reasons_and_nothing_later() -> None:
    later = replace(APPROVED, at=ELEVEN + datetime.timedelta(hours=1), what="The lead decided: again")
    assert _copy(ASKED, APPROVED, DELIVERED, TOLD, later) == [ASKED.what, APPROVED.what, DELIVERED.what, TOLD.what]
    assert "kill" not in _words(copy_for(Reader("kerry"), [ASKED, APPROVED, TOLD]))


def test_what_was_told_in_the_minute_in_which_it_was_shared_counts_as_known() -> None:
    shared = replace(APPROVED, at=ELEVEN + datetime.timedelta(seconds=40))
    assert APPROVED.what in _copy(TOLD, shared)


@pytest.mark.parametrize("after", [UNSAFE, WAITS, replace(WAITS, about=EVERYBODY), replace(UNSAFE, about=EVERYBODY)])
def test_a_telling_that_waits_or_is_unsafe_closes_what_an_earlier_yes_had_opened(after: Entry) -> None:
    assert _copy(AGREED, APPROVED, DELIVERED, after) == [AGREED.what]


def test_a_telling_that_waits_closes_it_also_where_another_was_done() -> None:
    assert _copy(WAITS, TOLD, APPROVED, DELIVERED) == [TOLD.what]


def test_a_yes_after_being_told_takes_nothing_away() -> None:
    yes = replace(AGREED, at=ELEVEN + datetime.timedelta(hours=1))
    assert _copy(APPROVED, TOLD, yes) == [APPROVED.what, TOLD.what, yes.what]


def test_what_somebody_knows_of_one_check_opens_nothing_of_another() -> None:
    other = replace(DELIVERED, reference="BP-2")
    assert _copy(replace(AGREED, reference="BP-1"), replace(DELIVERED, reference="BP-1"), other) == [
        AGREED.what,
        DELIVERED.what,
    ]


def test_an_address_that_must_not_be_known_is_in_no_copy_however_it_is_spaced_or_cased() -> None:
    said = Entry(at=NINE, of="kerry", what="Asked at 4 HIDDEN  lane", facts=(Fact("Where", "At 4 Hidden\nLane, FY11AA."),))
    for reader in (Reader(), Reader("kerry")):
        shown = _words(copy_for(reader, [said], never=["4 Hidden Lane\nFY1 1AA", " "]))
        assert "hidden" not in shown.lower()
        assert "FY1" not in shown
        assert ADDRESS in shown


def test_a_copy_about_one_child_holds_their_checks_and_nothing_of_another_child() -> None:
    one, other = Reader(checks=frozenset({"A"}), besides=frozenset({"wren"})), "B"
    judged = Entry(at=NINE, what="Wren: able to decide", of="wren", reference="A")
    not_asked = Entry(at=NINE, what="Wren: not asked", of=AGENCY, about="wren", reference="A")
    decided = Entry(at=TEN, what="Sent", reference="A", facts=(Fact("Wren said", "No.", of="wren"), Fact("Rule", "R1")))
    elsewhere = replace(decided, what="Sent from another check", reference=other)
    copy = copy_for(one, [judged, not_asked, decided, elsewhere])
    assert [(entry.what, [fact.label for fact in entry.facts]) for entry in copy] == [("Sent", ["Rule"])]
