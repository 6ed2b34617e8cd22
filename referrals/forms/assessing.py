"""Forms of an assessment: the child seen, a checkpoint, why it takes longer, its end, and who does it."""

from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, GovForm
from partnerships.models import User
from referrals.models import ContactChild
from thresholds.forms.moments import MomentForm, line, radios, words


class SeenForm(MomentForm):
    """When and where which children were seen, and whether alone."""

    children = forms.MultipleChoiceField(
        label="Who was seen?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose who was seen"}
    )
    where = line("Where?", hint="At home, at school, at the office", limit=200, missing="Say where the child was seen")
    alone = radios("Seen alone?", missing="Say whether the child was seen alone")
    alone_why = words("Why not alone?", hint="And who was there.", rows=2, required=False)

    options: ClassVar = {"alone": [Choice("yes", "Yes"), Choice("no", "No, somebody else was there", reveals=("alone_why",))]}

    def __init__(self, *args: Any, family: list[ContactChild], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(family) > 1:
            names = [Choice(str(child.pk), child.name) for child in family]
            self.set_options("children", names)
        else:
            del self.fields["children"]


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


class ExtendForm(GovForm):
    """Why, exceptionally, an assessment goes past 35 working days."""

    why = words(
        "What is exceptional?", hint="And by when it will be finished: 45 working days at most.", rows=4,
        missing="Write what is exceptional",
    )  # fmt: skip
