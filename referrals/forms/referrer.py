"""What a referrer still does after sending: add, tell the parent."""

from typing import ClassVar

from pages.forms import Choice, GovForm
from thresholds.forms.moments import radios, words


class AdditionForm(GovForm):
    """A correction or news. What was sent stays as it was written."""

    words = words(
        "What do you want to add?", hint="A correction, or what you have heard since. Say what it corrects.", rows=5,
        missing="Write what you want to add",
    )  # fmt: skip


class ParentToldForm(GovForm):
    """Whether the parent was told that this was sent, or why telling them would be unsafe."""

    answer = radios("Have you told them?", missing="Say whether you have told them, or that it is not safe")
    words = words(
        "How they were told and what they said, or why it is not safe", hint="Their own words where you can.",
        missing="Say how they were told and what they said, or why it is not safe",
    )  # fmt: skip

    options: ClassVar = {
        "answer": [
            Choice("told", "Yes, they have been told"),
            Choice("unsafe", "It would not be safe to tell them", hint="The front door sees this at once"),
        ]
    }
