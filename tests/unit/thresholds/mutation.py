"""Files as they go wrong: bytes that a disk or an editor spoils, lines that are moved, values of another kind.

Everything is drawn from the `random.Random` that is passed in, so that a seed brings the same file back.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

import yaml

from thresholds.loading import read_yaml

Mutation = Callable[[bytes, Random], bytes]

SPOILT: Final = (
    b"\xff", b"\x00", b"\t", b"\r", b"'", b'"', b"{", b"}", b"[", b"]", b"- ", b": ", b"# ", b"&a ", b"*a", b"!!set ", b"? ",
    b"|\n", b">-\n", b"---\n", b"...\n", b"%YAML 9.9\n", b"<<: ", "\u202e".encode(), "\U0001f9f8".encode(), b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x85",
)  # fmt: skip

JUNK: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 4, 10**17, 10**40, 0.5, -0.0, float("inf"), float("nan"), "", " ", "yes", "null", "0", "1", "4",
    "x" * 41, "x" * 300, "x" * 30_000, "\u202e", "\x00", "a\nb", "\ud800", "2018-13-01", "0001-01-01", "9999-12-31",
    "2020-01-01", "25:00", "09:00", "need", "protective", "engagement", "01253 477299", "https://example.org", [], {}, [[]],
    [None], {"": ""}, {"code": "X"}, {"from": 3, "under": 2}, {"from": 17}, {"unborn": True}, {1: 2},
    ["x"] * 3, ["BP-CP-RI-01"],
)  # fmt: skip


def mutated(data: bytes, random: Random) -> bytes:
    """The file with one to three things wrong with it, all of one sort."""
    mutation = random.choice(MUTATIONS)
    for _ in range(random.randint(1, 3)):
        data = mutation(data, random)
    return data


def spoil_bytes(data: bytes, random: Random) -> bytes:
    """Bytes changed, lost, put in or said twice; or the end cut off."""
    start = random.randrange(len(data) + 1)
    end = min(start + random.choice((1, 1, 2, 8, 200)), len(data))
    return random.choice(
        (
            data[:start] + bytes(random.randrange(256) for _ in range(end - start)) + data[end:],
            data[:start] + data[end:],
            data[:start] + random.choice(SPOILT) + data[start:],
            data[:start] + random.choice(SPOILT) + data[end:],
            data[:end] + data[start:],
            data[:start],
        )
    )


def move_lines(data: bytes, random: Random) -> bytes:
    """A block of lines deleted, repeated, moved, or pushed in or out."""
    lines = data.split(b"\n")
    start = random.randrange(len(lines))
    end = start + random.choice((1, 1, 2, 5, 40))
    block, to = lines[start:end], random.randrange(len(lines))
    pushed = [b" " * random.choice((1, 2, 4)) + line for line in block]
    pulled = [line[random.choice((1, 2, 4)) :] for line in block]
    return b"\n".join(
        random.choice(
            (
                [*lines[:start], *lines[end:]],
                [*lines[:end], *block, *lines[end:]],
                [*lines[:to], *block, *lines[to:]],
                [*lines[:start], *pushed, *lines[end:]],
                [*lines[:start], *pulled, *lines[end:]],
            )
        )
    )


def change_values(data: bytes, random: Random) -> bytes:
    """A value of another kind, a key lost, renamed or put in, an entry said twice, a part where another belongs."""
    try:
        document = copy.deepcopy(read_yaml(data).value)
    except ValueError:
        return spoil_bytes(data, random)
    holder, place = _somewhere(document, random)
    if holder is None:
        return spoil_bytes(data, random)
    other, elsewhere = _somewhere(document, random)
    match random.randrange(6):
        case 0 | 1:
            holder[place] = copy.deepcopy(random.choice(JUNK))
        case 2:
            del holder[place]
        case 3 if isinstance(holder, dict):
            holder[random.choice(("colour", "level", "code", "note", "from", "text"))] = holder.pop(place)
        case 3:
            holder.insert(place, copy.deepcopy(holder[place]))
        case 4:
            holder[place] = copy.deepcopy(other[elsewhere])
        case _:
            holder[place] = [holder[place]] if random.random() < 0.5 else {"code": holder[place]}
    return written(document)


def written(document: Any) -> bytes:
    """The document as YAML, even where it holds what no YAML can: then as JSON, which says it in escapes."""
    try:
        text: str = yaml.dump(
            document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False
        )
        return text.encode()
    except (UnicodeError, yaml.YAMLError):
        return json.dumps(document).encode()


def _somewhere(document: Any, random: Random) -> tuple[Any, Any]:
    """A random mapping or list in the document and one of its keys or positions; deep ones as likely as shallow."""
    found: list[tuple[Any, Any]] = []
    stack = [document]
    while stack:
        here = stack.pop()
        places = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for place, value in places:
            found.append((here, place))
            stack.append(value)
    return random.choice(found) if found else (None, None)


MUTATIONS: Final[tuple[Mutation, ...]] = (spoil_bytes, move_lines, change_values, change_values)
