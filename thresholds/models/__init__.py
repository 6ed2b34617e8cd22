"""Frameworks, which hold nothing about anybody, and the checks made with them."""

from thresholds.models import history
from thresholds.models.check import Check, CheckChild, Conversation, MatrixCorrection, Observation
from thresholds.models.framework import Framework, FrameworkVersion

__all__ = ["Check", "CheckChild", "Conversation", "Framework", "FrameworkVersion", "MatrixCorrection", "Observation", "history"]
