"""The real worker, beat and Valkey as processes of their own, to be killed and started again."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import redis
from django.db import connection

from config import places
from config.embedded import layout
from config.embedded.account import current
from config.embedded.binaries import valkey_server
from config.start.children import die_with_parent

CELERY = [sys.executable, "-m", "celery", "-A", "config.celery"]
WORKER = [*CELERY, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""]


class Processes:
    """A worker, two beats and a Valkey against the test's own database; everything they write is in one folder."""

    def __init__(self, *, sweep_seconds: float = 1.0) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rh-"))
        self.socket = self.folder / "v.sock"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ended_by_themselves = 0
        self._log = (self.folder / "log").open("ab")
        database = connection.settings_dict["NAME"]
        password = quote((places.kept_secret("database-system")), safe="")
        self.environment = os.environ | {
            "DATABASE_URL_SYSTEM": f"postgres://righthelp_system:{password}@/{database}",
            "PGHOST": str(layout.sockets()),
            "PGPORT": "5432",
            "RIGHTHELP_LOGIN": "system",
            "RIGHTHELP_STATE": str(self.folder / "state"),
            "RIGHTHELP_SWEEP_SECONDS": str(sweep_seconds),
            "REDIS_URL": f"redis+socket://{self.socket}",
        }

    def start(self, name: str) -> None:
        """Start one of `valkey`, `worker`, `beat-1` and `beat-2`, as a process group of its own."""
        if name == "valkey":
            command = [str(valkey_server(current())), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        elif name == "worker":
            command = WORKER
        else:
            command = [*BEAT, "--schedule", str(self.folder / name)]
        self.running[name] = subprocess.Popen(
            command,
            env=self.environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def start_all(self) -> None:
        self.start("valkey")
        deadline = time.monotonic() + 20
        while not self._valkey_answers():
            assert time.monotonic() < deadline, "Valkey did not start"
            time.sleep(0.05)
        for name in ("worker", "beat-1", "beat-2"):
            self.start(name)

    def restart_the_dead(self) -> None:
        """Start again what has ended by itself, as `make run` and `docker-compose.yml` do.

        A Celery worker one of whose processes is killed while it is still starting gives up and ends.
        """
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.ended_by_themselves += 1
                self.start(name)

    def kill(self, name: str) -> None:
        """SIGKILL a process and all that it began."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def kill_a_child(self, chance: random.Random) -> bool:
        """SIGKILL one of the worker's own processes, which the worker replaces by itself; whether there was one."""
        parent = self.running["worker"].pid
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            os.kill(int(chance.choice(children)), signal.SIGKILL)
        except (OSError, IndexError):
            return False
        return True

    def lose_the_queue(self) -> None:
        """Empty Redis, with everything in it."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            client.flushall()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def stop_all(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self._log.close()
        shutil.rmtree(self.folder)

    def message_ids(self) -> list[str]:
        """The Message-ID of every e-mail that was handed over, in the file backend's folder, repeats included."""
        texts = [path.read_text(errors="replace") for path in (self.folder / "state" / "mail").glob("*.log")]
        return [line.split()[1] for text in texts for line in text.splitlines() if line.startswith("Message-ID:")]

    def _valkey_answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False
