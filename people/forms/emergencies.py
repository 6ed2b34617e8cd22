"""Emergency access: what is looked for and why, and what somebody else makes of it."""

from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, DateField, GovForm
from people.rules.emergencies import LONGEST_WORDS, Finding, Reason
from people.services.emergencies import Wanted

REFERENCE, CHILD = "reference", "child"


class EmergencyForm(GovForm):
    """Exactly one contact by its reference, or one child by full family name and date of birth. Nothing is searched for."""

    by = forms.ChoiceField(
        label="What do you need to read?", widget=forms.RadioSelect, choices=(),
        error_messages={"required": "Choose whether you have a reference or a child’s name and date of birth"},
    )  # fmt: skip
    reference = forms.CharField(
        label="Reference", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the reference, like ABC-7Q2M-9KXD"},
    )  # fmt: skip
    family_name = forms.CharField(
        label="Full family name", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the child’s full family name"},
    )  # fmt: skip
    born = DateField(label="Date of birth", subject="The date of birth")
    reason = forms.ChoiceField(
        label="Why can it not wait for whoever has it?", widget=forms.RadioSelect, choices=(),
        error_messages={"required": "Choose why it cannot wait"},
    )  # fmt: skip
    words = forms.CharField(
        label="Say it in your own words", max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who needs this now, and for what. Do not write a child’s name.",
        error_messages={"required": "Say in your own words why it cannot wait"},
    )  # fmt: skip

    options: ClassVar = {
        "by": [
            Choice(REFERENCE, "One contact, by its reference", reveals=("reference",)),
            Choice(CHILD, "What there is about one child", hint="Both exactly as recorded", reveals=("family_name", "born")),
        ],
        "reason": [Choice(reason.value, reason.label) for reason in Reason],
    }

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        if given["by"] == REFERENCE:
            return Wanted(reference=given["reference"])
        return Wanted(family_name=given["family_name"], born=given["born"])


class ReviewForm(GovForm):
    """What somebody else makes of it, with reasons."""

    finding = forms.ChoiceField(
        label="What do you make of it?", widget=forms.RadioSelect, choices=(),
        error_messages={"required": "Choose what you make of it"},
    )  # fmt: skip
    reasons = forms.CharField(
        label="Your reasons", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They stay with the opening. Whoever opened it reads them.",
        error_messages={"required": "Give your reasons"},
    )  # fmt: skip

    options: ClassVar = {
        "finding": [
            Choice(Finding.JUSTIFIED.value, Finding.JUSTIFIED.label),
            Choice(Finding.NOT_JUSTIFIED.value, Finding.NOT_JUSTIFIED.label, hint="Take it up as your policy on records says"),
            Choice(Finding.FOLLOW_UP.value, Finding.FOLLOW_UP.label, hint="Say what, and with whom"),
        ]
    }

    def given(self) -> dict[str, Any]:
        return {"finding": self.cleaned_data["finding"], "reasons": self.cleaned_data["reasons"]}
