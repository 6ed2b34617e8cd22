"""Everything that a template needs to draw one field, worked out once: ``control_of(bound_field)``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from pages.forms.choices import Choice
from pages.forms.dates import PARTS, DatePartsWidget
from pages.forms.summary import error_parts

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (DatePartsWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
)
CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
GROUPED = frozenset({"radios", "checkboxes", "date"})
LONG_LIMIT = 2000
"""A limit this high guards the server: its count shows only near the end."""


@dataclass(frozen=True)
class Option:
    """One radio or checkbox, with its ids and the fields that it opens."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    hint: str = ""
    divider: str = ""
    exclusive: bool = False
    reveals: tuple[BoundField, ...] = ()

    @property
    def hint_id(self) -> str:
        return f"{self.id}_hint"

    @property
    def conditional_id(self) -> str:
        return f"{self.id}_more"


@dataclass(frozen=True)
class DatePart:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    is_wrong: bool
    autocomplete: str = ""

    @property
    def width(self) -> int:
        return 4 if self.label == "Year" else 2

    @property
    def inputmode(self) -> str:
        """A month may be a name, so its keyboard has letters."""
        return "text" if self.label == "Month" else "numeric"


@dataclass(frozen=True)
class Control:
    """One field as the templates draw it."""

    field: BoundField
    kind: str
    id: str
    label: str
    hint: str
    errors: tuple[str, ...]
    optional: bool
    size: str
    is_heading: bool
    inline: bool = False
    small: bool = False
    limit: int = 0
    options: tuple[Option, ...] = ()

    @property
    def hint_id(self) -> str:
        return f"{self.id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.id}_error"

    @property
    def described_by(self) -> str:
        """The ids of what belongs to the control: hint, error, count."""
        ids = [self.hint_id] if self.hint else []
        ids += [self.error_id] if self.errors else []
        ids += [f"{self.id}-info"] if self.limit else []
        return " ".join(ids)

    @property
    def grouped(self) -> bool:
        return self.kind in GROUPED

    @property
    def threshold(self) -> int:
        return 80 if self.limit >= LONG_LIMIT else 0

    @property
    def markup(self) -> str:
        """The control itself, drawn by Django's widget with our classes."""
        attrs: dict[str, Any] = {}
        given = str(self.field.field.widget.attrs.get("class", ""))
        if self.kind in CLASSES:
            names = [CLASSES[self.kind], given]
            if self.errors:
                names.append(f"{CLASSES[self.kind].split()[0]}--error")
            if self.limit:
                names.append("govuk-js-character-count")
                attrs["maxlength"] = False
            attrs["class"] = " ".join(name for name in names if name)
        if self.described_by and not self.grouped:
            attrs["aria-describedby"] = self.described_by
        return self.field.as_widget(attrs=attrs)

    @property
    def parts(self) -> list[DatePart]:
        """The three boxes of a date, with what was typed in them."""
        value, wrong = self.field.value(), error_parts(self.field)
        typed = value if isinstance(value, (list, tuple)) else DatePartsWidget().decompress(value)
        complete = self.field.field.widget.attrs.get("autocomplete") == "bday"
        return [
            DatePart(
                id=f"{self.id}_{part}",
                name=f"{self.field.html_name}_{part}",
                label=part.capitalize(),
                value=str(text),
                is_wrong=part in wrong,
                autocomplete=f"bday-{part}" if complete else "",
            )
            for part, text in zip(PARTS, typed, strict=True)
        ]


def kind_of(widget: forms.Widget) -> str:
    """The name of the control that draws this widget; a plain ``input`` if it is none of the others."""
    return next((kind for type_, kind in KINDS if isinstance(widget, type_)), "input")


def control_of(bound: BoundField) -> Control:
    """One bound field, of a ``GovForm`` or of any other Django form, as something to draw."""
    form, name, kind = bound.form, bound.name, kind_of(bound.field.widget)
    is_heading = getattr(form, "heading", "") == name
    sizes: Mapping[str, str] = getattr(form, "label_sizes", {})
    return Control(
        field=bound,
        kind=kind,
        id=bound.auto_id or bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text),
        errors=tuple(str(error) for error in bound.errors),
        optional=not bound.field.required and kind != "checkbox" and not _is_asked_elsewhere(bound),
        size=sizes.get(name, "l" if is_heading else "s"),
        is_heading=is_heading,
        inline=name in getattr(form, "inline", ()),
        small=name in getattr(form, "small", ()),
        limit=getattr(bound.field, "max_length", None) or 0 if kind == "textarea" else 0,
        options=tuple(_options(bound)) if kind in ("radios", "checkboxes") else (),
    )


def _is_asked_elsewhere(bound: BoundField) -> bool:
    """A field under an option that is closed was made optional for this answer only, and one of which nobody expects an answer
    (`may_wait`) has no need to: they do not say so."""
    declared = getattr(bound.form, "base_fields", {}).get(bound.name)
    return bool(declared and declared.required) or getattr(bound.field, "may_wait", False)


def _options(bound: BoundField) -> Iterator[Option]:
    given: list[Choice] = getattr(bound.form, "option_lists", {}).get(bound.name, [])
    by_value = {choice.value: choice for choice in given}
    for item in bound.subwidgets:
        value = str(item.data["value"])
        choice = by_value.get(value, Choice(value, str(item.choice_label)))
        yield Option(
            id=str(item.id_for_label),
            name=item.data["name"],
            value=value,
            label=str(item.choice_label),
            checked=bool(item.data["selected"]),
            hint=choice.hint,
            divider=choice.divider,
            exclusive=choice.exclusive,
            reveals=tuple(bound.form[child] for child in choice.reveals),
        )
