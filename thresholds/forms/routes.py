"""What to do about it: the route, the basis in law, and the actions that were considered first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, GovForm
from pages.forms.control import Option, control_of
from thresholds.forms.moments import radios, words
from thresholds.models import Check
from thresholds.presenters.routes import RouteShown
from thresholds.presenters.steps import is_contact
from thresholds.rules.authority import Item
from thresholds.rules.framework import ListItem

BASES = {
    "early-help": ("Early help", "The family agrees to be helped."),
    "s17": (
        "A child in need",
        "Without help the child is unlikely to be healthy or develop well. Children Act 1989, section 17.",
    ),
    "s47": (
        "Significant harm",
        "There is reasonable cause to suspect that the child suffers, or is likely to suffer, significant harm. "
        "Children Act 1989, section 47.",
    ),
    "s20": ("Somewhere to live", "There is nobody who can look after the child for now. Children Act 1989, section 20."),
    "s31": ("Care proceedings", "The child may need an order of the court. Children Act 1989, section 31."),
}
"""The bases in law as a page puts them; the code is what is kept."""

NO_NEED = "none"


@dataclass(frozen=True)
class RouteQuestions:
    """What this authority and these judgements make it possible to ask. `reasons` are by the route's code."""

    routes: Sequence[RouteShown]
    bases: Sequence[str]
    needs: Sequence[str]
    actions: Sequence[ListItem]
    reasons: Mapping[str, Sequence[Item]] = field(default_factory=dict)


class RoutesForm(GovForm):
    """Two things may change which routes apply (an allocated worker, a need with a route of its own); one is chosen."""

    allocated_worker = radios(
        "Does any of the children have a social worker now?", missing="Say whether there is a social worker"
    )
    need = radios("Is there a need that has a way of its own?")
    route = radios("Which way do you choose?", missing="Choose what to do")
    basis = radios(
        "On what basis in law?",
        hint="It decides what is asked about agreement. If you are not sure, ask your safeguarding lead.",
    )  # fmt: skip

    options: ClassVar = {
        "allocated_worker": [
            Choice(Check.Worker.YES, "Yes"), Choice(Check.Worker.NO, "No"), Choice(Check.Worker.UNKNOWN, "I do not know"),
        ],
    }  # fmt: skip
    inline: ClassVar = {"allocated_worker"}
    label_sizes: ClassVar = {"route": "m"}

    def __init__(self, *args: Any, questions: RouteQuestions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for name in ("need", "basis"):
            self.fields[name].required = False  # asked of everybody, and needed for a contact alone: see `clean`
        self.routes = {shown.route.code: shown.route for shown in questions.routes}
        for shown in questions.routes:
            self._ask_reasons(shown)
        self.set_options("route", [
            Choice(route.code, route.name, route.text, reveals=(name,) if (name := _asks(route.code)) in self.fields else ())
            for route in self.routes.values()
        ])  # fmt: skip
        self.set_options("basis", [Choice(code, *BASES[code]) for code in questions.bases])
        named = [Choice(need, need.replace("-", " ").capitalize()) for need in questions.needs]
        self.set_options("need", [*named, Choice(NO_NEED, "No", divider="or" if named else "")])
        if not questions.needs:
            self.fields.pop("need")
        for item in questions.actions:
            self.fields[f"action_{item.code}"] = words(item.text, required=False, rows=2, limit=2000)

    def _ask_reasons(self, shown: RouteShown) -> None:
        """Under a route, the reasons for which its front door says that it can be contacted."""
        reasons = self.questions.reasons.get(shown.route.code, ())
        if not reasons:
            return
        name = _asks(shown.route.code)
        self.fields[name] = forms.MultipleChoiceField(
            label=f"Why do you contact {shown.front_door}? Choose all that fit", required=False,
            widget=forms.CheckboxSelectMultiple, choices=(),
        )  # fmt: skip
        self.set_options(name, [Choice(reason.code, reason.text) for reason in reasons])

    def reasons(self) -> list[str]:
        """The reasons chosen under the route that was chosen."""
        return list(self.cleaned_data.get(_asks(self.cleaned_data["route"])) or ())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        route = self.routes.get(cleaned.get("route") or "")
        if route is not None and is_contact(route) and not cleaned.get("basis"):
            self.add_error("basis", "Choose the basis in law: a contact is shared on one")
        return cleaned

    @property
    def route_rows(self) -> list[tuple[Option, RouteShown]]:
        """Each option with everything that is known of its route."""
        return list(zip(control_of(self["route"]).options, self.questions.routes, strict=True))

    @property
    def action_fields(self) -> list[Any]:
        return [self[f"action_{item.code}"] for item in self.questions.actions]

    def actions(self) -> dict[str, str]:
        """What was done or why not, for each action of which something is said."""
        said = {item.code: self.cleaned_data[f"action_{item.code}"].strip() for item in self.questions.actions}
        return {code: text for code, text in said.items() if text}

    def need_chosen(self) -> str:
        need = self.cleaned_data.get("need") or ""
        return "" if need == NO_NEED else need


def _asks(route: str) -> str:
    return f"reasons_{route}"
