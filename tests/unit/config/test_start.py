"""The parent's parts: the port, what a child is given, and when it is started again."""

import socket
import sys
from pathlib import Path

import pytest

from config.embedded.errors import ServiceError
from config.start import address
from config.start.children import Child, environment_for, the_service


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_no_port_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(ServiceError, match="must be a number from 1 to 65535"):
        address.port()


def test_the_port_is_8000_if_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert address.port() == 8000
    monkeypatch.setenv("PORT", "")
    assert address.port() == 8000


def test_a_taken_port_is_refused_and_another_one_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "PATIENCE", 0.1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(ServiceError, match=rf"port {port} is taken.*PORT={port + 1} make run"):
            address.claim()


def test_a_child_gets_its_own_login_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_URL_WEB", "DATABASE_URL_SYSTEM"):
        monkeypatch.setenv(name, f"postgres://{name.lower()}@database/righthelp")
    given = environment_for("web")
    assert given["RIGHTHELP_LOGIN"] == "web"
    assert [name for name in given if name.startswith("DATABASE_URL")] == ["DATABASE_URL_WEB"]


def test_the_service_is_web_as_web_and_worker_and_beat_as_system() -> None:
    assert [(child.name, child.login) for child in the_service("127.0.0.1", 8000)] == [
        ("web", "web"),
        ("worker", "system"),
        ("beat", "system"),
    ]


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    monkeypatch.setenv("RIGHTHELP_STATE", str(tmp_path))
    return Child("failing", [sys.executable, "-c", "raise SystemExit(3)"], "web")


def died(child: Child) -> None:
    assert child.process
    child.process.wait(30)


def test_a_dead_child_is_started_again_at_once_then_after_longer_waits(failing: Child) -> None:
    failing.start()
    died(failing)
    failing.keep_alive()
    assert failing.process is not None
    died(failing)
    failing.keep_alive()
    assert failing.process is None
    first = failing.not_before
    failing.not_before = 0.0
    failing.keep_alive()
    died(failing)
    failing.keep_alive()
    assert failing.process is None
    assert failing.not_before > first
    assert failing.deaths == 3


def test_a_child_that_does_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTHELP_STATE", str(tmp_path))
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    child = Child("stubborn", [sys.executable, "-c", code], "web")
    child.start()
    while "ready" not in child.log.read_text():
        pass
    child.stop()
    child.kill_late(0.0)
    assert child.process
    assert child.process.returncode == -9
