"""The account that the embedded services run under.

PostgreSQL refuses to run as root. As root we run both services under an unprivileged account, in a folder which that
account can enter; an ordinary user runs them as themselves.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from config import places
from config.embedded import layout
from config.embedded.errors import ServiceError

NAME = "righthelp"
ELSEWHERE = Path("/var/lib")
"""Where the data goes if the account cannot enter the checkout's folder (one under /root, for instance)."""


@dataclass(frozen=True)
class Account:
    """Who runs the services. `switch` is what subprocess needs to become them; empty when we are them already."""

    uid: int
    gid: int

    @property
    def switch(self) -> dict[str, Any]:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, from the root folder, with a bare environment."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        settings: dict[str, Any] = (
            {"cwd": "/", "env": environment, "capture_output": True, "text": True} | options | self.switch
        )
        return subprocess.run([str(part) for part in command], check=False, **settings)

    def may_enter(self, folder: Path) -> bool:
        return self.run("/usr/bin/test", "-x", folder).returncode == 0

    def make_folder(self, folder: Path) -> None:
        """Make a folder that only this account can read; an existing one of somebody else's is refused."""
        folder.mkdir(parents=True, exist_ok=True)
        found = folder.lstat()
        if found.st_uid not in (self.uid, os.geteuid()):
            raise ServiceError(f"{folder} belongs to another account; remove it or run as that account")
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def current() -> Account:
    """The account to use here. Whoever owns existing data goes on owning it."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    data = layout.postgres_data()
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    return _unprivileged()


def _unprivileged() -> Account:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    for name in (NAME, "postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            if name != NAME or not useradd:
                continue
            made = subprocess.run(
                [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
                capture_output=True,
                check=False,
            )
            if made.returncode:
                continue
            found = pwd.getpwnam(name)
        return Account(found.pw_uid, found.pw_gid)
    raise ServiceError("PostgreSQL does not run as root, and there is no other account here: make one called righthelp")


def settle(account: Account) -> Path:
    """The services' folder, made if need be, where the account can enter it."""
    folder = layout.root()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not layout.pointer().exists() and not account.may_enter(folder.parent):
        folder = ELSEWHERE / f"righthelp-{uuid4().hex[:12]}"
        pointer = layout.pointer()
        pointer.parent.mkdir(parents=True, exist_ok=True)
        pointer.write_text(f"{folder}\n")
    account.make_folder(folder)
    account.make_folder(layout.sockets())
    if not account.may_enter(folder):
        raise ServiceError(f"the account that runs PostgreSQL cannot enter {folder}: set RIGHTHELP_STATE to a folder it can")
    places.state_dir().mkdir(parents=True, exist_ok=True)
    return folder
