"""The printing process: reads jobs from standard input, writes PDFs to standard output, ends when its parent does.

Started by `documents.press.parent` by its path, isolated (`python -I`) and with an empty environment: it holds no password,
no Django and no other record than the one being printed.
"""

import json
import logging
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

HERE = Path(__file__).resolve().parent
MEMORY_CAP = 1_500_000_000
"""Bytes of address space."""


def main(settings: dict[str, Any]) -> None:
    """Serve jobs until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_CAP, MEMORY_CAP))
    logging.disable(logging.CRITICAL)  # WeasyPrint's warnings would quote the document
    sys.path.insert(0, str(HERE.parent.parent))
    from documents.press.printing import Printer
    from documents.press.walls import raise_walls

    printer = Printer(stylesheet=HERE / "document.css", fonts=[Path(font) for font in settings["fonts"]])
    raise_walls([HERE])
    sys.excepthook = _say_what_failed
    send(sys.stdout.buffer, b"R", b"")
    while (received := receive(sys.stdin.buffer)) is not None:
        job = json.loads(received)
        send(sys.stdout.buffer, b"P", printer.pdf(job["html"], job["pictures"]))


def _say_what_failed(kind: type[BaseException], _error: BaseException, _trace: object) -> None:
    """Tell the parent the kind of the error and nothing of the text; the process then ends, and a new one takes over."""
    send(sys.stdout.buffer, b"E", kind.__name__.encode())


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next job, or None at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    return stream.read(struct.unpack(">I", head)[0])


def send(stream: BinaryIO, kind: bytes, body: bytes) -> None:
    """Write one answer: its kind (R for ready, P for a PDF, E for an error's name), length, body."""
    stream.write(kind + struct.pack(">I", len(body)) + body)
    stream.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
