"""Seeing it differently: raising it, and each step of a stage."""

from typing import Any

from pages.forms import Choice, GovForm
from referrals.models import DisagreementStep
from thresholds.forms.moments import radios, words

Kind = DisagreementStep.Kind


class DisagreeForm(GovForm):
    """What somebody sees differently, and what they want instead."""

    about = words(
        "What do you see differently?", hint="What about the decision, and what you base it on.", rows=5,
        missing="Say what you see differently",
    )  # fmt: skip
    wanted = words(
        "What would you like to happen for the child?", rows=4, missing="Say what you would like to happen for the child"
    )


class StepForm(GovForm):
    """An answer, a move to the next stage, or how it was settled."""

    kind = radios("What do you want to do?", missing="Choose what you want to do")
    words = words("In your words", hint="Both sides read this.", rows=5, missing="Write what was said, or how it was settled")

    def __init__(self, *args: Any, next_stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        escalate = [Choice(Kind.ESCALATED, "Take it to the next stage", hint=next_stage)] if next_stage else []
        self.set_options(
            "kind",
            [
                Choice(Kind.ANSWERED, "Answer", hint="What you think, or what you have done"),
                *escalate,
                Choice(Kind.RESOLVED, "It is settled", hint="How, and what was learned"),
            ],
        )
