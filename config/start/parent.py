"""The one parent: prepares, starts the children, keeps them alive and stops them together."""

import contextlib
import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import places
from config.embedded import configured, layout
from config.embedded.errors import ServiceError
from config.embedded.progress import say
from config.start import address, welcome
from config.start.asked import Asked, Stopped
from config.start.children import GRACE, Child, die_with_parent, the_service
from config.start.marks import demo_begun, demo_wanted
from config.start.services import bring_up_services, revive_services, stop_services

LOOK_EVERY = 1.0
"""Seconds between looks at the children."""
SERVICES_EVERY = 5
"""Looks at the children for one at the embedded services."""
FIRST_ANSWER = 60.0


def run() -> None:
    """Everything, until somebody asks to stop. Raises `ServiceError` where it cannot begin."""
    with _alone():
        asked = Asked()
        if "MAKELEVEL" in os.environ:
            die_with_parent()  # `make` is our parent: if it is killed, so are we
        address.claim()
        os.environ.setdefault("RIGHTHELP_HTTPS", "false")  # this server speaks plain HTTP, to this machine
        os.environ.setdefault("RIGHTHELP_DEMO", "true")
        children = the_service(address.host(), address.port())
        try:
            _forget_half_a_demo()
            bring_up_services()
            with contextlib.suppress(Stopped):
                _begin(children, asked)
                _watch(children, asked)
        finally:
            say("stopping")
            stop_children(children)
            stop_services()


def _begin(children: list[Child], asked: Asked) -> None:
    """The web server first, so that the first page comes soon; worker and beat when the demo's year has been told."""
    asked.work("bringing the database and static files up to date", "config.start.contents")
    web, *others = children
    web.start()
    _wait_for_first_answer(web, asked)
    if demo_wanted().exists():
        say(f"{address.url()} answers; its demo cases are on their way")
        asked.work("making demo people and cases", "config.start.demo_cases", meanwhile=web.keep_alive)
    for child in others:
        child.start()
    if not asked.to_stop:
        welcome.show(address.url())


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
            revive_services()
        time.sleep(LOOK_EVERY)


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
    _forget_data()
    for name in ("secrets", "static", "mail", "logs"):
        shutil.rmtree(places.state_dir() / name, ignore_errors=True)
    say("the next `make run` begins with nothing")


def _forget_data() -> None:
    for folder in (layout.root(), layout.sockets()):
        shutil.rmtree(folder, ignore_errors=True)
    for schedule in places.state_dir().glob("beat-schedule*"):
        schedule.unlink()
    for mark in (layout.pointer(), demo_wanted(), demo_begun()):
        mark.unlink(missing_ok=True)


def _forget_half_a_demo() -> None:
    """Begin again where the demo's year was interrupted while it was being told: half of it would look like faults."""
    if demo_begun().exists() and not configured.has_database():
        say("the demo was interrupted while it was being made: beginning again")
        stop_services()
        _forget_data()


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
