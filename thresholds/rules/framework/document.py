"""From a plain document to a framework and back, in one canonical form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from thresholds.rules.framework.consistency import problems_in
from thresholds.rules.framework.framework import Framework
from thresholds.rules.framework.keys import FRAMEWORK
from thresholds.rules.shape import DocumentError, Problem


class FrameworkError(DocumentError):
    """A framework document that cannot be read, with the path of each problem."""


def parse(document: Mapping[str, Any]) -> Framework:
    """The framework that a document describes.

    The document is what YAML or JSON gives: mappings, lists, texts, numbers, true and false; dates
    may be `date` or text. Raises FrameworkError with every problem found.
    """
    problems: list[Problem] = []
    framework = FRAMEWORK.read(document, (), problems)
    if problems:
        raise FrameworkError(tuple(problems))
    framework = _placed(framework)
    problems = problems_in(framework)
    if problems:
        raise FrameworkError(tuple(problems))
    return framework


def to_document(framework: Framework) -> dict[str, Any]:
    """The canonical document of a framework: keys in the order of `docs/fixtures.md`, defaults left out.

    Plain JSON values only (dates are text), and `parse` reads it back to the same framework.
    """
    document: dict[str, Any] = FRAMEWORK.write(framework)
    return document


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of a canonical document, the same whatever the order of its keys."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _placed(framework: Framework) -> Framework:
    """The framework with each level knowing its order, and each indicator its domain and dimension."""
    levels = tuple(replace(level, order=order) for order, level in enumerate(framework.levels))
    domains = tuple(
        replace(
            domain,
            dimensions=tuple(
                replace(
                    dimension,
                    indicators=tuple(
                        replace(indicator, domain=domain.code, dimension=dimension.code) for indicator in dimension.indicators
                    ),
                )
                for dimension in domain.dimensions
            ),
        )
        for domain in framework.domains
    )
    return replace(framework, levels=levels, domains=domains)
