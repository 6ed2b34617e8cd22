"""The decision on a contact, in the partnership's own responses."""

from typing import Any

from django import forms

from pages.forms import Choice, GovForm
from referrals.models import Contact, Decision
from referrals.rules.outcomes import HARM
from referrals.services.decisions import Deciding
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
        self, *args: Any, contact: Contact, framework: Framework, responses: tuple[ResponseOption, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = {option.code: option.outcome for option in responses} or {value: value for value in Decision.Outcome}
        named = [Choice(option.code, option.name, hint=_hint(option)) for option in responses]
        self.set_options("response", named or [Choice(value, label) for value, label in Decision.Outcome.choices])
        levels = levels_of(framework)
        self.set_options(
            "level",
            [
                Choice(level.code, level.full, hint="As the referrer placed it" * (level.code == contact.level))
                for level in levels
            ],
        )
        self._offer(
            "abuse_category",
            [
                Choice(item.code, item.name or item.text, hint=item.text if item.name else "")
                for item in framework.abuse_categories
            ],
        )
        self._offer("key_factors", [Choice(item.code, item.text) for item in framework.key_factors])

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
        written = [(field.label, self.data.get(field.html_name, "").strip()) for field in self if _is_words(field)]
        return [(str(label), words) for label, words in written if words]


def _is_words(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.Textarea)


def _hint(option: ResponseOption) -> str:
    clock = " Starts a 24-hour clock." if option.outcome in HARM else ""
    return f"{option.text or ''}{clock}".strip()
