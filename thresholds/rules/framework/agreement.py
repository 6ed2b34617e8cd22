"""A framework's rules on agreement, as frozen values. The shape is that of `docs/fixtures.md`, `consent_rules`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A ground on which information may be shared without agreement."""

    code: str
    text: str
    source: str
    applies_to: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    tell_family: str
    question: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentRule:
    """What a framework asks of agreement at some levels and on some bases."""

    code: str
    levels: tuple[str, ...]
    bases: tuple[str, ...]
    agreement: str
    text: str
    source: str
    implicit: bool = False
    one_parent_suffices: bool = False
    approval: str = "lead"
    advice_before_contact: bool = False
    grounds: tuple[Ground, ...] = ()
    refusal: Refusal | None = None
    lasts: str | None = None
    note: str | None = None
