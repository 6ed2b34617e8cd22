"""The processes of the service: how each is started, and started again when it dies."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config import places
from config.embedded.progress import say

PR_SET_PDEATHSIG = 1
LONGEST_WAIT = 30.0
"""Seconds between tries to start a child that keeps dying."""
GRACE = 15.0
"""Seconds that a child has to end by itself."""
LOG_LIMIT = 20 * 1024 * 1024


@dataclass
class Child:
    """One process. `login` is the database login that it runs with."""

    name: str
    command: Sequence[str]
    login: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    not_before: float = 0.0
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return places.state_dir() / "logs" / f"{self.name}.log"

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=places.BASE_DIR,
                env=environment_for(self.login),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # the terminal's Ctrl-C reaches the parent alone, which stops the children in order
                preexec_fn=die_with_parent,
            )
        self.started_at = time.monotonic()

    def keep_alive(self) -> None:
        """Start it again if it has died: at once the first time, then after longer and longer waits."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self.process = None
            self.deaths = 1 if now - self.started_at > 60 else self.deaths + 1
            wait = 0.0 if self.deaths == 1 else min(LONGEST_WAIT, 2.0**self.deaths)
            self.not_before = now + wait
            when = f" in {wait:.0f} s" if wait else ""
            say(f"{self.name} ended with status {code}; starting it again{when} (see {self.log})")
        if now >= self.not_before:
            self.start()

    def stop(self) -> None:
        """Ask it to end; `kill_late` does not ask."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def kill_late(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def environment_for(login: str) -> dict[str, str]:
    """A child's environment: its own database login's address and no other's."""
    ours = {"owner": "DATABASE_URL", "web": "DATABASE_URL_WEB", "system": "DATABASE_URL_SYSTEM"}
    environment = {name: value for name, value in os.environ.items() if name not in ours.values() or name == ours[login]}
    return environment | {"RIGHTHELP_LOGIN": login, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(places.BASE_DIR)}


def the_service(host: str, port: int) -> list[Child]:
    """Web server, worker and beat."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "config.celery"]
    return [
        Child("web", [python, "-m", "granian", *granian_arguments(host, port)], "web"),
        Child(
            "worker",
            [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
            "system",
        ),
        Child("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""], "system"),
    ]


def granian_arguments(host: str, port: int) -> list[str]:
    """The web server's: two processes of threads, each with a database connection of its own."""
    settings = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": os.environ.get("WEB_WORKERS", "2"),
        "--blocking-threads": os.environ.get("WEB_THREADS", "8"),
        "--log-level": "warning",
    }
    flat = [part for pair in settings.items() for part in pair]
    return [*flat, "--no-ws", "--respawn-failed-workers", "config.wsgi:application"]
