"""Frameworks: threshold documents as frozen values, read from one canonical document."""

from thresholds.rules.framework.agreement import ConsentRule, Ground, Refusal
from thresholds.rules.framework.document import FrameworkError, content_hash, parse, to_document
from thresholds.rules.framework.entries import (
    AgeBand,
    Band,
    Condition,
    Cumulative,
    Dimension,
    Domain,
    GlossaryTerm,
    Indicator,
    InForce,
    Level,
    ListItem,
    Matrix,
    MatrixCode,
    Picture,
    Point,
    Source,
    ToolResult,
)
from thresholds.rules.framework.framework import Framework, text_key
from thresholds.rules.framework.practice import PracticeModel, PracticePart

__all__ = [
    "AgeBand",
    "Band",
    "Condition",
    "ConsentRule",
    "Cumulative",
    "Dimension",
    "Domain",
    "Framework",
    "FrameworkError",
    "GlossaryTerm",
    "Ground",
    "InForce",
    "Indicator",
    "Level",
    "ListItem",
    "Matrix",
    "MatrixCode",
    "Picture",
    "Point",
    "PracticeModel",
    "PracticePart",
    "Refusal",
    "Source",
    "ToolResult",
    "content_hash",
    "parse",
    "text_key",
    "to_document",
]
