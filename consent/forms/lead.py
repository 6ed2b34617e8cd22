"""Asking the safeguarding lead, and what they answer."""

from typing import Any, ClassVar

from django import forms

from consent.models import LateReview, LeadReview
from consent.rules.approver import Approver
from pages.forms import Choice, GovForm
from partnerships.models import User
from thresholds.forms.moments import radios, words


class AskLeadForm(GovForm):
    """What the practitioner asks, and whether the worry is about a lead or a colleague."""

    why = words(
        "What do you ask your lead?", hint="Why you want to share, and why now. They read everything else with it.",
        missing="Say what you ask your lead, and why now",
    )  # fmt: skip
    concern = radios(
        "Is your worry about somebody who works with you?", hint="They are then passed by, and do not see this check."
    )
    lead = radios("Who is it about?", missing="Say who it is about")

    def __init__(self, *args: Any, leads: list[User], approver: Approver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = approver.short
        self.fields["why"].label = f"What do you ask your {who}?"
        self.fields["why"].error_messages["required"] = f"Say what you ask your {who}, and why now"
        self.fields["concern"].label = f"Is your worry about one of the {who}s, or a colleague?"
        self.set_options("concern", [Choice("no", "No"), Choice("yes", "Yes", reveals=("lead",))])
        self.set_options("lead", [Choice(str(lead.pk), lead.name, hint=lead.job_title) for lead in leads])


class ReviewForm(GovForm):
    """The lead's decision on exactly what they have read."""

    decision = radios("Your decision", missing="Choose what you decide")
    reasons = words(
        "Your reasons", hint="Kept with the contact. The front door and, later, the family may read them.", rows=5,
        missing="Give your reasons",
    )  # fmt: skip
    read_hash = forms.CharField(widget=forms.HiddenInput)
    read_changes = forms.BooleanField(
        label="I have read what changed", error_messages={"required": "Read what changed, then tick to say so"}
    )

    options: ClassVar = {
        "decision": [
            Choice(LeadReview.Decision.APPROVE, "Approve", hint="They can send at once"),
            Choice(
                LeadReview.Decision.DECLINE, "Decline", hint="They see your reasons, and may still send on their own judgement"
            ),
            Choice(LeadReview.Decision.RETURN, "Return for more", hint="Say what is missing"),
            Choice(LeadReview.Decision.ADVISE, "Advise only", hint="No decision. Your advice is kept with the contact"),
        ]
    }

    def __init__(self, *args: Any, has_changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_changes:
            del self.fields["read_changes"]


class LateReviewForm(GovForm):
    """What the lead makes of what was sent without approval."""

    outcome = radios("What do you make of it?", missing="Choose what you make of it")
    reasons = words("Why?", hint="It joins the record whatever it is.", missing="Give your reasons")

    options: ClassVar = {
        "outcome": [Choice(value, label) for value, label in LateReview.Outcome.choices],
    }
