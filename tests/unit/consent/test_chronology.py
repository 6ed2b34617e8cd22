"""What a copy of the consent record holds, for whom, and in which order."""

import datetime

from consent.rules.chronology import ADDRESS, LEFT_OUT, LEFT_OUT_COLLEAGUE, Entry, Fact, Reader, copy_for, in_order

NINE = datetime.datetime(2026, 11, 18, 9, 0, tzinfo=datetime.UTC)
TEN = NINE + datetime.timedelta(hours=1)
ASKED = Entry(
    at=NINE, what="Kerry Ashdown, mother: asked", recorded_at=TEN,
    facts=(Fact("How", "By phone"), Fact("In their words", "He knows nothing of it.", of="kerry")),
)  # fmt: skip


def _words(entries: tuple[Entry, ...]) -> str:
    return "\n".join(f"{entry.what} {fact.words}" for entry in entries for fact in (entry.facts or (Fact("", ""),)))


def test_entries_stand_in_the_order_in_which_they_happened_not_in_which_they_were_recorded() -> None:
    first, second = Entry(at=NINE, what="said", recorded_at=TEN), Entry(at=NINE + datetime.timedelta(minutes=5), what="wrote")
    assert in_order([second, first]) == (first, second)
    assert (first.was_recorded_later, second.was_recorded_later) == (True, False)


def test_a_copy_for_one_parent_leaves_out_the_words_of_the_other_and_says_so() -> None:
    shown = _words(copy_for(Reader("lee"), [ASKED]))
    assert "He knows nothing" not in shown
    assert LEFT_OUT in shown
    assert "By phone" in shown


def test_a_copy_for_whoever_said_it_holds_their_own_words() -> None:
    assert copy_for(Reader("kerry"), [ASKED]) == (ASKED,)


def test_the_whole_record_leaves_out_nothing() -> None:
    about_a_lead = Entry(at=TEN, what="One of the leads is passed by", about_colleague=True)
    assert copy_for(Reader(), [ASKED, about_a_lead]) == (ASKED, about_a_lead)


def test_a_worry_about_a_colleague_is_in_no_family_copy_and_a_line_stands_in_its_place() -> None:
    entry = Entry(at=TEN, what="One of the leads is passed by", by="Pat", about_colleague=True)
    assert copy_for(Reader("kerry"), [entry]) == (Entry(at=TEN, what=LEFT_OUT_COLLEAGUE),)


def test_an_address_that_must_not_be_known_is_in_no_copy_however_it_is_spaced_or_cased() -> None:
    said = Entry(at=NINE, what="Asked at 4 HIDDEN  lane", facts=(Fact("Where", "At 4 Hidden\nLane, FY1 1AA."),))
    for reader in (Reader(), Reader("kerry")):
        shown = _words(copy_for(reader, [said], never=["4 Hidden Lane", "FY1 1AA", " "]))
        assert "hidden" not in shown.lower()
        assert "FY1" not in shown
        assert ADDRESS in shown
