"""Styles, scripts and typeface, through npm: the machine's, or the one that a Python wheel brings."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from prepare import packages
from prepare.steps import ROOT, StepFailed, step

OLDEST_NODE = (20, 19)
BUILD = ROOT / "static" / "build"


def build(*, development: bool) -> None:
    """Install the locked npm packages and build, each only if its input has changed."""
    with_development = "with" if development else "without"
    installed = ROOT / "node_modules" / ".righthelp"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    found = installed.read_text().split() if installed.exists() else []
    fresh = found[:1] == [wanted] and (not development or found[1:] == ["with"])
    mark = BUILD / ".built-from"
    sources = _sources(wanted)
    if fresh and mark.exists() and mark.read_text() == sources:
        return
    environment, npm = _npm()
    if not fresh:
        omit = [] if development else ["--omit=dev"]
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *omit]
        step("installing GOV.UK Frontend and the typeface with npm", command, env=environment)
        installed.write_text(f"{wanted} {with_development}")
    step("building styles", [npm, "run", "--silent", "build"], env=environment)
    mark.write_text(sources)


def _sources(lock: str) -> str:
    digest = hashlib.sha256(lock.encode())
    for path in sorted([*(ROOT / "static" / "scss").rglob("*"), ROOT / "config" / "assets.mjs"]):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _npm() -> tuple[dict[str, str], str | Path]:
    """The environment and the npm to use; a new enough Node.js of the machine's comes first."""
    environment = dict(os.environ)
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm and _version(node) >= OLDEST_NODE):
        packages.install("requirements-node.txt")
        environment["PATH"] = f"{packages.VENV / 'bin'}:{environment.get('PATH', os.defpath)}"
        npm = str(packages.VENV / "bin" / "npm")
        if not Path(npm).exists():
            raise StepFailed("no npm here: install Node.js 20.19 or newer")
    return environment, npm


def _version(node: str) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", answer)[:2])
