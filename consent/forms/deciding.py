"""Whether a child under 16 can decide about sharing, and what follows a refusal."""

from typing import Any, ClassVar

from django.utils.timezone import localtime

from consent.forms.asking import COLLEAGUE
from consent.models import Competence
from consent.services.deciding import Judging
from consent.services.refusals import HarmAnswer
from pages.forms import Choice, DateField, GovForm
from thresholds.forms.moments import MomentForm, line, radios, words


class CompetenceForm(MomentForm):
    """What was found, why, by whom and when."""

    finding = radios("Can they decide for themselves?", missing="Say whether they understand enough to decide for themselves")
    reasons = words(
        "What makes you think so?",
        hint="What you asked them, and what they understood: what would be shared, who has it, why, what may follow.",
        missing="Say why: what you asked them, and what they understood",
    )  # fmt: skip
    who_judged = radios("Who talked with them about it?", missing="Say who talked with them about it")
    judged_by_name = line("Name of your colleague", missing="Give your colleague’s name")
    judged_by_job = line("Their job", hint="Such as school nurse.", missing="Say what your colleague’s job is")

    field_order: ClassVar = ["finding", "reasons", "day", "time", "who_judged", "judged_by_name", "judged_by_job"]
    label_sizes: ClassVar = {"finding": "m"}

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].label = f"Can {name} decide for themselves?"
        day = self.fields["day"]
        if isinstance(day, DateField):
            day.label = "When was that?"
        self.set_options("finding", [
            Choice(Competence.Finding.COMPETENT, "Yes", f"{name} is then asked, and what they say counts."),
            Choice(Competence.Finding.NOT_COMPETENT, "No, not yet", "What they want still counts: it is sent as they said it."),
        ])  # fmt: skip
        self.set_options("who_judged", [
            Choice("me", "I did"), Choice(COLLEAGUE, "A colleague", reveals=("judged_by_name", "judged_by_job")),
        ])  # fmt: skip

    def judging(self) -> Judging:
        """What the service takes."""
        given = self.cleaned_data
        return Judging(
            finding=given["finding"], reasons=given["reasons"], judged_at=given["at"],
            judged_by_name=given["judged_by_name"], judged_by_job=given["judged_by_job"],
        )  # fmt: skip

    @staticmethod
    def field_of(name: str) -> str:
        """The field under which a service's refusal belongs."""
        return {"judged_at": "day"}.get(name, name)

    @staticmethod
    def initial_of(kept: Competence | None) -> dict[str, Any]:
        """The judgement that stands, as the form shows it again."""
        if kept is None:
            return {}
        judged_at = localtime(kept.judged_at)
        return {
            "finding": kept.finding, "reasons": kept.reasons, "day": judged_at.date(), "time": judged_at.time(),
            "who_judged": COLLEAGUE if kept.judged_by_name else "me", "judged_by_name": kept.judged_by_name,
            "judged_by_job": kept.judged_by_job,
        }  # fmt: skip


class HarmQuestionForm(GovForm):
    """May the child suffer significant harm without it? Yes goes back to the judgement, no to help by one agency."""

    may_suffer = radios("May the child suffer significant harm without it?", missing="Answer: yes or no")
    why_yes = words("What makes you think so?", missing="Say what makes you think so")
    why_no = words("What makes you think not?", missing="Say what makes you think not")
    help_given = words(
        "What will your own agency do?", hint="What you agreed with the family, and when you look at it again.",
        missing="Say what your own agency will do",
    )  # fmt: skip
    family_told = words(
        "What did you tell the family?", hint="And what they said. They may read this one day.",
        missing="Say what you told the family",
    )  # fmt: skip

    label_sizes: ClassVar = {"may_suffer": "m"}

    def __init__(self, *args: Any, question: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.fields["may_suffer"].label = question
        self.set_options("may_suffer", [
            Choice("yes", "Yes, or I am not sure", "You look at your judgement again. Nothing that you wrote is lost.",
                   reveals=("why_yes",)),
            Choice("no", "No", "The check is closed as help by your own agency. Nothing is sent to anybody.",
                   reveals=("why_no", "help_given", "family_told")),
        ])  # fmt: skip

    def answer(self) -> HarmAnswer:
        """What the service takes."""
        given = self.cleaned_data
        yes = given["may_suffer"] == "yes"
        return HarmAnswer(
            may_suffer=yes, why=given["why_yes"] if yes else given["why_no"], help_given=given["help_given"],
            family_told=given["family_told"],
        )  # fmt: skip

    def field_of(self, name: str) -> str:
        """The field under which a service's refusal belongs."""
        if name == "why":
            return "why_yes" if self.cleaned_data.get("may_suffer") == "yes" else "why_no"
        return name
