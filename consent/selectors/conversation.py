"""What was asked about a child and what was said, where the framework has questions and no indicators."""

from typing import Any

from thresholds.models import CheckChild
from thresholds.models.check import Observation
from thresholds.rules.framework import Framework
from thresholds.rules.framework.entries import MET
from thresholds.rules.suggestion.answers import NO, YES

_ANSWERS = {YES: "Yes", NO: "No", "unknown": "Not known"}


def conversation_of(child: CheckChild, framework: Framework) -> list[dict[str, Any]]:
    """Every question that was answered, in the framework's order with its topic, and what was said."""
    seen = {observation.code: observation for observation in child.observations.all()}
    return [
        {
            "topic": framework.dimension(question.dimension).name if question.dimension else "",
            "question": question.text,
            "answer": _ANSWERS.get(seen[question.code].value, ""),
            "words": seen[question.code].seen,
            "who": seen[question.code].get_who_display() if seen[question.code].who else "",
            "code": question.code,
        }
        for question in framework.questions
        if question.code in seen
    ]


def strengths_heard(child: CheckChild, framework: Framework) -> list[dict[str, Any]]:
    """What the answers say is going well."""
    answered = {o.code: o for o in child.observations.all() if o.kind == Observation.Kind.QUESTION and o.value == YES}
    return [
        {"text": question.statement, "source": question.source, "note": answered[question.code].seen}
        for question in framework.questions
        if question.code in answered and (question.is_strength or question.polarity == MET)
    ]
