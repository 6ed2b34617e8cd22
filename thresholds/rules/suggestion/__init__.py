"""The suggestion: which level of need the evidence points to, and why."""

from thresholds.rules.suggestion.answers import (
    Answer,
    Answers,
    BadAnswers,
    Child,
    Observed,
    answers_from,
    check_against,
)
from thresholds.rules.suggestion.considerations import Consideration
from thresholds.rules.suggestion.suggestion import Call, CallNow, Reason, Suggestion, not_explored_in, suggest
from thresholds.rules.suggestion.weighing import Weighed, weigh

__all__ = [
    "Answer",
    "Answers",
    "BadAnswers",
    "Call",
    "CallNow",
    "Child",
    "Consideration",
    "Observed",
    "Reason",
    "Suggestion",
    "Weighed",
    "answers_from",
    "check_against",
    "not_explored_in",
    "suggest",
    "weigh",
]
