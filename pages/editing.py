"""Changing what stands. A page says what it showed; what somebody saved since is never written over unread."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property

from pages.views import FormPage, PageView
from workflow.errors import StaleVersion

OPENED = "opened"
"""The hidden field with the mark of what a page showed. A form that is changed without it was not sent by a page of ours."""


def mark_of(standing: Mapping[str, Any]) -> str:
    """A short mark of what stands: two pages that show the same have the same."""
    plain = {name: getattr(value, "pk", value) for name, value in standing.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:24]


class OverWhatStands(PageView, abstract=True):
    """A page that changes something: it holds the thing still, looks whether it is what was shown, and only then changes it.

    A subclass says what stands (``get_standing``, by name) and who saved it last and when (``saved_by``).
    """

    def get_standing(self) -> dict[str, Any]:
        raise NotImplementedError(f"{type(self).__qualname__} says what stands")

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        """Who saved what stands, and when; nobody and never where it is not known."""
        return "", None

    def get_page_context(self) -> dict[str, Any]:
        shown = self.request.POST.get(OPENED) or mark_of(self.get_standing())
        return super().get_page_context() | {OPENED: shown}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.hold()
        parent: Any = super()
        answer: HttpResponseBase = parent.post(request, *args, **kwargs)
        return answer

    def hold(self) -> None:
        """Lock the page's thing until this request is done, and read it again as whoever had it before has left it."""
        thing: models.Model = self.subject
        type(thing)._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
        self.subject = self._fetched()
        for name in [name for name in vars(self) if isinstance(getattr(type(self), name, None), cached_property)]:
            delattr(self, name)

    def is_overtaken(self) -> bool:
        shown = self.request.POST.get(OPENED)
        return bool(shown) and shown != mark_of(self.get_standing())

    def overtaken(
        self, theirs: Mapping[str, str], yours: Mapping[str, str], renew: Mapping[str, str] | None = None
    ) -> StaleVersion:
        """The refusal, with both texts."""
        by, at = self.saved_by()
        return StaleVersion(
            expected="what was shown", found="what was saved since", theirs=theirs, yours=yours, by=by, at=at, renew=renew
        )


class EditPage(OverWhatStands, FormPage, abstract=True):
    """A form over what stands: its initial values, unless ``get_standing`` says otherwise.

    Overtaken, it answers 409 with both texts, who saved the other and when, and a way to keep either. ``keeps_first``: what
    was saved first can no longer be replaced.
    """

    keeps_first: ClassVar[bool] = False

    def get_standing(self) -> dict[str, Any]:
        return self.get_initial()

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        self.refuse_overtaken(form)
        return super().form_valid(form)

    def refuse_overtaken(self, form: Any) -> None:
        """Raise `StaleVersion` where something else stands than was shown; a page with a `form_valid` of its own calls it."""
        if self.is_overtaken():
            theirs, yours = in_words(form, self.get_standing()), in_words(form, form.cleaned_data)
            if theirs != yours:
                raise self.overtaken(theirs, yours, self.renewed())

    def renewed(self) -> dict[str, str]:
        return {} if self.keeps_first else {OPENED: mark_of(self.get_standing())}


def in_words(form: forms.BaseForm, values: Mapping[str, Any]) -> dict[str, str]:
    """Every field of a form that somebody fills in, by its label, as a person reads it; nothing under an option not chosen."""
    found: dict[str, str] = {}
    for name, field in form.fields.items():
        if not field.widget.is_hidden and _is_open(form, values, name):
            label = str(field.label or form[name].label)
            found[label] = found.get(label) or _words(field, values.get(name))
    return found


def _is_open(form: forms.BaseForm, values: Mapping[str, Any], name: str) -> bool:
    under = getattr(form, "revealed", {}).get(name)
    if under is None:
        return True
    parent, option = under
    given = values.get(parent)
    chosen = given if isinstance(given, (list, tuple)) else [given]
    return option in [str(one) for one in chosen] and _is_open(form, values, parent)


def _words(field: forms.Field, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, forms.ChoiceField):
        options: Any = field.choices
        names = {str(key): str(label) for key, label in options}
        chosen = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(names.get(str(getattr(one, "pk", one)), str(one)) for one in chosen)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return str(value).replace("\r\n", "\n").strip()
