"""Where the practitioner would place it, and their judgement."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, GovForm
from thresholds.forms.moments import radios, words
from thresholds.presenters.levels import LevelWords
from thresholds.services.judgements import NOT_SURE


class FirstViewForm(GovForm):
    """Asked before the suggestion is shown: a suggestion that is seen first anchors."""

    level = radios("Where would you place it?", missing="Choose a level, or say that you are not sure")

    def __init__(self, *args: Any, levels: Sequence[LevelWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [Choice(level.code, level.full, level.gist) for level in levels]
        self.set_options("level", [*named, Choice(NOT_SURE, "I am not sure", divider="or")])


class JudgementBase(GovForm):
    """The fields that a judgement always has; `judgement_form` adds why it differs, under each level that does."""

    suggested: ClassVar[str | None] = None
    levels: ClassVar[Sequence[LevelWords]] = ()

    child_views = words(
        "What does the child say, want and feel?", required=False, rows=3,
        hint="In their own words, or what they showed you. For a baby, what you saw of them.",
    )  # fmt: skip
    level = radios("Which level would you stand by?", missing="Choose the level that you would stand by")
    why = words(
        "Why is this the right level for this child?", rows=5, missing="Say why this is the right level for this child",
        hint="What has happened, what you think it is like for the child, what may happen if nothing changes.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["child_views", "level", "why"])
        self.set_options("level", [
            Choice(
                each.code, f"{each.full}{' (what the evidence points to)' if each.code == self.suggested else ''}", each.gist,
                reveals=(differs_name(each.code),) if differs_name(each.code) in self.fields else (),
            )
            for each in self.levels
        ])  # fmt: skip

    def differs_why(self) -> str:
        return self.cleaned_data.get(differs_name(self.cleaned_data["level"])) or ""


def differs_name(code: str) -> str:
    return f"differs_{code}"


def judgement_form(levels: Sequence[LevelWords], suggested: str | None) -> type[JudgementBase]:
    """The form for one child: under each level that is not the suggested one, a box for why."""
    order = {level.code: level.n for level in levels}
    fields: dict[str, forms.Field] = {}
    for level in levels:
        if suggested is None or level.code == suggested:
            continue
        way = "higher" if level.n > order[suggested] else "lower"
        fields[differs_name(level.code)] = words(
            f"You have chosen a {way} level than the evidence points to. That is yours to choose.",
            hint="Say what you know that the list does not. Both levels are kept, side by side, with your reason.",
            missing="Say what you know that the list does not",
        )  # fmt: skip
    return type("JudgementForm", (JudgementBase,), fields | {"levels": levels, "suggested": suggested})


class AccountForm(GovForm):
    """The author's account of the family, in their own words."""

    account = words(
        "What are you worried about?", rows=7, missing="Say what you are worried about", limit=8000,
        hint="What has happened, in your own words. The family may read this one day.",
    )  # fmt: skip
    harm = words(
        "What harm has there been, or could there be?", required=False, limit=8000,
        hint="What has already happened to the children, and what you think may happen if nothing changes.",
    )  # fmt: skip
    involvement = words(
        "How do you know this family?", required=False, limit=4000,
        hint="What you do with them, since when, and how often you see them.",
    )  # fmt: skip
    tried = words(
        "What has been tried, and what came of it?", required=False, limit=8000,
        hint="By you and by others. What helped counts as much as what did not.",
    )  # fmt: skip
    family_views = words(
        "What do the family say?", required=False, limit=8000,
        hint="What the parents and the children think is going on, and what they want. Use their words.",
    )  # fmt: skip
