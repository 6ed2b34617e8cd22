"""Keeps one printing process for this process, hands it jobs one at a time, and ends it when it is slow or old."""

import atexit
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

from documents.press.fonts import font_files

CHILD = Path(__file__).resolve().parent / "child.py"
MOST_SECONDS = 10.0
START_SECONDS = 60.0
"""The process reads its fonts when it starts, which a busy machine draws out; a document then has MOST_SECONDS."""
MOST_JOBS = 200
"""Documents before the process is replaced, so that its memory stays flat (product decision)."""


class PressFailed(Exception):
    """No PDF came: too slow, too large, or an error in the printing process, whose kind is all that is said."""


class Press:
    """A printing process, started when first needed. Safe to share between threads and across a fork."""

    def __init__(self, *, fonts: Sequence[Path], most_seconds: float = MOST_SECONDS, most_jobs: int = MOST_JOBS) -> None:
        self.fonts, self.most_seconds, self.most_jobs = fonts, most_seconds, most_jobs
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._jobs = 0
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._forget)

    def pdf(self, html: str, pictures: Mapping[str, str]) -> bytes:
        """Return the PDF of `html` (see Printer.pdf); raises PressFailed."""
        job = json.dumps({"html": html, "pictures": dict(pictures)}).encode()
        with self._lock:
            kind, body = self._answer(self._running(), job, self.most_seconds)
            if kind != b"P":
                self._end()
                raise PressFailed(body.decode())
        return body

    def end(self) -> None:
        """End the printing process, if there is one."""
        with self._lock:
            self._end()

    def _forget(self) -> None:
        """In a forked process: the printing process belongs to the parent."""
        self._child, self._lock = None, threading.Lock()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None or self._jobs >= self.most_jobs:
            self._end()
            self._folder = tempfile.mkdtemp(prefix="righthelp-press-")
            settings = json.dumps({"fonts": [str(font) for font in self.fonts]})
            self._child = subprocess.Popen(
                [sys.executable, "-I", str(CHILD), settings],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": self._folder},
            )
            self._jobs = 0
            self._answer(self._child, b"", START_SECONDS)
        self._jobs += 1
        return self._child

    def _answer(self, child: subprocess.Popen[bytes], job: bytes, most_seconds: float) -> tuple[bytes, bytes]:
        """Return the kind and body of the child's next answer, to a job if there is one; ends the child when it is late."""
        late = threading.Timer(most_seconds, child.kill)
        late.start()
        try:
            return self._exchange(child, job)
        except (OSError, EOFError) as error:
            self._end()
            raise PressFailed("the printing process ended") from error
        finally:
            late.cancel()

    def _exchange(self, child: subprocess.Popen[bytes], job: bytes) -> tuple[bytes, bytes]:
        if child.stdin is None or child.stdout is None:
            raise EOFError
        if job:
            child.stdin.write(struct.pack(">I", len(job)) + job)
            child.stdin.flush()
        head = _exactly(child.stdout, 5)
        return head[:1], _exactly(child.stdout, struct.unpack(">I", head[1:])[0])

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    _closed(stream)
            child.wait()
            shutil.rmtree(self._folder, ignore_errors=True)


def _closed(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was not yet written to an ended process is lost with it
        return


def _exactly(stream: IO[bytes], length: int) -> bytes:
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return body


@cache
def press() -> Press:
    """Return this process's press; its printing process ends with it."""
    made = Press(fonts=font_files())
    atexit.register(made.end)
    return made
