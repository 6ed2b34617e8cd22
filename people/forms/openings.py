"""Why do you need to open this?"""

from typing import ClassVar

from django import forms

from pages.forms import Choice, GovForm
from people.rules.openings import LONGEST_WORDS, Reason

ASKED = "opening-asked"
"""The hidden field that says how the page was asked for: with it a POST is an answer to this question."""


class OpeningForm(GovForm):
    """A kind of reason and one's own words, both asked for every time. Its names meet those of no other form."""

    prefix = "opening"

    reason = forms.ChoiceField(
        label="What is your reason?", widget=forms.RadioSelect, choices=(),
        error_messages={"required": "Choose why you need to open this"},
    )  # fmt: skip
    words = forms.CharField(
        label="Say it in your own words", max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line is enough. Do not write a child’s name.",
        error_messages={"required": "Say in your own words why you need to open this"},
    )  # fmt: skip

    options: ClassVar = {"reason": [Choice(reason.value, reason.label, hint=reason.hint) for reason in Reason]}
