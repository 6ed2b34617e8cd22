"""Who may open this, how somebody knows the family, and why that ends."""

from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, GovForm
from partnerships.models import User
from people.models import ConflictOfInterest

LONGEST = 500
LONGEST_ID = 19
MYSELF = "me"
Kind = ConflictOfInterest.Kind


def _words(label: str, *, hint: str = "", missing: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )  # fmt: skip


class NamedForm(GovForm):
    """Why only some may open it, asked the first time, and who they are."""

    reason = _words(
        "Why may only some open this?", hint="For example: a child of somebody on the team; an adoption. Those named read it.",
        missing="Say why only some may open this",
    )  # fmt: skip
    named = forms.MultipleChoiceField(
        label="Who else may open it?", widget=forms.CheckboxSelectMultiple, choices=(), required=False,
        help_text="You may, always. Whoever has it and is not named has it no longer.",
    )  # fmt: skip

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, colleagues: list[User], is_restricted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_restricted:
            del self.fields["reason"]
        self.set_options("named", [Choice(str(person.pk), person.name, hint=person.job_title) for person in colleagues])

    def shown(self) -> set[int]:
        """Whom the page showed as named, by id."""
        return {int(one) for one in self.cleaned_data["was"].split() if one.isdecimal() and len(one) < LONGEST_ID}


class LiftForm(GovForm):
    """Why everybody may open it again."""

    why = _words("Why may everybody open it again?", missing="Say why everybody may open it again")


class KnowsForm(GovForm):
    """How the family is known. Nobody has to say more about themselves; whoever says it of somebody else gives a reason."""

    who = forms.ChoiceField(
        label="Who knows the family?", widget=forms.RadioSelect, choices=(),
        error_messages={"required": "Choose who knows the family"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="How?", widget=forms.RadioSelect, choices=(), error_messages={"required": "Choose how the family is known"}
    )
    reason = _words("Is there anything a manager should know?", hint="A line is enough.", required=False)

    options: ClassVar = {
        "kind": [
            Choice(Kind.FAMILY, "Family", hint="Related to the child, or to somebody in the household"),
            Choice(Kind.FRIEND, "Friend"),
            Choice(Kind.NEIGHBOUR, "Neighbour"),
            Choice(Kind.COLLEAGUE, "Colleague", hint="Works, or has worked, with somebody of the family"),
            Choice(Kind.OTHER, "Something else"),
        ]
    }

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not colleagues:
            del self.fields["who"]
            return
        self.fields["reason"].label = "What should be known about it?"
        self.fields["reason"].help_text = "Needed where you say it of somebody else. They may be told that you said it."
        others = [Choice(str(person.pk), person.name, hint=person.job_title) for person in colleagues]
        self.set_options("who", [Choice(MYSELF, "I do"), *others])


class BackInForm(GovForm):
    """What has changed."""

    why = _words("What has changed, or why was it a mistake?", missing="Say what has changed, or why it was a mistake")
