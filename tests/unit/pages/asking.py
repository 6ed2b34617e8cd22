"""A form with every way of asking, and helpers to read what was drawn."""

import re
from typing import ClassVar

from django import forms
from django.template import Context, Template

from pages.forms import Choice, DateField, GovForm


class Asking(GovForm):
    name = forms.CharField(label="Full name")
    nhs = forms.CharField(label="NHS number", required=False)
    born = DateField(label="Date of birth", help_text="For example, 27 3 2017")
    asked = forms.ChoiceField(label="Was she asked?", widget=forms.RadioSelect)
    said = forms.CharField(label="What did she say?", widget=forms.Textarea, max_length=200)
    told = forms.MultipleChoiceField(label="Who was told", widget=forms.CheckboxSelectMultiple, required=False)
    team = forms.ChoiceField(label="Team", choices=[("", "Choose"), ("a", "A")])
    sure = forms.BooleanField(label="I have looked")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    version = forms.CharField(widget=forms.HiddenInput)

    options: ClassVar = {
        "asked": [Choice("yes", "Yes", "On her own"), Choice("no", "No", reveals=("said",))],
        "told": [Choice("gp", "The GP"), Choice("none", "Nobody", divider="or", exclusive=True)],
    }


FULL = {
    "name": "Wren Sample", "born_day": "27", "born_month": "3", "born_year": "2017", "asked": "yes", "team": "a", "sure": "on",
    "secret": "s", "version": "3",
}  # fmt: skip


def in_one_line(html: str) -> str:
    """White space as a browser sees it: how a template is laid out is no matter."""
    return re.sub(r"\s+", " ", html)


def drawn(form: forms.BaseForm) -> str:
    return in_one_line(Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form})))


def ids_in(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)
