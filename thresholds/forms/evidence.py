"""The evidence under a tick, and the page of ticks as it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from pages.forms import Choice, DateField, GovForm
from thresholds.forms.moments import line, radios, words
from thresholds.forms.tools import answered, ask_about_tools, initial_tool
from thresholds.models import CheckChild
from thresholds.models.check import Observation
from thresholds.presenters.entries import EntryGroup, groups_of
from thresholds.rules.framework import Framework
from thresholds.rules.tools import Placed, place, tools_for
from thresholds.selectors.checks import framework_of
from thresholds.services.judgements import Evidence
from thresholds.services.worries import Change, PageOfWorries, mark_of

YES_NO: tuple[tuple[str, str], ...] = (("yes", "Yes"), ("no", "No"), ("unknown", "I do not know"))
TRUTH: Mapping[str, bool] = {"yes": True, "no": False}


class SiblingsField(forms.MultipleChoiceField):
    """Offers the siblings for whom it is not ticked yet; one for whom another save has ticked it since is no error."""

    known: frozenset[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.known


class EvidenceForm(GovForm):
    """What was seen or said, for one tick. Everything may be left for later."""

    stands = radios("The framework has these words in more than one place. Which fits?")
    tool = radios("")
    value = radios("")
    seen = words("What was seen or said?", hint="Their own words where you can. The family may read this one day.")
    when = line("When?", limit=120)
    how_often = line("How often?", limit=120)
    who = radios("Who saw or heard it?")
    nature = radios("Is this fact or opinion?")
    since = DateField(label="Since when?", subject="The date it began", latest=localdate)
    growing = radios("Is it growing?")
    also = SiblingsField(label="Is it also true for", widget=forms.CheckboxSelectMultiple)
    old = forms.CharField(required=False, widget=forms.HiddenInput)

    inline: ClassVar = {"value", "who", "nature", "growing", "also"}
    small: ClassVar = {"value", "who", "nature", "growing", "also", "stands", "tool"}
    options: ClassVar = {
        "value": [Choice(*pair) for pair in YES_NO],
        "growing": [Choice(*pair) for pair in YES_NO],
        "who": [Choice(*pair) for pair in Observation.Who.choices],
        "nature": [Choice(*pair) for pair in Observation.Nature.choices],
    }

    def __init__(
        self,
        *args: Any,
        group: EntryGroup,
        framework: Framework,
        observation: Observation | None,
        siblings: Sequence[CheckChild],
        others: Sequence[CheckChild],
        **kwargs: Any,
    ) -> None:
        self.group, self.framework, self.observation = group, framework, observation
        super().__init__(*args, prefix=group.key, initial=initial_of(observation), **kwargs)
        left_out = set() if group.is_worry else {"when", "how_often", "who", "nature", "since", "growing"}
        left_out |= set() if group.conditions else {"value"}
        left_out |= set() if len(group.entries) > 1 else {"stands"}
        left_out |= set() if siblings else {"also"}
        for name in left_out:
            self.fields.pop(name)
            self.option_lists.pop(name, None)
        ask_about_tools(self, tools_for(framework, group.codes))
        for field in self.fields.values():
            field.required = False  # declared as required, so that no label says "optional": all of it may wait
        if "value" in self.fields:
            self.fields["value"].label = " ".join(condition.text for condition in group.conditions)
        if "stands" in self.fields:
            self.set_options("stands", [Choice(entry.code, entry.source) for entry in group.entries])
        if "also" in self.fields:
            self.set_options("also", [Choice(str(child.pk), child.person.short_name) for child in others])
            self.fields["also"].known = frozenset(str(child.pk) for child in siblings)
        if not group.is_worry:
            self.fields["seen"].label = "What did you see?"
            self.fields["seen"].help_text = ""

    @property
    def placed(self) -> Placed:
        """Where it stands after what a tool showed; a tool's answer goes before one to the condition."""
        stood = self.observation.code if self.observation else None
        code = self.cleaned_data.get("stands") or stood or self.group.key
        tool, result = answered(self)
        met = TRUTH.get(self.cleaned_data.get("value") or "")
        return place(self.framework, code, tool=tool, result=result, conditions_met=met)

    def evidence(self) -> Evidence:
        given, met = self.cleaned_data, self.placed.conditions_met
        tool, result = answered(self)
        value = given.get("value") or ""
        if met is not TRUTH.get(value):
            value = "yes" if met else "no"
        return Evidence(
            conditions_met=met, value=value, tool=tool, tool_result=result, seen=given["seen"], when=given.get("when") or "",
            how_often=given.get("how_often") or "", who=given.get("who") or "", nature=given.get("nature") or "",
            since=given.get("since"), growing=TRUTH.get(given.get("growing") or ""),
        )  # fmt: skip

    def change(self) -> Change:
        """The tick with what is written under it."""
        stood = self.observation.code if self.observation else None
        return Change(
            code=self.placed.indicator,
            evidence=self.evidence(),
            shown=self.cleaned_data["old"] or None,
            instead_of=stood,
            also=tuple(uuid.UUID(pk) for pk in self.cleaned_data.get("also") or ()),
        )


def initial_of(observation: Observation | None) -> dict[str, Any]:
    if observation is None:
        return {}
    names = ("seen", "when", "how_often", "who", "nature", "since")
    answered = {True: "yes", False: "no", None: ""}
    return (
        {name: getattr(observation, name) for name in names}
        | initial_tool(observation)
        | {
            "stands": observation.code,
            "value": observation.value or answered[observation.conditions_met],
            "growing": answered[observation.growing],
            "old": mark_of(observation),
        }
    )


class Sheet:
    """The page of ticks: as it is recorded, or as it was sent. `forms` holds one form for each tick, by its group's key."""

    def __init__(
        self, *, child: CheckChild, siblings: Sequence[CheckChild], groups: Sequence[EntryGroup], data: QueryDict | None = None
    ) -> None:
        self.child, self.siblings, self.groups, self.data = child, siblings, groups, data
        self.framework = framework_of(child.case_check)
        self.seen = {observation.code: observation for observation in child.observations.all()}
        self.ticked = self._recorded() if data is None else set(data.getlist("tick"))
        self.forms = {group.key: self._form(group) for group in groups if group.key in self.ticked}

    def observation(self, group: EntryGroup) -> Observation | None:
        return next((self.seen[code] for code in group.codes if code in self.seen), None)

    def others(self, group: EntryGroup) -> list[CheckChild]:
        """The siblings for whom it is not ticked."""
        return [child for child in self.siblings if not _has(child, group)]

    def shared_with(self, group: EntryGroup) -> list[CheckChild]:
        return [child for child in self.siblings if _has(child, group)]

    def is_valid(self) -> bool:
        """Whether every tick that was sent can be kept; one that a tool places where another stands already is told so."""
        sent = [form for form in self.forms.values() if form.is_bound]
        for form in sent:
            if form.is_valid() and form.placed.is_moved and self._stands(form.placed.indicator):
                entry = self.framework.indicator(form.placed.indicator)
                form.add_error(
                    "tool", f"That is where this fits, and it is ticked already: ‘{entry.wording}’. Untick one of them."
                )
        return not any(form.errors for form in sent)

    def moved(self) -> dict[str, str]:
        """Ticks that a tool places elsewhere: the key of the row that was used → that of the row where it stands."""
        of_code = {code: group.key for group in groups_of(self.framework) for code in group.codes}
        sent = {key: form for key, form in self.forms.items() if form.is_bound and not form.errors}
        return {key: of_code[form.placed.indicator] for key, form in sent.items() if form.placed.is_moved}

    def _stands(self, code: str) -> bool:
        """Whether a code is ticked for this child, here or before."""
        ticked_here = {code for group in self.groups if group.key in self.ticked for code in group.codes}
        return code in self.seen or code in ticked_here

    def page(self) -> PageOfWorries:
        """What to save. Raises nothing: `is_valid` comes first."""
        data = self.data or QueryDict()
        shown = set(data.getlist("was"))
        removed = [
            observation.code
            for group in self.groups
            if group.key in shown - self.ticked and (observation := self.observation(group)) is not None
        ]
        changes = []
        for group in self.groups:
            form = self.forms.get(group.key)
            if form is not None and form.is_bound:
                changes.append(form.change())
            elif form is not None and self.observation(group) is None:
                changes.append(Change(code=group.key, evidence=Evidence()))
        return PageOfWorries(
            removed=removed, changes=changes, explored=self._explored(data), siblings={c.pk: c for c in self.siblings}
        )

    def _explored(self, data: QueryDict) -> list[str] | None:
        asked = set(data.getlist("explored-asked"))
        if not asked:
            return None
        known = {dimension.code for dimension in self.framework.dimensions}
        return sorted((set(self.child.explored) - asked) | (set(data.getlist("explored")) & asked & known))

    def _recorded(self) -> set[str]:
        return {group.key for group in self.groups if self.observation(group) is not None}

    def _form(self, group: EntryGroup) -> EvidenceForm:
        data = self.data if self.data is not None and f"{group.key}-old" in self.data else None
        return EvidenceForm(
            data, group=group, framework=self.framework, observation=self.observation(group), siblings=self.siblings,
            others=self.others(group),
        )  # fmt: skip


def _has(child: CheckChild, group: EntryGroup) -> bool:
    return any(observation.code in group.codes for observation in child.observations.all())
