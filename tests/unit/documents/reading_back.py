"""Read a PDF back: its words with pdftotext, its tags with pikepdf."""

import io
import subprocess
from typing import Any

import pikepdf


def text_of(pdf: bytes) -> str:
    """Return the words in reading order."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def words_of(pdf: bytes) -> str:
    """Return the words with all spacing made single."""
    return " ".join(text_of(pdf).split())


def tags_of(pdf: bytes) -> list[tuple[str, str]]:
    """Return (tag, alternative text) of the whole structure tree, depth first."""
    found: list[tuple[str, str]] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _walk(opened.Root.StructTreeRoot.K, found)
    return found


def _walk(part: Any, found: list[tuple[str, str]]) -> None:
    if isinstance(part, pikepdf.Array):
        for item in part:
            _walk(item, found)
    elif isinstance(part, pikepdf.Dictionary) and "/S" in part:
        found.append((str(part.S).lstrip("/"), str(part.get("/Alt", ""))))
        if "/K" in part:
            _walk(part.K, found)


def streams_of(pdf: bytes) -> bytes:
    """Return every stream of the file, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"".join(one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream))
