"""Fixtures read from YAML, with the line of everything in them, and written back in canonical form."""

from thresholds.loading.fixtures import File, FileProblem, Fixture, FixturesRefused, read_fixtures
from thresholds.loading.yaml_reader import Reading, UnreadableYaml, read_yaml
from thresholds.loading.yaml_writer import write_yaml

__all__ = [
    "File",
    "FileProblem",
    "Fixture",
    "FixturesRefused",
    "Reading",
    "UnreadableYaml",
    "read_fixtures",
    "read_yaml",
    "write_yaml",
]
