"""`python -m config.start.tests [pytest's arguments]`: all tests, then stop the cluster that they ran on."""

import os
import subprocess
import sys

from config import places


def main(arguments: list[str]) -> int:
    """Returns pytest's status. The tests' own PostgreSQL is started by `conftest.py`.

    Without arguments everything runs, in two processes, each with a database of its own and a file at a time.
    """
    chosen = arguments or ["-q", "-n", "2", "--dist", "loadfile"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-m", "pytest", *chosen], cwd=places.BASE_DIR, env=environment, check=False)
    state = str(places.BASE_DIR / ".var" / "test")
    stop = [sys.executable, "-m", "config.embedded", "stop"]
    subprocess.run(stop, cwd=places.BASE_DIR, env=os.environ | {"RIGHTHELP_STATE": state}, check=False)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
