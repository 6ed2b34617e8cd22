"""The form layer: GOV.UK fields and errors over Django's forms. ``from pages.forms import GovForm, DateField``."""

from pages.forms.base import GovForm, GovModelForm
from pages.forms.choices import Choice, choices_of
from pages.forms.dates import DateField, DatePartsWidget, TimeField
from pages.forms.summary import ErrorLink, summarise

__all__ = [
    "Choice",
    "DateField",
    "DatePartsWidget",
    "ErrorLink",
    "GovForm",
    "GovModelForm",
    "TimeField",
    "choices_of",
    "summarise",
]
