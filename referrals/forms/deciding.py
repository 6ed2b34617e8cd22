"""The decision on a contact, in the partnership's own responses: one for all of its children, or one for each."""

import copy
from dataclasses import dataclass
from typing import Any

from django import forms

from pages.forms import Choice, GovForm
from referrals.models import ContactChild, Decision
from referrals.rules.outcomes import HARM
from referrals.services.decisions import Deciding, ForChild
from thresholds.forms.moments import radios, words
from thresholds.presenters.levels import levels_of
from thresholds.rules.authority import ResponseOption
from thresholds.rules.framework import Framework


class DecideForm(GovForm):
    """What the front door decides, at which level and why; nothing is chosen beforehand.

    `former` is the decision that was on the page when this one was begun; empty for the first. The partnership's options
    keep their names; each stands for one outcome.
    """

    former = forms.CharField(widget=forms.HiddenInput, required=False)
    response = radios("What do you decide?", missing="Choose what you decide")
    level = radios("The level that you decide on", missing="Choose the level that you decide on")
    level_differs_why = words(
        "Why your level differs from the referrer’s", hint="Only where it differs. They read this.", required=False
    )
    reasons = words(
        "Why", hint="The referrer reads this, and the family may.", rows=5,
        missing="Give your reasons. The referrer reads them, and the family may",
    )  # fmt: skip
    abuse_category = radios("Category of abuse", hint="Only where harm is likely.", required=False)
    key_factors = forms.MultipleChoiceField(
        label="What you weighed", choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )
    advice = words(
        "Advice to the referrer",
        hint="What to do for the child now. Needed where it does not become a referral.",
        required=False,
    )
    what_would_change = words(
        "What would change this decision", hint="When to come back. Needed where it does not become a referral.", required=False
    )
    next_steps = words("Next steps", hint="Who does what by when. The referrer reads this.", required=False)

    small = frozenset({"key_factors"})

    def __init__(
        self, *args: Any, children: list[ContactChild], framework: Framework, responses: tuple[ResponseOption, ...],
        asker: str = "referrer", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.asker = asker
        self._say(asker)
        self.framework, self.children = framework, children
        self.outcomes = {option.code: option.outcome for option in responses} or {value: value for value in Decision.Outcome}
        named = [Choice(option.code, option.name, hint=_hint(option)) for option in responses]
        self.set_options("response", named or [Choice(value, label) for value, label in Decision.Outcome.choices])
        self.set_options("level", _levels(framework, children, asker))
        self._offer(
            "abuse_category",
            [
                Choice(item.code, item.name or item.text, hint=item.text if item.name else "")
                for item in framework.abuse_categories
            ],
        )
        self._offer("key_factors", [Choice(item.code, item.text) for item in framework.key_factors])

    def _say(self, asker: str) -> None:
        """A caller reads nothing here: they are rung back, where they left a number."""
        if asker == "referrer":
            return
        for name, label, hint in (
            ("level_differs_why", f"Why your level differs from the {asker}’s", "Only where it differs."),
            ("reasons", "Why", "The family may read this."),
            ("advice", f"Advice to the {asker}", self.fields["advice"].help_text),
            ("next_steps", "Next steps", "Who does what by when."),
        ):
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["reasons"].error_messages["required"] = "Give your reasons. The family may read them"

    def _offer(self, name: str, options: list[Choice]) -> None:
        """The framework's own list; a framework without one is not asked about it."""
        if options:
            self.set_options(name, options)
        else:
            del self.fields[name]

    def deciding(self) -> Deciding:
        """What was decided, in the service's terms."""
        given = self.cleaned_data
        return Deciding(
            outcome=self.outcomes[given["response"]],
            level=given["level"],
            reasons=given["reasons"],
            level_differs_why=given["level_differs_why"],
            advice=given["advice"],
            what_would_change=given["what_would_change"],
            next_steps=given["next_steps"],
            abuse_category=given.get("abuse_category", ""),
            key_factors=tuple(given.get("key_factors", ())),
        )

    def typed(self) -> list[tuple[str, str]]:
        """Everything that was written, by its label, so that a page can give it back."""
        written = [(self.label_of(field), self.data.get(field.html_name, "").strip()) for field in self if _is_words(field)]
        return [(label, words) for label, words in written if words]

    def label_of(self, field: forms.BoundField) -> str:
        """What a box is called where it stands away from its page."""
        return str(field.label)


@dataclass(frozen=True)
class ChildBlock:
    """One child's own fields, under the child's name."""

    child: ContactChild
    name: str
    fields: list[forms.BoundField]


class DecideEachForm(DecideForm):
    """The same with an outcome, a level and a category for each child; reasons, advice and next steps are said once."""

    ONCE_EACH = {
        "response": "outcome",
        "level": "level",
        "level_differs_why": "level_differs_why",
        "abuse_category": "abuse_category",
    }
    """A field of the form for all → what the service calls it, which is its name here."""

    separately = forms.CharField(widget=forms.HiddenInput, initial="yes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names_of(self.children)
        once = {name: self.fields.pop(name) for name in self.ONCE_EACH if name in self.fields}
        shared = dict(self.fields)
        self.fields.clear()
        for child in self.children:
            for part, field in once.items():
                self._add(child, part, copy.deepcopy(field))
            about = words(
                "What is this child’s alone", hint="What you say of this child and not of the others.", required=False
            )
            self.fields[part_of(child, "reasons")] = about
        self.fields.update(shared)

    def _add(self, child: ContactChild, part: str, field: forms.Field) -> None:
        name = part_of(child, self.ONCE_EACH[part])
        self.fields[name] = field
        if field.required:
            field.error_messages = {
                **field.error_messages,
                "required": f"{field.error_messages['required']} for {self.names[child.pk]}",
            }
        if part == "level":
            self.set_options(name, _levels(self.framework, [child], self.asker))
        elif part in self.option_lists:
            self.set_options(name, self.option_lists[part])

    @property
    def blocks(self) -> list[ChildBlock]:
        """Each child's fields, in the order in which they were sent."""
        return [
            ChildBlock(child, self.names[child.pk], [self[name] for name in self.fields if name.startswith(part_of(child, ""))])
            for child in self.children
        ]

    @property
    def for_all(self) -> list[forms.BoundField]:
        """The fields that are asked once."""
        return [self[name] for name in self.fields if not name.startswith("child")]

    def deciding(self) -> Deciding:
        given = self.cleaned_data
        return Deciding(
            reasons=given["reasons"],
            advice=given["advice"],
            what_would_change=given["what_would_change"],
            next_steps=given["next_steps"],
            key_factors=tuple(given.get("key_factors", ())),
            each=tuple(self._line(child) for child in self.children),
        )

    def _line(self, child: ContactChild) -> ForChild:
        given = {part: self.cleaned_data.get(part_of(child, part), "") for part in (*self.ONCE_EACH.values(), "reasons")}
        return ForChild(
            child=child.pk,
            outcome=self.outcomes[given["outcome"]],
            level=given["level"],
            level_differs_why=given["level_differs_why"],
            abuse_category=given["abuse_category"],
            reasons=given["reasons"],
        )

    def label_of(self, field: forms.BoundField) -> str:
        whose = [self.names[child.pk] for child in self.children if field.name.startswith(part_of(child, ""))]
        return ": ".join([*whose, str(field.label)])


def part_of(child: ContactChild, part: str) -> str:
    """The name of one child's field, which is also what the service calls it when it refuses it."""
    return f"child{child.position}_{part}"


def names_of(children: list[ContactChild]) -> dict[Any, str]:
    """How each child is called on a page about several: by name, and by their place where two have the same."""
    names = [child.name for child in children]
    return {
        child.pk: child.name if names.count(child.name) == 1 else f"{child.name} (child {place})"
        for place, child in enumerate(children, start=1)
    }


def _levels(framework: Framework, children: list[ContactChild], asker: str) -> list[Choice]:
    """Each level, with whom the referrer placed at it and for whom it was suggested."""
    return [Choice(level.code, level.full, hint=_beside(level.code, children, asker)) for level in levels_of(framework)]


def _beside(code: str, children: list[ContactChild], asker: str) -> str:
    placed = [child for child in children if child.level == code]
    suggested = [child for child in children if child.suggested == code]
    if len(children) == 1:
        said = [f"As the {asker} placed it"] * bool(placed) + ["As the check suggested"] * bool(suggested)
        return ". ".join(said)
    names = names_of(children)
    said = [
        f"{words} {', '.join(names[child.pk] for child in found)}"
        for words, found in ((f"Where the {asker} placed", placed), ("Suggested for", suggested))
        if found
    ]
    return ". ".join(said)


def _is_words(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.Textarea)


def _hint(option: ResponseOption) -> str:
    clock = " Starts a 24-hour clock." if option.outcome in HARM else ""
    return f"{option.text or ''}{clock}".strip()
