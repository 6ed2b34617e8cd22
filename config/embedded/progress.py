"""Progress for the person at the terminal: on standard error, since standard output may be a command's answer."""

import sys


def say(message: str) -> None:
    print(f"righthelp: {message}", file=sys.stderr, flush=True)
