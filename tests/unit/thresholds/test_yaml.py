"""YAML: what is read, at which line, what is refused, and that what is written reads back to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.thresholds.sample import authority_sample, sample
from thresholds.loading import FixturesRefused, UnreadableYaml, read_fixtures, read_yaml, write_yaml
from thresholds.rules.authority import Authority, authority_document, parse_authority
from thresholds.rules.framework import Framework, to_document

FOLDER = Path(__file__).resolve().parents[3] / "fixtures"
FIXTURES = sorted([*FOLDER.glob("frameworks/*.yaml"), *FOLDER.glob("authorities/*.yaml")])


def test_only_true_and_false_are_flags_and_dates_and_phone_numbers_are_text() -> None:
    text = b"a: yes\nb: true\nc: 2018-01-01\nd: 01253477299\ne: 12\nf: 0.5\ng: '12'\nh: null\ni: 09:30\nj: ''\n"
    assert read_yaml(text).value == {
        "a": "yes", "b": True, "c": "2018-01-01", "d": "01253477299", "e": 12, "f": 0.5, "g": "12", "h": None, "i": "09:30",
        "j": "",
    }  # fmt: skip


def test_line_of_everything_is_known() -> None:
    reading = read_yaml(b"a: 1\nb:\n  - c: 2\n    d: {e: 3}\n  - f\n")
    assert reading.line_of(("b",)) == 2
    assert reading.line_of(("b", 0, "c")) == 3
    assert reading.line_of(("b", 0, "d", "e")) == 4
    assert reading.line_of(("b", 1)) == 5
    assert reading.line_of(("b", 0, "nothing", "here")) == 3


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (b"a: 1\nb: &x 2\n", 2, "anchors and aliases"),
        (b"a: *x\n", 1, "anchors and aliases"),
        (b"a: 1\na: 2\n", 2, "'a' is there twice"),
        (b"a: !!python/object:os.system x\n", 1, "tags"),
        (b"a: !x y\n", 1, "tags"),
        (b"a: 1\n\xff\n", 2, "not UTF-8"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"1: a\n", 1, "a key must be text"),
        (b"? [a]\n: b\n", 1, "a key must be text"),
        (b"a: [1\n", 1, "is not YAML"),
        (b"a: b: c\n", 1, "is not YAML"),
        (b"a: 1\nb: \x00\n", 2, "character"),
        (b"", 1, "is empty"),
        (b"[" * 5000, 1, "nested"),
        (b"- " * 5000, 1, "nested"),
        (b"a: " + b"x" * (2 * 1024 * 1024), 1, "larger than 2 MB"),
    ],
)
def test_what_a_fixture_does_not_need_is_refused_at_its_line(text: bytes, line: int, reason: str) -> None:
    with pytest.raises(UnreadableYaml, match=reason) as refused:
        read_yaml(text)
    assert refused.value.line == line


def test_what_is_written_reads_back_to_the_same() -> None:
    for document in (to_document(sample()), authority_document(parse_authority(authority_sample()))):
        assert read_yaml(write_yaml(document).encode()).value == document
    awkward = {"a": "yes", "b": "2018-01-01", "c": "1", "d": "null", "e": "two\nlines: here", "f": "# no", "g": "’", "h": " x"}
    assert read_yaml(write_yaml(awkward).encode()).value == awkward


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_fixture_reads_and_exports_to_the_same(path: Path) -> None:
    (fixture,) = read_fixtures([(path.name, path.read_bytes())])
    document = fixture.document
    written = to_document(document) if isinstance(document, Framework) else authority_document(document)
    (again,) = read_fixtures([(path.name, write_yaml(written).encode())])
    assert again.document == document
    assert isinstance(document, Framework | Authority)


def test_problems_of_all_files_are_told_each_at_its_line() -> None:
    good = write_yaml(to_document(sample()))
    bad = good.replace("level: '2'", "level: '9'", 1)
    line = bad[: bad.index("level: '9'")].count("\n") + 1
    with pytest.raises(FixturesRefused) as refused:
        read_fixtures([("one.yaml", bad.encode()), ("two.yaml", b"a: 1\n"), ("three.yaml", b"[")])
    assert [str(problem) for problem in refused.value.problems][:2] == [
        f"one.yaml:{line}: the level '9' is not one of 1, 2, 3, 4",
        "two.yaml:1: is neither a framework (no levels) nor an authority (no front_doors)",
    ]
    assert str(refused.value.problems[2]).startswith("three.yaml:1: is not YAML")


def test_one_version_in_two_files_is_refused() -> None:
    good = write_yaml(to_document(sample())).encode()
    with pytest.raises(FixturesRefused, match=r"two.yaml:1: sample 1 is in one.yaml too"):
        read_fixtures([("one.yaml", good), ("two.yaml", good)])
