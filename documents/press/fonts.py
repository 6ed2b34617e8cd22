"""Where the documents' typeface lies: Atkinson Hyperlegible Next, as npm installs it or as the build copies it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = (ROOT / "static" / "build" / "fonts", ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible-next" / "files")
FAMILY = "atkinson-hyperlegible-next"
FACES = tuple(
    f"{subset}-{face}" for subset in ("latin", "latin-ext") for face in ("400-normal", "400-italic", "600-normal", "700-normal")
)


def font_files() -> list[Path]:
    """Return the faces that are there; with none the stylesheet falls back to the system's Liberation Sans."""
    found = []
    for face in FACES:
        name = f"{FAMILY}-{face}.woff2"
        found += [folder / name for folder in FOLDERS if (folder / name).is_file()][:1]
    return found
