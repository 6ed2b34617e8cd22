"""When something happened: a day and a time of day, as people write them, put on the map of London."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from clocks.rules.local_time import BadTime, localise
from pages.forms import DateField, GovForm, TimeField


class MomentForm(GovForm):
    """A form that asks when: `cleaned_data["at"]` is the instant."""

    day = DateField(label="What day was it?", subject="The day", latest=localdate, initial=localdate)
    time = TimeField(label="What time was it?", help_text="Such as 9:30am or 14:05. About is good enough.",
                     error_messages={"required": "Say what time it was"})  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("day"), cleaned.get("time")
        if isinstance(day, datetime.date) and isinstance(time, datetime.time):
            try:
                cleaned["at"] = localise(datetime.datetime.combine(day, time))
            except BadTime as impossible:
                raise ValidationError({"time": str(impossible)}) from impossible
        return cleaned


def words(
    label: str, *, hint: str = "", rows: int = 3, required: bool = True, limit: int = 4000, missing: str = ""
) -> forms.CharField:
    """A box for somebody's own words."""
    messages = {"required": missing} if missing else None
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=messages,
    )  # fmt: skip


def line(
    label: str, *, hint: str = "", required: bool = True, limit: int = 160, width: str = "", missing: str = ""
) -> forms.CharField:
    """A box for a few words."""
    attrs = {"autocomplete": "off"} | ({"class": f"govuk-input--width-{width}"} if width else {})
    messages = {"required": missing} if missing else None
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=limit, widget=forms.TextInput(attrs=attrs),
        error_messages=messages,
    )  # fmt: skip


def radios(label: str, *, hint: str = "", required: bool = True, missing: str = "") -> forms.ChoiceField:
    """One answer of several; the options are given by the form."""
    messages = {"required": missing} if missing else None
    return forms.ChoiceField(
        label=label, help_text=hint, required=required, widget=forms.RadioSelect, error_messages=messages, choices=()
    )


def page_token() -> forms.UUIDField:
    """What a page sends so that sending it twice does its work once."""
    return forms.UUIDField(widget=forms.HiddenInput, required=False)


def waits(field: Any) -> Any:
    """A field that may be left for later, without saying "optional" beside its label."""
    field.required = False
    field.may_wait = True
    return field
