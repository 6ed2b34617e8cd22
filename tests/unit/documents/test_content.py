"""What a contact document takes and refuses. No database."""

import datetime

import pytest

from documents.rules.content import ContactDocument
from documents.rules.reading import ContentRefused
from documents.rules.seal import canonical, code_made, code_printed, code_read, content_hash
from documents.rules.wording import fact_words, paragraphs, when_words
from tests.unit.documents.contents import child, contact


def test_content_reads_back_to_itself() -> None:
    content = ContactDocument.from_plain(contact())
    assert ContactDocument.from_plain(content.to_plain()) == content


def test_empty_content_is_a_document() -> None:
    assert ContactDocument.from_plain({}).children == ()


@pytest.mark.parametrize(
    "planted",
    [
        contact(nhs_number="canary"),
        contact(children=[child(second_address="canary")]),
        contact(agreement={"people": [{"name": "A", "notes": "canary"}]}),
        contact(address={"lines": [], "landlord": "canary"}),
    ],
)
def test_field_that_is_not_declared_is_refused(planted: dict[str, object]) -> None:
    with pytest.raises(ContentRefused, match="not a declared field") as refused:
        ContactDocument.from_plain(planted)
    assert "canary" not in str(refused.value)


def test_withheld_address_keeps_no_lines_and_no_child_address() -> None:
    address = {"lines": ["Refuge House", "1 Hidden Lane"], "withheld": True, "reason": "A safe place"}
    given = contact(address=address, children=[child(address_words="1 Hidden Lane")])
    kept = canonical(ContactDocument.from_plain(given).to_plain())
    assert "Hidden" not in kept
    assert "Refuge" not in kept
    assert "A safe place" in kept


@pytest.mark.parametrize(
    "wrong", [{"practice": "yes"}, {"children": {"name": "x"}}, {"title": ["x"]}, {"family": [3.5]}, "text"]
)
def test_value_of_the_wrong_kind_is_refused(wrong: object) -> None:
    with pytest.raises(ContentRefused):
        ContactDocument.from_plain(wrong)


def test_unknown_section_is_refused() -> None:
    with pytest.raises(ContentRefused, match="section"):
        ContactDocument.from_plain(contact(sections=["family", "gossip"]))


@pytest.mark.parametrize(
    "long",
    [
        contact(title="x" * 1_001),
        contact(harm="x" * 200_001),
        contact(tried=["x" * 150_000, "y" * 150_000, "z" * 150_000]),
        contact(tried=["x"] * 301),
    ],
)
def test_too_much_is_refused(long: dict[str, object]) -> None:
    with pytest.raises(ContentRefused):
        ContactDocument.from_plain(long)


def test_characters_that_reorder_or_cannot_be_kept_are_taken_out() -> None:
    content = ContactDocument.from_plain({"harm": "a\x00b\x07c\u202edcba\u202c\r\nd\ud800"})
    assert content.harm == "abcdcba\nd\N{REPLACEMENT CHARACTER}"


def test_not_recorded_and_nothing_left_out_are_told_apart() -> None:
    content = ContactDocument.from_plain({"children": [{"not_explored": []}, {"not_explored": None}, {}]})
    assert [one.not_explored for one in content.children] == [(), None, None]


def test_dates_become_iso_text_and_texts_become_what_they_stand_for() -> None:
    content = ContactDocument.from_plain(
        {"children": [{"date_of_birth": datetime.date(2025, 5, 29), "first_view": "Not sure", "strengths": ["GP"]}]}
    )
    assert content.children[0].date_of_birth == "2025-05-29"
    assert content.children[0].first_view.name == "Not sure"
    assert content.children[0].strengths[0].text == "GP"


def test_hash_does_not_depend_on_the_order_of_fields() -> None:
    assert content_hash({"a": 1, "b": [2]}) == content_hash({"b": [2], "a": 1})
    assert content_hash({"a": 1}) != content_hash({"a": 2})


def test_code_is_read_as_people_type_it() -> None:
    code = code_made(lambda alphabet: alphabet[1])
    assert code == "1" * 16
    assert code_printed("7Q2M9XD4ABCDEFGH") == "7Q2M-9XD4-ABCD-EFGH"
    assert code_read(" 7q2m-9xd4 abcd-efgh ") == "7Q2M9XD4ABCDEFGH"
    assert code_read("OIL0") == "0110"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-03-03", "3 March 2026"),
        ("2026-07-03T12:00:00+00:00", "Friday 3 July 2026 at 13:00"),
        ("last Tuesday", "last Tuesday"),
        ("2026-13-45", "2026-13-45"),
        ("", ""),
    ],
)
def test_when_is_told_in_words_and_in_london(written: str, words: str) -> None:
    assert when_words(written) == words


def test_fact_and_opinion_are_told_apart() -> None:
    assert fact_words("fact").startswith("Fact")
    assert fact_words("opinion").startswith("Opinion")


def test_long_text_is_cut_on_paper_and_says_by_how_much() -> None:
    assert paragraphs("one\n\ntwo") == (["one", "two"], 0)
    assert paragraphs("x" * 12, most=10) == (["x" * 10], 2)
