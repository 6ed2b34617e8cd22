"""Print a framework as canonical YAML."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from thresholds.loading import write_yaml
from thresholds.rules.framework import to_document
from thresholds.selectors.frameworks import versions_of


class NotFound(CommandError):
    """There is no such framework or version."""


class Command(BaseCommand):
    help = "Print a framework in the form that load_frameworks reads back to the same (the newest unless named)."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let --version be the framework's: Django's own prints that of Django."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--version", metavar="V", dest="framework_version", default=None)

    def handle(self, *args: Any, slug: str, framework_version: str | None, **options: Any) -> None:
        versions = versions_of(slug)
        if framework_version is not None:
            versions = versions.filter(version=framework_version)
        version = versions.first()
        if version is None:
            raise NotFound(f"there is no framework {slug} {framework_version or ''}".rstrip(), returncode=2)
        self.stdout.write(write_yaml(to_document(version.framework_document())), ending="")
