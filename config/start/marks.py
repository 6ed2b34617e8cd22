"""Files in the state folder by which one process of `make run` tells the next how far things are."""

from pathlib import Path

from config import places


def demo_wanted() -> Path:
    """Is there while the demo's people and cases are to be made. The parent has no database login to ask with."""
    return places.state_dir() / "demo-wanted"


def demo_begun() -> Path:
    """Is there while they are being made; still there afterwards if that was interrupted."""
    return places.state_dir() / "demo-begun"
