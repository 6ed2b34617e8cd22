"""How urgent is it, and what kind of check is this?"""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from pages.forms import Choice, DateField, GovForm
from thresholds.forms.moments import page_token, radios
from thresholds.models import Check, FrameworkVersion


def yesterday() -> datetime.date:
    return localdate() - datetime.timedelta(days=1)


class BeginForm(GovForm):
    """The first question. Nothing is chosen beforehand; a check is about something real and now unless it says otherwise."""

    urgency = radios("How urgent is it?", missing="Say how urgent it is")
    kind = radios("What is this check for?", required=False)
    practice_version = forms.ChoiceField(label="Which framework?", widget=forms.Select)
    as_at = DateField(label="What date is it about?", subject="The date", latest=yesterday)
    past_version = forms.ChoiceField(
        label="Which framework?", help_text="The one that was in force then, unless you choose another.", required=False
    )
    token = page_token()

    label_sizes: ClassVar = {"urgency": "m"}
    options: ClassVar = {
        "urgency": [
            Choice(
                Check.Urgency.NOW, "A child is in danger now",
                "Call 999 first. The next page shows who else to ring, and records it.",
            ),
            Choice(
                Check.Urgency.TODAY, "It needs a response today",
                "The next page has the number for this hour. You write it up after you have rung.",
            ),
            Choice(Check.Urgency.NEITHER, "Neither", "Go on to the child and family."),
        ],
        "kind": [
            Choice(Check.Kind.LIVE, "Something I am worried about now"),
            Choice(
                Check.Kind.PRACTICE, "Practice",
                "For learning, with an invented family. What you send is marked so, and nobody acts on it.",
                reveals=("practice_version",),
            ),
            Choice(
                Check.Kind.PAST, "About an earlier date",
                "To read a record of its time. What you send is marked so, and nobody acts on it.",
                reveals=("as_at", "past_version"),
            ),
        ],
    }  # fmt: skip

    def __init__(self, *args: Any, versions: Iterable[FrameworkVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        named = [
            (key, f"{version}{' (superseded)' if version.is_superseded or _is_over(version) else ''}")
            for key, version in self.versions.items()
        ]
        practice, past = self.fields["practice_version"], self.fields["past_version"]
        practice.choices = [("", "Choose one"), *named]
        past.choices = [("", "The one in force on that date"), *named]

    def version(self) -> FrameworkVersion | None:
        """The framework that was chosen, or None for the one in force."""
        chosen = self.cleaned_data.get("practice_version") or self.cleaned_data.get("past_version")
        return self.versions.get(chosen or "")


def _is_over(version: FrameworkVersion) -> bool:
    return version.in_force_until is not None and version.in_force_until < localdate()
