"""Tags of the GOV.UK layer: icons, the error summary, and what a field template asks."""

from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.forms.control import Control, control_of
from pages.forms.summary import ErrorLink, summarise

register = template.Library()


@register.filter
def control(bound: BoundField) -> Control:
    """Everything about a field that its template draws."""
    return control_of(bound)


@register.filter
def top_fields(form: BaseForm) -> list[BoundField]:
    """The visible fields of a form that stand by themselves, and not under an option of another."""
    if hasattr(form, "top_fields"):
        return list(form.top_fields())
    return list(form.visible_fields())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite, in the colour of the text. Words stand beside it; ``label`` only where none can."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | str | None) -> dict[str, list[ErrorLink]]:
    """The error summary of these forms and formsets; nothing where there is no error, or no form."""
    return {"errors": summarise(*(form for form in forms if form and not isinstance(form, str)))}


@register.simple_tag(takes_context=True)
def has_errors(context: template.Context) -> bool:
    """Whether this page came back with errors: ``has_errors`` in its context, or an error in ``form`` or ``formset``."""
    if context.get("has_errors"):
        return True
    given: list[Any] = [context.get("form"), context.get("formset"), *(context.get("error_forms") or ())]
    return any(summarise(form) for form in given if isinstance(form, (BaseForm, BaseFormSet)))


@register.filter
def joined(values: Any, separator: str = ", ") -> str:
    """Values in one line, the last after "and" if the separator is a comma."""
    words = [str(value) for value in values]
    if separator != ", " or len(words) < 2:
        return separator.join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


@register.filter
def plain_source(source: str) -> str:
    """A source as a reader meets it: what the documents leave open, and the fixtures call a product decision, is ours."""
    return "Ours: the published documents do not say" if source == "product decision" else source
