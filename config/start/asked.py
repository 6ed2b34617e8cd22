"""Whether somebody asked us to stop, and work that ends early when they do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from config import places
from config.embedded.errors import ServiceError
from config.embedded.progress import say
from config.start.children import die_with_parent

SIGN_OF_LIFE = 10.0
"""Seconds between two lines of a long piece of work."""


class Stopped(Exception):
    """Somebody asked to stop in the middle of a piece of work."""


class Asked:
    """Notes Ctrl-C, SIGTERM and a closed terminal."""

    def __init__(self) -> None:
        self.to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.to_stop = True

    def work(self, title: str, module: str, *, meanwhile: Callable[[], None] | None = None) -> None:
        """Run one of our modules to its end, as the owner. Raises `Stopped`, or `ServiceError` where it fails.

        It is given every address: the demo's cases are made as the web login. `meanwhile` is called once a second.
        """
        say(title)
        began = shown = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=places.BASE_DIR,
            env=os.environ | {"RIGHTHELP_LOGIN": "owner"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        while process.poll() is None:
            if self.to_stop:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
                raise Stopped
            if time.monotonic() - shown > SIGN_OF_LIFE:
                shown = time.monotonic()
                say(f"{title}: {shown - began:.0f} s so far")
            if meanwhile:
                meanwhile()
            time.sleep(0.1)
        if process.returncode:
            raise ServiceError(f"{title}: failed (see above)")
        say(f"{title}: done in {time.monotonic() - began:.0f} s")
