"""Days off, and how long things may take: what a partnership admin sets."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from clocks.presenters import step_words
from clocks.rules.timescale import Circle, MilestoneRule, TimescaleRule, Unit
from pages.forms import Choice, DateField, GovForm
from partnerships.models import Closure

UNITS = (
    Choice(Unit.ELAPSED_HOURS, "Hours on the clock", "Through nights, weekends and holidays."),
    Choice(Unit.WORKING_DAYS, "Working days", "The day on which it begins is day 0."),
    Choice(Unit.SAME_DAY, "The same day", "Until 23:59 of the day on which it begins, whatever the amount says."),
)
CIRCLES = (
    Choice(Circle.OWNER, "whoever has it"),
    Choice(Circle.TEAM, "their team"),
    Choice(Circle.MANAGER, "the team manager"),
    Choice(Circle.SERVICE_MANAGER, "the service manager", "Where there is none, the team manager."),
)


def steps_of(rule: TimescaleRule) -> dict[str, MilestoneRule]:
    """The rule's steps by the name of their field: a rule may have several of one kind, told one after the other."""
    steps: dict[str, MilestoneRule] = {}
    for step in rule.milestones:
        earlier = sum(each.kind is step.kind for each in steps.values())
        steps[f"tell_{step.kind}_{earlier + 1}" if earlier else f"tell_{step.kind}"] = step
    return steps


class DayOffForm(GovForm):
    """One more day that is no working day here."""

    date = DateField(label="Which day?", subject="The day", earliest=lambda: localdate() - datetime.timedelta(days=366))
    name = forms.CharField(
        label="What is it called?", max_length=160, help_text="Everybody whose clock leaves it out reads this name."
    )
    kind = forms.ChoiceField(label="What kind of day is it?", widget=forms.RadioSelect)
    source = forms.CharField(label="Who decided it, and where is that written?", max_length=300)
    options: ClassVar = {"kind": [Choice(value, label) for value, label in Closure.Kind.choices]}


class TakeOutForm(GovForm):
    """A day that is a working day after all."""

    why = forms.CharField(label="Why is it a working day after all?", max_length=300)


class RuleForm(GovForm):
    """How long something may take from a day on, who is told, and whether what is already running changes too."""

    amount = forms.IntegerField(
        label="How long may it take?", min_value=0, max_value=2_000, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    unit = forms.ChoiceField(label="Counted in", widget=forms.RadioSelect)
    from_date = DateField(
        label="From which day?", subject="The day", help_text="What begins on that day or later has the new rule."
    )
    open_too = forms.ChoiceField(label="What about clocks that are running already?", widget=forms.RadioSelect)
    source = forms.CharField(label="Where is that written?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    why = forms.CharField(label="Why is it changed?", max_length=300)
    options: ClassVar = {
        "unit": UNITS,
        "open_too": [
            Choice("no", "They keep the rule that they were started under"),
            Choice("yes", "They have the new rule too, from that day on", "Everybody whose clock moves is told."),
        ],
    }
    inline: ClassVar = {"unit"}

    def __init__(self, *args: Any, rule: TimescaleRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.steps = steps_of(rule)
        for name, step in self.steps.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=f"{step_words(step)}, tell", required=False, widget=forms.CheckboxSelectMultiple
            )
            self.set_options(name, CIRCLES)
        self.order_fields(["amount", "unit", *self.steps, "from_date", "open_too", "source", "why"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("amount") == 0 and given.get("unit") != Unit.SAME_DAY:
            self.add_error("amount", "Enter 1 or more, or choose the same day")
        if self.steps and not any(given.get(name) for name in self.steps):
            self.add_error(list(self.steps)[-1], "Somebody must be told: tick at least one")
        return given

    def values(self) -> dict[str, Any]:
        """The rule's new values; a milestone that tells nobody is left out of it."""
        given = self.cleaned_data
        milestones = []
        for name, m in self.steps.items():
            tell = given.get(name) or []
            if tell:
                row = {
                    "kind": m.kind.value,
                    "at": m.at,
                    "before": m.before,
                    "after": m.after,
                    "unit": m.unit.value,
                    "tell": tell,
                }
                milestones.append({key: value for key, value in row.items() if value is not None})
        return {
            "amount": given["amount"], "unit": given["unit"], "source": given["source"], "milestones": milestones,
        }  # fmt: skip
