"""What a referrer still does after sending: add, tell each person who did not agree."""

from typing import Any, ClassVar

from pages.forms import Choice, DateField, GovForm
from referrals.models import ParentTold
from referrals.services.referrer import Told
from thresholds.forms.moments import MomentForm, radios, words


class AdditionForm(GovForm):
    """A correction or news. What was sent stays as it was written."""

    words = words(
        "What do you want to add?", hint="A correction, or what you have heard since. Say what it corrects.", rows=5,
        missing="Write what you want to add",
    )  # fmt: skip


class ParentToldForm(MomentForm):
    """Whether this person was told that it was sent: when, how and what they said; or why telling them would be unsafe."""

    answer = radios("Have you told them?", missing="Say whether you have told them, or that it is not safe")
    how = radios("How did you tell them?", missing="Say how you told them")
    why_unsafe = words(
        "Why is it not safe to tell them?", hint="What could happen, and to whom. Your lead and the front door read it.",
        missing="Say why it is not safe to tell them",
    )  # fmt: skip
    words = words("What did they say?", hint="Their own words where you can.", missing="Say what they said")

    field_order: ClassVar = ["answer", "how", "day", "time", "words", "why_unsafe"]
    inline: ClassVar = {"how"}

    def __init__(self, *args: Any, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["day"]
        if isinstance(day, DateField):
            day.label = "When did you tell them?"
        unsafe = "It is still not safe to tell them" if again else "It is not safe to tell them"
        self.set_options("how", [Choice(value, label) for value, label in ParentTold.How.choices])
        self.set_options("answer", [
            Choice(ParentTold.Answer.TOLD, "Yes, they have been told", reveals=("how", "day", "time", "words")),
            Choice(
                ParentTold.Answer.UNSAFE, unsafe, hint="The front door sees this at once, and you are asked again later",
                reveals=("why_unsafe",),
            ),
        ])  # fmt: skip

    def told(self) -> Told:
        """What the service takes."""
        given = self.cleaned_data
        if given["answer"] == ParentTold.Answer.UNSAFE:
            return Told(answer=given["answer"], words=given["why_unsafe"])
        return Told(answer=given["answer"], words=given["words"], how=given["how"], told_at=given["at"])
