"""Where this installation keeps what it makes: one ignored folder, `.var/` unless RIGHTHELP_STATE names another."""

import contextlib
import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def state_dir() -> Path:
    """The folder of everything that is generated here: clusters, sockets, passwords, collected files."""
    return Path(os.environ.get("RIGHTHELP_STATE") or BASE_DIR / ".var").absolute()


def not_ours(path: Path) -> str:
    """What to tell somebody who finds another account's files here."""
    return (
        f"righthelp: {path} belongs to another account: run this as that account, or set RIGHTHELP_STATE to a folder of yours"
    )


def kept_secret(name: str) -> str:
    """A random secret, made on first use and kept under the state folder for its owner's eyes only (mode 0600)."""
    path = state_dir() / "secrets" / name
    try:
        if path.exists():
            return path.read_text().strip()
    except PermissionError as error:
        raise SystemExit(not_ours(path.parent)) from error
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = path.with_name(f"{name}.{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):
        os.link(own, path)  # whoever links first wins; the others read theirs
    own.unlink()
    return path.read_text().strip()
