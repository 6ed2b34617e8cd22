"""The real workers, beats, web server and Valkey as processes of their own, to be killed and started again."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from config import places
from config.embedded import layout
from config.embedded.account import current
from config.embedded.binaries import valkey_server
from config.start.children import die_with_parent, granian_arguments
from tests.reliability.mail_server import MailServer

CELERY = [sys.executable, "-m", "celery", "-A", "config.celery"]
WORKER = [*CELERY, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""]


WORKERS = ("worker-1", "worker-2")
BEATS = ("beat-1", "beat-2")


class Processes:
    """Two workers of two processes each, two beats, Valkey and, if asked for, the web server, against the test's own database.

    Everything they write is in one folder; their e-mails go to `mail`.
    """

    def __init__(self, *, sweep_seconds: float = 1.0, web: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rh-"))
        self.socket = self.folder / "v.sock"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ended_by_themselves = 0
        self.mail = MailServer()
        self.port = _free_port() if web else 0
        self._log = (self.folder / "log").open("ab")
        self.environment = os.environ | {
            "DATABASE_URL_SYSTEM": _address("system"),
            "DATABASE_URL_WEB": _address("web"),
            "PGHOST": str(layout.sockets()),
            "PGPORT": "5432",
            "RIGHTHELP_STATE": str(self.folder / "state"),
            "RIGHTHELP_SWEEP_SECONDS": str(sweep_seconds),
            "REDIS_URL": f"redis+socket://{self.socket}",
            "EMAIL_URL": self.mail.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "RIGHTHELP_HTTPS": "false",
            "WEB_WORKERS": "1",
        }

    def start(self, name: str) -> None:
        """Start one of `valkey`, the workers, the beats and `web`, as a process group of its own."""
        if name == "valkey":
            command = [str(valkey_server(current())), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        elif name == "web":
            command = [sys.executable, "-m", "granian", *granian_arguments("127.0.0.1", self.port)]
        elif name in WORKERS:
            command = [*WORKER, "-n", f"{name}@localhost"]
        else:
            command = [*BEAT, "--schedule", str(self.folder / name)]
        self.running[name] = subprocess.Popen(
            command,
            env=self.environment | {"RIGHTHELP_LOGIN": "web" if name == "web" else "system"},
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
        for name in (*WORKERS, *BEATS, *(["web"] if self.port else [])):
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
        """SIGKILL one of a worker's own processes, which the worker replaces by itself; whether there was one."""
        try:
            os.kill(chance.choice(self._children()), signal.SIGKILL)
        except (OSError, IndexError):
            return False
        return True

    def has_a_child(self) -> bool:
        return bool(self._children())

    def _children(self) -> list[int]:
        found: list[int] = []
        for parent in (self.running[name].pid for name in WORKERS if name in self.running):
            with suppress(OSError):
                found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
        return found

    def lose_the_queue(self) -> None:
        """Empty Redis, with everything in it."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            client.flushall()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def stop_all(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.mail.stop()
        self._log.close()
        shutil.rmtree(self.folder)

    def _valkey_answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _address(login: str) -> str:
    password = quote(places.kept_secret(f"database-{login}"), safe="")
    return f"postgres://righthelp_{login}:{password}@/{connection.settings_dict['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
