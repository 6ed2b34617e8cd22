"""The one parent: prepares, starts the children, keeps them alive and stops them together."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import places
from config.embedded import configured, layout, postgres, valkey
from config.embedded.errors import ServiceError
from config.embedded.locking import only_one
from config.embedded.progress import say
from config.start import address, welcome
from config.start.children import GRACE, Child, die_with_parent, the_service

LOOK_EVERY = 1.0
"""Seconds between looks at the children."""
SERVICES_EVERY = 5
"""Looks at the children for one at the embedded services."""
FIRST_ANSWER = 60.0


class Asked:
    """Whether somebody asked us to stop (Ctrl-C or SIGTERM)."""

    def __init__(self) -> None:
        self.to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.to_stop = True


def run() -> None:
    """Everything, until somebody asks to stop. Raises `ServiceError` where it cannot begin."""
    with _alone():
        asked = Asked()
        if "MAKELEVEL" in os.environ:
            die_with_parent()  # `make` is our parent: if it is killed, so are we
        address.claim()
        os.environ.setdefault("RIGHTHELP_HTTPS", "false")  # this server speaks plain HTTP, to this machine
        os.environ.setdefault("RIGHTHELP_DEMO", "true")
        children: list[Child] = []
        try:
            bring_up_services()
            bring_contents_up_to_date()
            children += the_service(address.host(), address.port())
            web, *others = children
            web.start()
            _wait_for_first_answer(web, asked)
            for child in others:  # afterwards: the first page comes sooner
                child.start()
            if not asked.to_stop:
                welcome.show(address.url())
            _watch(children, asked)
        finally:
            say("stopping")
            stop_children(children)
            stop_services()


def bring_up_services() -> None:
    """PostgreSQL and Valkey, unless the environment names others."""
    with only_one():
        if configured.has_database():
            configured.complete_database()
        else:
            postgres.start()
        if not configured.has_broker():
            valkey.start()


def stop_services() -> None:
    with only_one():
        if not configured.has_broker():
            valkey.stop()
        if not configured.has_database():
            postgres.stop()


def bring_contents_up_to_date() -> None:
    say("bringing the database and static files up to date")
    began = time.monotonic()
    command = [sys.executable, "-m", "config.start.contents"]
    environment = os.environ | {"RIGHTHELP_LOGIN": "owner"}  # with every address: the demo's cases are made as the web login
    done = subprocess.run(command, cwd=places.BASE_DIR, env=environment, check=False)
    if done.returncode:
        raise ServiceError("the database or the static files could not be brought up to date (see above)")
    say(f"up to date in {time.monotonic() - began:.0f} s")


def _wait_for_first_answer(web: Child, asked: Asked) -> None:
    deadline = time.monotonic() + FIRST_ANSWER
    while not asked.to_stop:
        try:
            status = address.ask()
            if status >= 500:
                say(f"the first page answers {status}: see {web.log}")
            return
        except OSError as error:
            if time.monotonic() > deadline or (web.process and web.process.poll() is not None):
                tail = "\n".join(web.log.read_text(errors="replace").splitlines()[-15:])
                raise ServiceError(f"the web server does not answer ({error}). The end of {web.log}:\n{tail}") from error
        time.sleep(0.1)


def _watch(children: list[Child], asked: Asked) -> None:
    looks = 0
    while not asked.to_stop:
        for child in children:
            child.keep_alive()
        looks += 1
        if looks % SERVICES_EVERY == 0:
            _revive_services()
        time.sleep(LOOK_EVERY)


def _revive_services() -> None:
    try:
        if not (configured.has_database() or postgres.is_up()):
            say("PostgreSQL has ended; starting it again")
            bring_up_services()
        if not (configured.has_broker() or valkey.is_up()):
            say("Valkey has ended; starting it again")
            bring_up_services()
    except ServiceError as error:
        say(str(error))


def stop_children(children: list[Child]) -> None:
    for child in reversed(children):
        child.stop()
    deadline = time.monotonic() + GRACE
    for child in children:
        child.kill_late(deadline)


def stop() -> None:
    """Stop what `run` started in this checkout, or what a killed one left behind."""
    pid = _parent_pid()
    if pid is None:
        stop_services()
        say("stopped")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE + 45
    while _parent_pid() is not None:
        if time.monotonic() > deadline:
            raise ServiceError(f"process {pid} does not stop")
        time.sleep(0.2)
    say("stopped")


def reset() -> None:
    """Stop, and remove the database, the queue and everything else that was made here, but for what was installed."""
    stop()
    made = [places.state_dir() / name for name in ("secrets", "static", "mail", "logs")]
    for folder in (layout.root(), layout.sockets(), *made):
        shutil.rmtree(folder, ignore_errors=True)
    for schedule in places.state_dir().glob("beat-schedule*"):
        schedule.unlink()
    layout.pointer().unlink(missing_ok=True)
    say("the next `make run` begins with nothing")


def _pid_file() -> Path:
    return places.state_dir() / "parent"


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only parent of this checkout. The kernel lets go of the lock when we end, however that is."""
    places.state_dir().mkdir(parents=True, exist_ok=True)
    with _pid_file().open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            number = handle.read().strip() or "unknown"
            raise ServiceError(f"already running here (process {number}); `make stop` stops it") from None
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def _parent_pid() -> int | None:
    """The running parent's process, or None if nobody holds the lock."""
    if not _pid_file().exists():
        return None
    with _pid_file().open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(handle.read())
    return None
