"""What `make run` starts: from nothing, twice, after kills, with the port taken. In a folder with a space in its name."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".var" / "test of one command"
PATIENCE = 240.0


def environment(port: int) -> dict[str, str]:
    ours = ("RIGHTHELP_", "DATABASE_URL", "REDIS_URL", "DJANGO_", "MAKE", "PORT", "PYTEST")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return clean | {"RIGHTHELP_STATE": str(STATE), "PORT": str(port), "RIGHTHELP_DEMO": "false"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], object], *, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not what():
        assert time.monotonic() < deadline, f"waited {patience} s for {what}"
        time.sleep(0.1)


class Service:
    """The service in a state folder of its own, as one `config.start` after another."""

    def __init__(self) -> None:
        self.port = free_port()
        self.output = STATE.with_name("output of one command")
        self.parent: subprocess.Popen[bytes] | None = None

    def command(self, action: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "config.start", action]
        return subprocess.run(command, cwd=ROOT, env=environment(self.port), capture_output=True, text=True, check=False)

    def start(self) -> None:
        if self.parent:
            self.parent.wait(60)
        with self.output.open("wb") as output:
            self.parent = subprocess.Popen(
                [sys.executable, "-m", "config.start", "run"],
                cwd=ROOT,
                env=environment(self.port),
                stdout=output,
                stderr=output,
            )
        wait_for(lambda: "Ctrl-C stops it" in self.said() or self.ended())
        assert not self.ended(), self.said()

    def ended(self) -> bool:
        return self.parent is not None and self.parent.poll() is not None

    def said(self) -> str:
        return self.output.read_text()

    def stop(self) -> None:
        assert self.command("stop").returncode == 0
        if self.parent:
            self.parent.wait(60)

    def kill_parent(self) -> None:
        assert self.parent
        self.parent.kill()
        self.parent.wait()

    def status(self) -> int | None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def processes(self, *words: str) -> list[int]:
        """The processes that were given this state folder and have all the words in their command line."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                given = (folder / "environ").read_bytes()
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                ours = os.fsencode(STATE) in given or str(STATE) in line
                if ours and line and all(word in line for word in words):
                    found.append(int(folder.name))
        return sorted(found)

    def identity(self) -> tuple[int, int]:
        """Which cluster it is, and how many frameworks are in it."""
        secret = (STATE / "secrets" / "database-superuser").read_text()
        with psycopg.connect(
            host=str(STATE / "services" / "sockets"), user="postgres", password=secret, dbname="righthelp"
        ) as connection:
            row = connection.execute(
                "select (select system_identifier from pg_control_system()), (select count(*) from thresholds_framework)"
            ).fetchone()
        assert row
        return row[0], row[1]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    running = Service()
    running.command("reset")
    running.start()
    yield running
    running.command("reset")
    if running.parent:
        running.parent.wait(60)


def test_it_comes_up_from_nothing_and_says_where(service: Service) -> None:
    assert service.status() in (200, 302)
    assert f"http://localhost:{service.port}/" in service.said()


def test_the_web_server_is_given_no_other_login_than_its_own(service: Service) -> None:
    for pid in service.processes("granian"):
        given = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert b"RIGHTHELP_LOGIN=web" in given


def test_a_second_one_in_the_same_checkout_says_that_one_is_running(service: Service) -> None:
    second = service.command("run")
    assert (second.returncode, "already running here" in second.stderr) == (1, True)
    assert service.status() in (200, 302)


@pytest.mark.parametrize("name", ["worker", "beat", "granian"])
def test_a_child_that_is_killed_is_started_again(service: Service, name: str) -> None:
    before = set(service.processes(name))
    for pid in before:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: set(service.processes(name)) - before)
    wait_for(service.status)


def test_a_postgresql_that_is_killed_is_started_again(service: Service) -> None:
    identity = service.identity()
    os.kill(int((STATE / "services" / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: "PostgreSQL has ended" in service.said())
    wait_for(lambda: service.status() in (200, 302))
    assert service.identity() == identity


def test_a_killed_parent_takes_its_children_along_and_the_next_one_keeps_the_data(service: Service) -> None:
    identity = service.identity()
    service.kill_parent()
    wait_for(lambda: not service.processes("granian") and not service.processes("celery"))
    began = time.monotonic()
    service.start()
    assert time.monotonic() - began < 45
    assert service.status() in (200, 302)
    assert service.identity() == identity


def test_everything_killed_at_once_comes_up_again_with_its_data(service: Service) -> None:
    identity = service.identity()
    service.kill_parent()
    for pid in service.processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    service.start()
    assert service.status() in (200, 302)
    assert service.identity() == identity


def test_the_backup_role_dumps_past_row_level_security(service: Service) -> None:
    from config.embedded.account import current
    from config.embedded.binaries import postgres_bin

    secret = (STATE / "secrets" / "database-superuser").read_text()
    dump = subprocess.run(
        [
            str(postgres_bin(current()) / "pg_dump"),
            "--role=righthelp_backup",
            "-U",
            "postgres",
            "-Fp",
            "-f",
            "/dev/null",
            "righthelp",
        ],
        env={"PGHOST": str(STATE / "services" / "sockets"), "PGPASSWORD": secret},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (dump.returncode, dump.stderr) == (0, "")


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_asking_it_to_stop_leaves_nothing_running(service: Service, asked: signal.Signals) -> None:
    if service.ended():
        service.start()
    assert service.parent
    service.parent.send_signal(asked)
    assert service.parent.wait(60) == 0
    assert service.processes() == []
    assert service.status() is None


def test_a_port_that_is_taken_is_named(service: Service) -> None:
    service.stop()
    with socket.socket() as other:
        other.bind(("127.0.0.1", service.port))
        other.listen()
        refused = service.command("run")
    assert refused.returncode == 1
    assert f"port {service.port} is taken by another program" in refused.stderr
    assert service.processes() == []


def test_a_demo_that_was_interrupted_while_it_was_made_begins_again(service: Service) -> None:
    service.start()
    before = service.identity()
    service.stop()
    (STATE / "demo-begun").touch()
    service.start()
    after = service.identity()
    assert "the demo was interrupted" in service.said()
    assert (before[0] != after[0], before[1]) == (True, after[1])
    assert not (STATE / "demo-begun").exists()


def test_reset_leaves_nothing_to_begin_from(service: Service) -> None:
    """Coming up from nothing is what every test here began with, after a reset."""
    assert service.status() in (200, 302)
    assert service.command("reset").returncode == 0
    assert service.processes() == []
    of_data = ("services", "secrets", "static", "mail", "logs")
    assert [name for name in of_data if (STATE / name).exists()] == []
