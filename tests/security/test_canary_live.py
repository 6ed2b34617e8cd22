"""Names planted in every record, and real workers at a real broker: what Valkey, the workers, their log and their mail hold.

The town is built and committed with the broker up and no worker, so that everything that is sent waits there to be read; then
the workers carry it out, while everything that is said to the broker is written down.
"""

import base64
import contextlib
import email
import email.policy
import json
import re
import socket as sockets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery.app.task import Task
from django.conf import settings

from config.celery import app
from documents.models import Document
from documents.tasks import render
from notices.models import OutboxEmail
from tests.reliability.faults import wait_until
from tests.reliability.processes import Processes
from tests.roles import as_factory
from tests.security.planting import PLANTED, plant_the_rest
from tests.security.town import plain, town_of

READ = {
    b"string": lambda client, key: [client.get(key)],
    b"list": lambda client, key: client.lrange(key, 0, -1),
    b"set": lambda client, key: client.smembers(key),
    b"zset": lambda client, key: [part for pair in client.zrange(key, 0, -1, withscores=True) for part in pair],
    b"hash": lambda client, key: [part for pair in client.hgetall(key).items() for part in pair],
    b"stream": lambda client, key: client.xrange(key),
}
_ENCODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


class Broker:
    """What is in Valkey, and what was said to it."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.said: list[str] = []
        self._ended = threading.Event()

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1)

    def listen(self) -> None:
        with sockets.socket(sockets.AF_UNIX) as line:
            line.connect(str(self.socket))
            line.settimeout(0.2)
            line.sendall(b"MONITOR\r\n")
            while not self._ended.is_set():
                with contextlib.suppress(TimeoutError):
                    self.said.append(line.recv(1 << 20).decode(errors="replace"))

    @contextlib.contextmanager
    def heard(self) -> Iterator[None]:
        listener = threading.Thread(target=self.listen)
        listener.start()
        try:
            yield
        finally:
            self._ended.set()
            listener.join(10)

    def held(self) -> str:
        """Every key and every value, of every type, in every database."""
        client = self.client()
        return "\n".join(
            _text(part)
            for key in client.scan_iter("*")
            for part in (key, *READ[client.type(key)](client, key))
        )  # fmt: skip


def _text(part: object) -> str:
    return part.decode(errors="replace") if isinstance(part, bytes) else str(part)


def read(text: str) -> str:
    """A text with what is encoded in it: bodies of messages are JSON in base64, within JSON."""
    decoded = []
    for part in _ENCODED.findall(text.replace("\\", "")):
        with contextlib.suppress(ValueError):
            decoded.append(base64.b64decode(part).decode(errors="replace"))
    return "\n".join([text, *decoded])


def found_in(text: str) -> list[str]:
    return [word for word in PLANTED if word in read(text)]


@pytest.fixture
def processes(transactional_db: None) -> Iterator[Processes]:
    started = Processes()
    yield started
    started.stop_all()


@pytest.fixture
def broker(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """Tasks of this process are sent, as they are in a web process, and not run in place."""
    eager = app.conf.task_always_eager
    processes.start("valkey")
    found = Broker(processes.socket)
    assert wait_until(lambda: _answers(found), 20)
    app.conf.task_always_eager = False
    send: Callable[..., Any] = Task.apply_async
    address = processes.environment["REDIS_URL"]

    def sent(self: Task, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        with app.connection_for_write(url=address) as connection:
            return send(self, args, kwargs, **options, connection=connection)

    monkeypatch.setattr(Task, "apply_async", sent)
    with found.heard():
        yield found
    app.conf.task_always_eager = eager


def _answers(broker: Broker) -> bool:
    try:
        return bool(broker.client().ping())
    except redis.ConnectionError:
        return False


def _done() -> bool:
    """Every document is printed and every e-mail sent."""
    with as_factory():
        return (
            Document.objects.exists()
            and not Document.objects.filter(pdf=None).exists()
            and OutboxEmail.objects.exists()
            and not OutboxEmail.objects.filter(sent_at=None).exists()
        )


def _titles(processes: Processes) -> str:
    """How each process of the workers calls itself, as anybody on the machine reads it, and its environment."""
    told = []
    for process in processes.running.values():
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                if (entry / "stat").read_text().rpartition(")")[2].split()[2] == str(process.pid):
                    told.append((entry / "cmdline").read_text() + (entry / "comm").read_text())
    return "\n".join(told)


def _mail(processes: Processes) -> list[str]:
    messages = []
    for text in processes.mail.messages:
        parsed = email.message_from_string(text, policy=email.policy.default)
        messages.append(f"{text}\n{parsed.get_content() if not parsed.is_multipart() else parsed}")
    return messages


@pytest.mark.django_db(transaction=True)
def test_no_name_reaches_the_broker_a_worker_s_log_title_or_mail(processes: Processes, broker: Broker) -> None:
    plant_the_rest(town_of(plain), plain)
    waiting = broker.held()
    assert "documents.tasks.render" in waiting, "the tasks wait in Valkey to be read"
    assert found_in(waiting) == []
    for name in ("worker-1", "beat-1"):
        processes.start(name)
    titles: list[str] = []
    assert wait_until(lambda: titles.append(_titles(processes)) or _done(), 120), processes.log()[-3000:]
    messages = _mail(processes)
    assert len(messages) > 5
    assert "celery" in titles[-1]
    assert "".join(broker.said).count("\n") > 50
    for what in (broker.held(), "".join(broker.said), processes.log(), "\n".join(titles), "\n".join(messages)):
        assert found_in(what) == []
    assert "Traceback" not in processes.log()


@pytest.mark.django_db(transaction=True)
def test_a_name_in_a_task_would_be_found_in_the_broker(processes: Processes, broker: Broker) -> None:
    render.delay(1, plain("given_name"))
    assert found_in(broker.held()) == ["zqxcanary"]
    assert wait_until(lambda: bool(found_in("".join(broker.said))), 10)


def test_no_result_of_a_task_is_kept() -> None:
    assert settings.CELERY_TASK_IGNORE_RESULT
    assert json.dumps(app.conf.result_backend) == "null"
