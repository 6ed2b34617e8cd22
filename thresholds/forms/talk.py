"""What was asked in a conversation, and what was said: one small form for each question of a conversation-led framework."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from pages.forms import Choice, GovForm
from thresholds.forms.evidence import YES_NO, SiblingsField, initial_of
from thresholds.forms.moments import radios, words
from thresholds.models import CheckChild
from thresholds.models.check import Observation
from thresholds.rules.framework import ListItem
from thresholds.rules.framework.entries import NEED
from thresholds.services.judgements import Evidence
from thresholds.services.worries import Change, PageOfWorries

NOT_ASKED = "not-asked"
GROWING = {"yes": True, "no": False}


class AnswerForm(GovForm):
    """One question: yes, no or not known, in whose words. Everything may be left for later."""

    value = radios("")
    seen = words("In their words, or yours", hint="What was said, seen or heard. The family may read this one day.")
    who = radios("Who said or saw it?")
    growing = radios("Is it growing?")
    also = SiblingsField(label="Is it the same for", widget=forms.CheckboxSelectMultiple)
    old = forms.CharField(required=False, widget=forms.HiddenInput)

    inline: ClassVar = {"value", "who", "growing", "also"}
    small: ClassVar = {"value", "who", "growing", "also"}
    options: ClassVar = {
        "value": [Choice(*pair) for pair in YES_NO],
        "growing": [Choice(*pair) for pair in YES_NO],
        "who": [Choice(*pair) for pair in Observation.Who.choices],
    }

    def __init__(
        self,
        *args: Any,
        question: ListItem,
        observation: Observation | None,
        siblings: Sequence[CheckChild],
        others: Sequence[CheckChild],
        **kwargs: Any,
    ) -> None:
        self.question, self.observation = question, observation
        super().__init__(*args, prefix=question.code, initial=initial_of(observation), **kwargs)
        left_out = set() if question.polarity == NEED else {"growing"}
        left_out |= set() if siblings else {"also"}
        for name in left_out:
            self.fields.pop(name)
            self.option_lists.pop(name, None)
        for field in self.fields.values():
            field.required = False  # declared as required, so that no label says "optional": all of it may wait
        self.fields["value"].label = question.text
        if observation is not None:
            taken = [Choice(NOT_ASKED, "Not asked after all")]
            self.set_options("value", [*(Choice(*pair) for pair in YES_NO), *taken])
        if "also" in self.fields:
            self.set_options("also", [Choice(str(child.pk), child.person.short_name) for child in others])
            self.fields["also"].known = frozenset(str(child.pk) for child in siblings)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = cleaned.get("seen") or cleaned.get("who") or cleaned.get("growing")
        if said and not cleaned.get("value") and "value" not in self.errors:
            self.add_error("value", "Choose yes, no or I do not know, so that what you wrote is kept with an answer")
        return cleaned

    @property
    def is_answered(self) -> bool:
        return self.cleaned_data["value"] not in ("", NOT_ASKED)

    def change(self) -> Change:
        """The answer with what was said."""
        given = self.cleaned_data
        stood = self.observation
        evidence = Evidence(
            value=given["value"], seen=given["seen"], who=given["who"], growing=GROWING.get(given.get("growing") or ""),
            when=stood.when if stood else "", how_often=stood.how_often if stood else "",
            nature=stood.nature if stood else "", since=stood.since if stood else None,
        )  # fmt: skip
        return Change(
            code=self.question.code, evidence=evidence, shown=given["old"] or None,
            instead_of=stood.code if stood else None, also=tuple(uuid.UUID(pk) for pk in given.get("also") or ()),
        )  # fmt: skip


class TalkSheet:
    """The page of questions: as it is recorded, or as it was sent. `forms` holds one form for each question, by its code."""

    def __init__(
        self,
        *,
        child: CheckChild,
        siblings: Sequence[CheckChild],
        questions: Sequence[ListItem],
        data: QueryDict | None = None,
    ) -> None:
        self.child, self.siblings = child, siblings
        self.seen = {observation.code: observation for observation in child.observations.all()}
        self.forms = {question.code: self._form(question, data) for question in questions}

    def is_valid(self) -> bool:
        wrong = [form for form in self.forms.values() if form.is_bound and not form.is_valid()]
        return not wrong

    def page(self) -> PageOfWorries:
        """What to save. Raises nothing: `is_valid` comes first."""
        sent = [form for form in self.forms.values() if form.is_bound]
        return PageOfWorries(
            removed=[form.question.code for form in sent if form.observation is not None and not form.is_answered],
            changes=[form.change() for form in sent if form.is_answered],
            siblings={child.pk: child for child in self.siblings},
        )

    def _form(self, question: ListItem, data: QueryDict | None) -> AnswerForm:
        sent = data if data is not None and f"{question.code}-old" in data else None
        others = [child for child in self.siblings if not any(o.code == question.code for o in child.observations.all())]
        return AnswerForm(
            sent, question=question, observation=self.seen.get(question.code), siblings=self.siblings, others=others
        )
