"""The error summary: one line per error, in the order of the page, each a link to the very box."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField

from pages.forms.dates import DateField


@dataclass(frozen=True)
class ErrorLink:
    """What is wrong, and the fragment of the control to go to; empty where no single control is wrong."""

    text: str
    href: str


def error_parts(field: BoundField) -> tuple[str, ...]:
    """Which boxes of a date are wrong: the parts its errors name, or all of them; empty if there is no error."""
    if not isinstance(field.field, DateField) or not field.errors:
        return ()
    for error in field.errors.as_data():
        if error.params and "parts" in error.params:
            return tuple(error.params["parts"])
    return ("day", "month", "year")


def target_id(field: BoundField) -> str:
    """The id of the first control of a field: the first radio or checkbox, the first wrong part of a date, or the box."""
    parts = error_parts(field)
    if parts:
        return f"{field.auto_id}_{parts[0]}"
    if field.use_fieldset:
        return next((str(option.id_for_label) for option in field.subwidgets), field.auto_id)
    return field.id_for_label or field.auto_id


def summarise(*forms: BaseForm | BaseFormSet | None) -> list[ErrorLink]:
    """Every error of these forms and formsets, in their order. An unbound form, or None, has none."""
    return [link for form in forms if form is not None for link in _links(form)]


def _links(form: BaseForm | BaseFormSet) -> Iterator[ErrorLink]:
    if not form.is_bound:
        return
    for error in form.non_form_errors() if isinstance(form, BaseFormSet) else form.non_field_errors():
        yield ErrorLink(str(error), "")
    if isinstance(form, BaseFormSet):
        for child in form.forms:
            yield from _links(child)
        return
    for field in form:
        for error in field.errors:
            yield ErrorLink(str(error), "" if field.is_hidden else f"#{target_id(field)}")
