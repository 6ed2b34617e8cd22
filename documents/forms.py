from django import forms

from pages.forms import GovForm


class VerifyForm(GovForm):
    """What is printed at the end of a document."""

    reference = forms.CharField(
        label="Reference",
        help_text="On every page, at the top right",
        max_length=40,
        error_messages={"required": "Enter the reference that is printed on the document"},
    )
    code = forms.CharField(
        label="Code",
        help_text="On the last page, four groups of four letters and numbers",
        max_length=40,
        error_messages={"required": "Enter the code that is printed on the last page"},
    )
