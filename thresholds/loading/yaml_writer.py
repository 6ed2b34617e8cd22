"""The canonical YAML of a document: keys in their order, dates as they are, what looks like another kind quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d\Z")
_WIDTH: Final = 120


class _Writer(yaml.SafeDumper):
    """Indents lists under their key, and never writes an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Text as a block where it has lines; a date plain, as a fixture has it."""
    if _DATE.match(value):
        return writer.represent_scalar("tag:yaml.org,2002:timestamp", value)
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Writer.add_representer(str, _text)


def write_yaml(document: Mapping[str, Any]) -> str:
    """A document as YAML that `read_yaml` reads back to the same values, on any machine the same bytes."""
    return yaml.dump(dict(document), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=_WIDTH)
