"""A way of working with families, as a framework or an authority describes it. The shape is that of `docs/fixtures.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticePart:
    """One side of a way of working, such as what is worked out with a family and what is done to them."""

    code: str
    name: str
    text: str
    source: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PracticeModel:
    """How people work with families: that of a framework, or an authority's own where its framework serves several."""

    code: str
    name: str
    text: str
    source: str
    parts: tuple[PracticePart, ...] = ()
    note: str | None = None
