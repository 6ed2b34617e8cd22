"""The last lines of `make run`: the address, and who can sign in to look around."""

import os

from config import places

SIGN_INS = places.BASE_DIR / "fixtures" / "demo" / "sign-ins.txt"


def show(url: str) -> None:
    """Print the address, and the demo sign-ins where this is a demo."""
    print(f"\nRight Help is at {url}\n", flush=True)
    if os.environ.get("RIGHTHELP_DEMO") == "true" and SIGN_INS.exists():
        print(SIGN_INS.read_text(), flush=True)
    print("Ctrl-C stops it. Logs are in .var/logs/.", flush=True)
