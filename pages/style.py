"""The style page: every component with its markup, to look at and to copy. Only where there are demo data, or in debug."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponseBase

from pages.forms import Choice, DateField, GovForm, TimeField
from pages.views import PUBLIC, FormPage


class StyleForm(GovForm):
    """One field of each kind."""

    seen = forms.CharField(
        label="What was seen or said?",
        help_text="Their own words where you can. The family may read this one day.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=400,
    )
    born = DateField(label="Date of birth", help_text="For example, 27 3 2017", latest=datetime.date(2026, 3, 10))
    rang_at = TimeField(label="When did you ring?", help_text="Such as 9:30am or 14:05")
    asked = forms.ChoiceField(label="Was the mother asked?", widget=forms.RadioSelect)
    what_she_said = forms.CharField(label="What did she say?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    why_not = forms.CharField(label="What makes you think so?", widget=forms.Textarea(attrs={"rows": 3}))
    explained = forms.MultipleChoiceField(label="What was explained?", widget=forms.CheckboxSelectMultiple)
    fact = forms.ChoiceField(label="Is this fact or opinion?", widget=forms.RadioSelect)
    relation = forms.ChoiceField(
        label="Who told you?",
        choices=[("", "Choose one"), ("child", "A child"), ("parent", "A parent"), ("other", "Someone else")],
    )
    email = forms.EmailField(label="Work e-mail", required=False)
    nhs_number = forms.CharField(
        label="NHS number", required=False, max_length=12, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    secret = forms.CharField(
        label="Password", required=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    body_map = forms.FileField(label="Body map", required=False)
    checked = forms.BooleanField(label="I have checked that this is where the children live now")
    version = forms.CharField(widget=forms.HiddenInput, initial="3")

    options: ClassVar = {
        "asked": [
            Choice("yes", "Asked, and said yes"),
            Choice("no", "Asked, and said no", reveals=("what_she_said",)),
            Choice(
                "not-asked", "Not asked", "One of the grounds of the local rule is needed", reveals=("why_not",), divider="or"
            ),
        ],
        "explained": [
            Choice("why", "Why it would be shared"),
            Choice("what", "What would be shared"),
            Choice("with", "Who with", "The front door, and who it asks"),
            Choice("none", "None of these", divider="or", exclusive=True),
        ],
        "fact": [Choice("fact", "Fact: seen, heard, measured"), Choice("opinion", "Opinion: what I make of it")],
    }
    inline: ClassVar = {"fact"}


class StyleView(FormPage):
    """``/style/``, or ``/style/?density=staff``."""

    action = PUBLIC
    form_class = StyleForm
    template_name = "pages/style.html"

    def get_subject(self) -> None:
        if not (settings.DEBUG or settings.DEMO):
            raise Http404

    def get_page_context(self) -> dict[str, Any]:
        staff = self.request.GET.get("density") == "staff"
        return super().get_page_context() | {
            "density": "staff" if staff else "practitioner",
            "ages": [
                {"short": "4"},
                {"short": "7m", "twin": True},
                {"short": "7m", "twin": True},
                {"short": "unborn", "unborn": True},
            ],
        }

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        return self.request.path
