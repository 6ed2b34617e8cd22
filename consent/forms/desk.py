"""What a lead does at their desk besides deciding: hand over, be away, arrange who answers for their agency."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from consent.services.desk import MOST_HOURS
from pages.forms import Choice, DateField, GovForm
from partnerships.models import Organisation, User
from thresholds.forms.moments import radios, words

NONE = "none"
GONE = "This person cannot answer it any more. Choose somebody else."
"""Their role ended after the page was drawn."""


class HandOverForm(GovForm):
    """To whom, and what they need to know."""

    to = radios("Who answers this in your place?", missing="Choose who answers this in your place")
    note = words(
        "What do they need to know?", hint="Why you hand it over. It is kept with this, and the practitioner may read it.",
        missing="Say what they need to know, and why you hand it over",
    )  # fmt: skip

    def __init__(self, *args: Any, deputies: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_options("to", [Choice(str(lead.pk), lead.name, hint=lead.job_title) for lead in deputies])


class AwayForm(GovForm):
    """Until when one is away, and who answers meanwhile."""

    until = DateField(label="What is the last day on which you are away?", subject="The last day", earliest=localdate)
    deputy = radios("Who answers for you?", missing="Choose who answers for you")

    def __init__(self, *args: Any, deputies: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_options("deputy", [Choice(str(lead.pk), lead.name, hint=lead.job_title) for lead in deputies])


class ArrangeForm(GovForm):
    """The approver outside, and the agency's own time to answer."""

    approver = radios(
        "Which agency’s safeguarding leads answer when yours cannot?",
        hint="When the one who wrote it is your only lead, when the worry is about them, or when all of yours are passed by.",
        missing="Choose an agency, or none",
    )  # fmt: skip
    answers_within = forms.IntegerField(
        label="In how many hours do your leads answer?", required=False, min_value=1, max_value=MOST_HOURS,
        help_text="Leave it empty for your partnership’s own time. After it the practitioner’s own way is open.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), f"Give whole hours, 1 to {MOST_HOURS}"),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [Choice(str(one.pk), one.name, hint=one.get_kind_display()) for one in offered]
        self.set_options(
            "approver", [*chosen, Choice(NONE, "None: we have more than one lead", divider="or" if chosen else "")]
        )
