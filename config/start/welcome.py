"""The last lines of `make run`: the address, and who can sign in to look around."""

from config import places
from config.start.sign_ins import kept_sign_ins


def show(url: str) -> None:
    """Print the address, and the demo's people where this is a demo."""
    print(
        f"\n{kept_sign_ins()}\nRight Help is at {url}\nCtrl-C stops it. Logs are in {places.state_dir() / 'logs'}.", flush=True
    )
