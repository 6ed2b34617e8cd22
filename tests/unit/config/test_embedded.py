"""The embedded services' layout, secrets, lock and stale files, without starting anything."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import environ
import pytest

from config import database, places
from config.embedded import account, binaries, layout, postgres
from config.embedded.errors import ServiceError
from config.embedded.locking import only_one

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTHELP_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(state: Path) -> None:
    first = places.kept_secret("a-secret")
    assert places.kept_secret("a-secret") == first
    assert len(first) >= 48
    assert stat.S_IMODE((state / "secrets" / "a-secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((state / "secrets").stat().st_mode) == 0o700
    assert [path.name for path in (state / "secrets").iterdir()] == ["a-secret"]


def test_two_secrets_differ(state: Path) -> None:
    assert places.kept_secret("one") != places.kept_secret("two")


def test_sockets_lie_with_the_data_where_their_path_is_short_enough(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTHELP_STATE", "/srv/right help")
    assert layout.sockets() == Path("/srv/right help/services/sockets")


@pytest.mark.parametrize("folder", ["/srv/" + "long" * 30, "/srv/with,comma"])
def test_sockets_move_to_a_short_folder_where_the_path_does_not_suit_them(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTHELP_STATE", folder)
    assert len(str(layout.sockets() / ".s.PGSQL.5432.lock")) < 107
    assert not str(layout.sockets()).startswith(folder)


def test_the_data_is_where_the_pointer_says(state: Path) -> None:
    state.mkdir()
    layout.pointer().write_text("/var/lib/righthelp-example\n")
    assert layout.postgres_data() == Path("/var/lib/righthelp-example/postgres")


@pytest.mark.parametrize(
    ("login", "user"), [("owner", "righthelp_owner"), ("web", "righthelp_web"), ("system", "righthelp_system")]
)
def test_the_environment_picks_the_login(login: str, user: str, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTHELP_LOGIN", login)
    found = database.from_environment(environ.Env())
    assert (found["USER"], found["PASSWORD"]) == (user, places.kept_secret(f"database-{login}"))


def test_a_login_without_an_address_is_an_error_where_another_has_one(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTHELP_LOGIN", "web")
    monkeypatch.setenv("DATABASE_URL", "postgres://owner:secret@database/righthelp")
    with pytest.raises(ValueError, match="DATABASE_URL_WEB is not set"):
        database.from_environment(environ.Env())


def test_an_unknown_login_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTHELP_LOGIN", "root")
    with pytest.raises(ValueError, match="must be one of owner, web, system"):
        database.from_environment(environ.Env())


def test_a_pid_file_whose_number_another_program_now_has_is_removed(tmp_path: Path) -> None:
    stranger = tmp_path / "postmaster.pid"
    stranger.write_text(f"{os.getpid()}\n{tmp_path}\n")
    postgres._forget_stranger(tmp_path)
    assert not stranger.exists()


def test_a_pid_file_of_a_process_that_is_gone_is_left_to_postgresql(tmp_path: Path) -> None:
    process = subprocess.Popen(["/bin/true"])
    process.wait()
    (tmp_path / "postmaster.pid").write_text(f"{process.pid}\n")
    postgres._forget_stranger(tmp_path)
    assert (tmp_path / "postmaster.pid").exists()


def test_a_folder_of_another_account_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, 12345, 12345)
        ours = account.Account(54321, 54321)
    else:
        folder, ours = Path("/usr"), account.Account(os.geteuid(), os.getegid())
    with pytest.raises(ServiceError, match="belongs to another account"):
        ours.make_folder(folder)


def test_the_services_never_run_as_root() -> None:
    assert account.current().uid != 0


def test_data_of_a_version_that_is_not_installed_is_said_so(state: Path) -> None:
    layout.postgres_data().mkdir(parents=True)
    (layout.postgres_data() / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServiceError, match=r"PostgreSQL 9, which is not installed.*make reset"):
        binaries.postgres_bin(account.Account(os.geteuid(), os.getegid()))


def test_the_lock_lets_one_process_in_at_a_time(state: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import sys, time; from config.embedded.locking import only_one\n"
        "with only_one():\n"
        "    with open(sys.argv[1], 'a') as log: log.write('in\\n'); log.flush(); time.sleep(0.2); log.write('out\\n')\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(log)], cwd=ROOT, env=os.environ) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert log.read_text().split() == ["in", "out"] * 3


def test_another_account_s_secret_is_said_to_be_so(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places.kept_secret("theirs")

    def refuse(self: Path) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(SystemExit, match="belongs to another account"):
        places.kept_secret("theirs")


def test_another_account_s_lock_is_said_to_be_so(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.mkdir()
    (state / "lock").touch()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(ServiceError, match="belongs to another account"), only_one():
        pytest.fail("the lock was taken")


def test_a_cluster_that_was_half_made_is_made_again(state: Path) -> None:
    """As after a kill in the middle of initdb."""
    state.mkdir(parents=True)
    ours = account.current()
    account.settle(ours)
    half = layout.root() / "postgres.new"
    ours.make_folder(half)
    (half / "PG_VERSION").write_text("18\n")
    try:
        postgres.start()
        assert postgres.is_up()
    finally:
        postgres.stop()
        shutil.rmtree(layout.root())
