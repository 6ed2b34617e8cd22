"""The virtual environment, with exactly the packages whose hashes are in the lock files."""

import hashlib
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from prepare.steps import ROOT, say, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ONE_PIP = threading.Lock()


def install(lock: str) -> None:
    """Install a lock file (`requirements.txt`, for instance), unless the very same is installed."""
    wanted = _identity(ROOT / lock)
    mark = VENV / f"{lock}.installed"
    if mark.exists() and mark.read_text() == wanted:
        return
    options = ["--disable-pip-version-check", "--no-deps", "--require-hashes", "--no-compile"]
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", *options, "-r", ROOT / lock]
    with ONE_PIP:
        step(f"installing Python packages from {lock}", [*command, "--progress-bar", "off"])
    mark.write_text(wanted)
    if lock == "requirements-dev.txt":  # holds the other
        (VENV / "requirements.txt.installed").write_text(_identity(ROOT / "requirements.txt"))


def _identity(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def make_venv() -> None:
    """Make the environment; make it again if it does not work or stands for another folder or Python."""
    if PYTHON.exists():
        question = "import sys, pip; print(sys.prefix, '%d.%d' % sys.version_info[:2])"
        answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == f"{VENV} {sys.version_info[0]}.{sys.version_info[1]}":
            return
        say("the virtual environment does not fit this folder and Python: making it again")
        shutil.rmtree(VENV)
    step("making a virtual environment", [sys.executable, "-m", "venv", VENV])
