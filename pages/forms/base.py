"""``GovForm``: a Django form that draws itself as GOV.UK fields with ``{% crispy form %}``, with clear errors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.forms.utils import pretty_name

from pages.forms.choices import Choice, choices_of
from pages.forms.summary import ErrorLink, summarise

DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


def field_helper() -> FormHelper:
    """No form tag, no Layout: the page writes its own form element, and fields are drawn in a loop."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.template_pack = "rh_govuk"
    return helper


def lower_first(label: str) -> str:
    """A label inside a sentence: its capital goes, unless it begins an abbreviation ("NHS number")."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def required_message(field: forms.Field, label: str) -> str:
    """What to say when a field is left empty. A field that needs other words sets ``error_messages["required"]``."""
    if label.endswith("?"):
        return f"Answer: {label}"
    if isinstance(field, forms.BooleanField):
        return f"Tick the box: {label}"
    chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField, forms.FileField))
    return f"{'Choose' if chosen else 'Enter'} {lower_first(label)}"


class GovFields(forms.BaseForm):
    """What both kinds of form share.

    ``options``: for a field of choices, its ``Choice`` list: hints, dividers, and the fields that each option reveals.
    ``label_sizes``: a label or legend larger than the body, ``{"name": "l"}`` (s, m, l or xl).
    ``heading``: the field whose label is the page's ``<h1>``.
    ``inline``: radios in one line on a wide screen; ``small``: small radios and checkboxes.
    A ``Textarea`` with a ``max_length`` counts its characters. Required is the rule, and an optional field says so in its
    label, but for a lone checkbox.
    """

    options: ClassVar[Mapping[str, Sequence[Choice]]] = {}
    label_sizes: ClassVar[Mapping[str, str]] = {}
    heading: ClassVar[str] = ""
    inline: ClassVar[frozenset[str] | set[str]] = frozenset()
    small: ClassVar[frozenset[str] | set[str]] = frozenset()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.option_lists: dict[str, list[Choice]] = {}
        for name, given in self.options.items():
            self.set_options(name, given)
        self.helper = field_helper()
        for name, field in self.fields.items():
            label = pretty_name(name) if field.label is None else str(field.label)
            if field.error_messages.get("required") is DJANGO_REQUIRED:
                field.error_messages["required"] = required_message(field, label)

    def set_options(self, name: str, options: Sequence[Choice]) -> None:
        """Give a field its options when the form is made: from a framework, say."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise ImproperlyConfigured(f"{type(self).__qualname__}.{name} has options, but is no field of choices")
        field.choices = choices_of(options)
        self.option_lists[name] = list(options)

    @property
    def error_summary(self) -> list[ErrorLink]:
        return summarise(self)

    @property
    def revealed(self) -> dict[str, tuple[str, str]]:
        """Field → (the field, and the value, under which it is drawn)."""
        return {
            child: (parent, option.value)
            for parent, given in self.option_lists.items()
            for option in given
            for child in option.reveals
        }

    def top_fields(self) -> Iterator[forms.BoundField]:
        """The fields that stand by themselves: neither hidden nor under an option."""
        under = self.revealed
        return (self[name] for name in self.fields if name not in under and not self[name].is_hidden)

    def is_open(self, name: str) -> bool:
        """Whether the option over this field is chosen, and every option over that one."""
        if name not in self.revealed:
            return True
        parent, value = self.revealed[name]
        given = self[parent].value()
        chosen = [str(v) for v in given] if isinstance(given, (list, tuple)) else [str(given)]
        return value in chosen and self.is_open(parent)

    def full_clean(self) -> None:
        """A field under an option that was not chosen is not asked for, and what was typed there is not kept."""
        for name in self._closed():
            self.fields[name].required = False
        super().full_clean()

    def _clean_form(self) -> None:
        for name in self._closed():
            self.errors.pop(name, None)
            self.cleaned_data[name] = self.fields[name].to_python(None)
        parent: Any = super()
        parent._clean_form()

    def _closed(self) -> list[str]:
        return [name for name in self.revealed if self.is_bound and not self.is_open(name)]


class GovForm(GovFields, forms.Form):
    """The base of every form."""


class GovModelForm(GovFields, forms.ModelForm):
    """The same over a model, for the few pages that edit one as it is."""
