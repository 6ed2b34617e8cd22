"""What the machine itself must have: found by looking for the thing, installed with apt where we may."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prepare.steps import StepFailed, say, step


@dataclass(frozen=True)
class Need:
    """One thing the machine must have. Without an essential one nothing starts; without another, `without` says what fails."""

    package: str
    is_here: Callable[[], bool]
    without: str
    essential: bool


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    return any(next(folder.rglob("*.[to]tf"), None) for folder in folders if folder.is_dir())


def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


RUN = (
    Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None, "packages cannot be installed", True),
    Need("libpangoft2-1.0-0", lambda: _loads("libpangoft2-1.0.so.0"), "documents cannot be printed", False),
    Need("fonts-liberation", _has_font, "documents are printed without letters", False),
)
TEST = (
    *(Need(need.package, need.is_here, need.without, True) for need in RUN),
    Need("chromium", _has_chromium, "browser tests cannot run", True),
    Need("poppler-utils", lambda: shutil.which("pdftotext") is not None, "documents cannot be read back", True),
)


def ensure(needs: tuple[Need, ...]) -> None:
    """Install what is missing, or say what to install; stop if an essential thing stays missing."""
    missing = [need for need in needs if not need.is_here()]
    if not missing:
        return
    names = [need.package for need in missing]
    become = _apt_prefix()
    if become is not None:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        apt = [*become, "apt-get", "-o", "DPkg::Lock::Timeout=120"]
        step("reading Debian's package lists", [*apt, "update"], env=environment)
        step(f"installing {', '.join(names)}", [*apt, "install", "-y", "--no-install-recommends", *names], env=environment)
        importlib.invalidate_caches()
        missing = [need for need in needs if not need.is_here()]
    for need in missing:
        say(f"{need.package} is missing: {need.without}")
    if missing:
        say(f"install it with: sudo apt-get install {' '.join(need.package for need in missing)}")
    if any(need.essential for need in missing):
        raise StepFailed("install what is missing (the line above), then run the same command again")


def _apt_prefix() -> list[str] | None:
    """How to run apt here: as we are, through sudo that asks nothing, or (None) not at all."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None
