"""Run a long command and show that it is getting on."""

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EVERY = 5.0
"""Seconds between signs of life where the output is not a terminal."""


class StepFailed(Exception):
    """A step went wrong; the message says what to do or shows the end of its output."""


def say(message: str) -> None:
    print(f"righthelp: {message}", flush=True)


def step(title: str, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run a command in the checkout, showing a title, a line now and then, and how long it took."""
    began = time.monotonic()
    say(f"{title} …")
    tail: deque[str] = deque(maxlen=25)
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(env) if env is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(done, began, tail), daemon=True)
    ticker.start()
    for line in process.stdout or ():
        if line.strip():
            tail.append(line.strip())
    code = process.wait()
    done.set()
    ticker.join()
    if code:
        raise StepFailed(f"{title}: failed with status {code}\n  " + "\n  ".join(tail))
    say(f"{title}: done in {time.monotonic() - began:.0f} s")


def _tick(done: threading.Event, began: float, tail: deque[str]) -> None:
    while not done.wait(EVERY):
        last = tail[-1][:90] if tail else ""
        sys.stdout.write(f"righthelp:   {time.monotonic() - began:.0f} s  {last}\n")
        sys.stdout.flush()
