"""A malformed file is refused whole, with its file, line and reason, and keeps every other file out with it."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Final

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import LocalAuthority
from tests.unit.thresholds.sample import sample_document
from tests.unit.thresholds.test_loading import authority_file, framework_file
from thresholds.loading import write_yaml
from thresholds.models import Framework, FrameworkVersion
from thresholds.rules.framework import parse, to_document

SAMPLE: Final = write_yaml(to_document(parse(sample_document() | {"slug": "bad"})))
STARVING: Final = """\
          - code: SA-4-HEA-02
            level: '4'
            text: Starving
            source: Level 4
"""
LARGE: Final = 50 * 1024 * 1024
DEEP: Final = 20_000
BOMB: Final = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 9)) for name in b"bcdefghi"
)


def line_of(text: str) -> int:
    assert SAMPLE.count(text) == 1
    return SAMPLE[: SAMPLE.index(text)].count("\n") + 1


def spoilt(change: str, by: str) -> bytes:
    """The sample with one thing changed in the indicator of a child who is starving."""
    assert change in STARVING
    assert SAMPLE.count(STARVING) == 1
    return SAMPLE.replace(STARVING, STARVING.replace(change, by)).encode()


HERE: Final = line_of(STARVING)
MALFORMED: Final = [
    pytest.param(spoilt("'4'", "'9'"), HERE + 1, "the level '9' is not one of 1, 2, 3, 4", id="unknown level"),
    pytest.param(spoilt("-02", "-01"), HERE, "the code SA-4-HEA-01 is used twice", id="repeated code"),
    pytest.param(spoilt("            source: Level 4\n", ""), HERE, "'source' is missing", id="missing source"),
    pytest.param(spoilt("Starving", "''"), HERE + 2, "text must not be empty", id="no text"),
    pytest.param(spoilt("text:", "text: x\n            text:"), HERE + 3, "the key 'text' is there twice", id="key twice"),
    pytest.param(spoilt("Starving", "&a Starving"), HERE + 2, "anchors and aliases are not allowed", id="anchor"),
    pytest.param(spoilt("Starving", "!!python/name:os.system x"), HERE + 2, "tags are not allowed", id="tag"),
    pytest.param(spoilt("Starving", "\x07"), HERE + 2, "holds a character", id="unprintable"),
    pytest.param(SAMPLE.encode() + b"title: \xff\n", SAMPLE.count("\n") + 1, "is not UTF-8", id="not UTF-8"),
    pytest.param(SAMPLE.encode("utf-16"), 1, "is not UTF-8", id="UTF-16"),
    pytest.param(BOMB, 1, "anchors and aliases are not allowed", id="alias bomb"),
    pytest.param(b"title: " + b"x" * LARGE, 1, "is larger than 2 MB", id="50 MB of text"),
    pytest.param(b"- x\n" * (LARGE // 4), 1, "is larger than 2 MB", id="50 MB of entries"),
    pytest.param(b"title: x\nlevels: " + b"[" * DEEP + b"]" * DEEP, 2, "is nested more than 30 deep", id="20,000 lists"),
    pytest.param(b"{a: " * DEEP + b"1" + b"}" * DEEP, 1, "is nested more than 30 deep", id="20,000 mappings"),
    pytest.param(b"- " * DEEP + b"x", 1, "is nested more than 30 deep", id="20,000 entries on a line"),
    pytest.param(b"", 1, "is empty", id="nothing"),
    pytest.param(b"# only a comment\n", 1, "is empty", id="only a comment"),
    pytest.param(b"- levels\n", 1, "is neither a framework", id="not a mapping"),
]


def refused(*files: tuple[str, bytes], folder: Path) -> list[str]:
    """What the command says of some files, none of which it may load."""
    for name, data in files:
        (folder / name).write_bytes(data)
    err = io.StringIO()
    with pytest.raises(CommandError, match="nothing was loaded") as raised:
        call_command("load_frameworks", *(str(folder / name) for name, _ in files), stderr=err, stdout=io.StringIO())
    assert raised.value.returncode == 2
    return err.getvalue().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "line", "reason"), MALFORMED)
def test_a_malformed_file_is_refused_at_its_line_and_nothing_is_loaded(
    tmp_path: Path, data: bytes, line: int, reason: str
) -> None:
    said = refused(framework_file(), authority_file(), ("bad.yaml", data), folder=tmp_path)
    assert said[0].startswith(f"{tmp_path / 'bad.yaml'}:{line}: "), said[0]
    assert reason in said[0]
    assert all(each.startswith(f"{tmp_path / 'bad.yaml'}:") for each in said), "the good files have nothing wrong"
    assert not Framework.objects.exists()
    assert not FrameworkVersion.objects.exists()
    assert not LocalAuthority.objects.exists()


@pytest.mark.django_db
def test_all_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    data = spoilt("'4'", "'9'").replace(b"title: Sample guidance\n", b"colour: red\n", 1)
    assert len(refused(("bad.yaml", data), folder=tmp_path)) >= 2


@pytest.mark.parametrize(("data", "line", "reason"), MALFORMED)
def test_refusing_takes_little_memory(tmp_path: Path, data: bytes, line: int, reason: str) -> None:
    """A bomb of a few hundred bytes, or 50 MB, is put down before it unfolds: the file is read no further than its limit."""
    (tmp_path / "bad.yaml").write_bytes(data)
    tracemalloc.start()
    try:
        with pytest.raises(CommandError):
            call_command("load_frameworks", str(tmp_path), stderr=io.StringIO())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * 1024 * 1024, f"{reason} (line {line})"
