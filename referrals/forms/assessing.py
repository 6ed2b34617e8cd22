"""Forms of an assessment: the child seen, the strategy discussion, a checkpoint, its end, and who does it."""

from typing import Any, ClassVar

from pages.forms import Choice, GovForm
from partnerships.models import User
from thresholds.forms.moments import MomentForm, line, radios, words


class SeenForm(MomentForm):
    """When and where the child was seen, and whether alone."""

    where = line("Where?", hint="At home, at school, at the office", limit=200, missing="Say where the child was seen")
    alone = radios("Was the child seen alone?", missing="Say whether the child was seen alone")

    options: ClassVar = {"alone": [Choice("yes", "Yes"), Choice("no", "No, somebody else was there")]}
    inline = frozenset({"alone"})


class StrategyForm(MomentForm):
    """A strategy discussion. Three seats make its quorum; who knows the child best is welcome and not counted."""

    social_work_manager = line("Social work manager", hint="Name", missing="Say who took part as social work manager")
    police = line("Police", hint="Name and rank or role", missing="Say who took part for the police")
    health = line("Health", hint="Name and role", missing="Say who took part for health")
    knows_child_best = line("Who knows the child best", hint="Welcome, and not counted", required=False)
    words = words(
        "What was decided?", hint="Who does what by when, and when you meet next.", rows=5, missing="Write what was decided"
    )


class CheckpointForm(GovForm):
    """What was done and decided at a checkpoint."""

    done = words("What has been done?", missing="Write what has been done")
    decided = words("What was decided?", missing="Write what was decided")


class CompleteForm(GovForm):
    """What comes of an assessment."""

    outcome = words(
        "What comes of it?", hint="The plan, and who leads it. For a step down, the lead professional by name.", rows=6,
        missing="Write what comes of it: the plan, and who leads it",
    )  # fmt: skip


class AllocateForm(GovForm):
    """Who does the assessment."""

    worker = radios("Who does it?", missing="Choose who does it")

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_options("worker", [Choice(str(person.pk), person.name, hint=person.job_title) for person in colleagues])
