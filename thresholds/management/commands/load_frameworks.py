"""Load frameworks and authorities from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thresholds.loading import File, FileProblem, FixturesRefused
from thresholds.loading.yaml_reader import LARGEST
from thresholds.services.frameworks import frameworks_load

FIXTURES: Final = Path(settings.BASE_DIR) / "fixtures"


class NotLoaded(CommandError):
    """Nothing was loaded."""


class Command(BaseCommand):
    help = (
        "Load framework and authority files (YAML), all of them or none; with no PATH every fixture. "
        "A new version is a draft, except in a database without any. Problems are printed as FILE:LINE: reason, status 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, or a folder of .yaml files")

    def handle(self, *args: Any, paths: list[str], **options: Any) -> None:
        try:
            loaded = frameworks_load(files=[_file(path) for path in _found(paths)])
        except FixturesRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems)
            raise NotLoaded(f"nothing was loaded: {count} problem{'s' if count > 1 else ''}", returncode=2) from refused
        for each in loaded:
            self.stdout.write(" ".join(part for part in (each.file, each.slug, each.version, each.outcome) if part))


def _found(paths: list[str]) -> list[Path]:
    """The files named, those in the folders named, or every fixture."""
    if not paths:
        return [*sorted((FIXTURES / "frameworks").glob("*.yaml")), *sorted((FIXTURES / "authorities").glob("*.yaml"))]
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    return found


def _file(path: Path) -> File:
    """A file's name as the person gave it (a fixture's from the checkout), and its content."""
    name = str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(FIXTURES) else str(path)
    try:
        with path.open("rb") as file:
            return name, file.read(LARGEST + 1)
    except OSError as error:
        raise FixturesRefused([FileProblem(name, 1, f"cannot be read: {error.strerror}")]) from error
