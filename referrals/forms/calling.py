"""The form of a call, in the order in which a call goes: who, what, which child, where, and what was asked about it."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict

from pages.forms import Choice, DateField
from partnerships.models import LocalAuthority
from referrals.models import AdviceGiven, Call
from referrals.rules.calling import ASKED, Answered
from referrals.selectors.calls import Question
from referrals.services.calls import CallChild, CallEntry
from thresholds.forms.moments import MomentForm, line, page_token, radios, words
from thresholds.presenters.levels import levels_of
from thresholds.rules.framework import Framework

MOST_CHILDREN = 8
NOT_SURE = "not-sure"
PARTS = {
    "who": ("how", "day", "time", "caller", "anonymous", "caller_name", "call_back"),
    "worry": ("danger", "worry", "where_now"),
    "place": ("address", "postcode", "carer", "place"),
    "after": ("tried", "family_knows", "family_words", "unknown", "level"),
}
"""What stands together on the page, in its order; the area and the topic stand where their answers show something."""


class CallForm(MomentForm):
    """What the caller says. Nothing is asked for that they may not know, but for the worry."""

    how = radios("How did it reach you?", missing="Say how it reached you")
    caller = radios("Who is it?", missing="Say who it is")
    caller_agency = line("Which agency are they from?", required=False)
    caller_role = line("Their role there", required=False)
    caller_email = line("Their work e-mail", hint="If they use Right Help they are told there that it is due in writing.",
                        required=False)  # fmt: skip
    relation = line("Who are they to the child?", hint="Such as grandmother or neighbour.", required=False)
    anonymous = forms.BooleanField(label="They want to stay anonymous", required=False)
    caller_name = line("Their name", hint="Do not ask again where they want to stay anonymous.", required=False)
    call_back = line("A number to ring back", required=False)
    danger = radios("Is anybody in danger now?", missing="Say whether anybody is in danger now, or that they could not say")
    worry = words("What are they worried about?", hint="In their words, as near as you can.", rows=6,
                  missing="Write what they are worried about, in their words. A child’s name can come later")  # fmt: skip
    where_now = line("Where is the child now, and who with?", required=False, limit=300)
    address = words("The address", rows=2, required=False, limit=300)
    postcode = line("Postcode", required=False, limit=10, width="10")
    carer = line("The parent or carer, and how to reach them", required=False, limit=300)
    place = radios("Whose area is it?", missing="Say whose area it is, or that it is not known")
    area = forms.ModelChoiceField(
        label="Which council’s area is that?", queryset=LocalAuthority.objects.none(), empty_label="Choose one", required=False
    )
    place_why = line("Where the child is now decides, because", hint="Only where it is not where they live.", required=False,
                     limit=300)  # fmt: skip
    tried = words("What has been tried?", required=False, rows=2)
    family_knows = radios(
        "Does the family know of this call?", missing="Say whether the family knows, or that they could not say"
    )
    family_words = line("What the family said, or why they were not told", required=False, limit=300)
    level = radios("Where would you place it?", hint="As you heard it. The decision is made later.",
                   missing="Choose a level, or that you are not sure")  # fmt: skip
    unknown = forms.MultipleChoiceField(
        label="What could the caller not say?", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, text[:1].upper() + text[1:]) for code, text in ASKED.items()],
        help_text="Whoever follows it up sees this.",
    )  # fmt: skip
    topic = forms.ChoiceField(label="What is the worry about?", required=False, help_text="The right questions are then shown.")
    token = page_token()

    options: ClassVar = {
        "how": [Choice(value, label) for value, label in Call.How.choices],
        "caller": [
            Choice("professional", "A professional", reveals=("caller_agency", "caller_role", "caller_email")),
            Choice("public", "A member of the public"),
            Choice("family", "Somebody in the family", reveals=("relation",)),
            Choice("child", "The child or young person themself"),
        ],
        "danger": [
            Choice("now", "Yes, in danger now", "999 first. Then go on here."),
            Choice("today", "No, but it needs a response today"),
            Choice("neither", "No"),
            Choice("unknown", "The caller could not say", divider="or"),
        ],
        "place": [Choice(value, label) for value, label in Call.Place.choices],
        "family_knows": [Choice(value, label) for value, label in Call.Knows.choices],
    }  # fmt: skip
    inline: ClassVar = {"how", "family_knows"}
    small: ClassVar = frozenset({"unknown"})

    def __init__(
        self, *args: Any, framework: Framework, topics: Mapping[str, list[Question]], children: int, topic: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label, self.fields["time"].label = "What day did they ring?", "What time?"
        self.fields["area"].queryset = LocalAuthority.objects.defer("content")
        levels = [Choice(level.code, level.full) for level in levels_of(framework)]
        self.set_options("level", [*levels, Choice(NOT_SURE, "I am not sure", divider="or")])
        self.fields["topic"].choices = [("", "Choose one"), *((name, name) for name in topics)]
        if not topics:
            del self.fields["topic"]
        self.children = [self._child(number) for number in range(min(max(children, 1), MOST_CHILDREN))]
        self.questions = [self._question(one) for one in topics.get(topic, [])]

    def _child(self, number: int) -> list[str]:
        name = f"child{number}"
        of = f" of child {number + 1}" if number else ""
        added = {
            f"{name}_given": line(f"First name{of}", required=False, limit=100),
            f"{name}_family": line(f"Last name{of}", required=False, limit=100),
            f"{name}_born": DateField(label=f"Date of birth{of}", required=False, subject="The date of birth"),
            f"{name}_age": forms.IntegerField(
                label=f"Age{of}, if that is all they know", required=False, min_value=0, max_value=17,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
                error_messages={"invalid": "The age must be a whole number", "max_value": "A child is under 18"},
            ),
            f"{name}_unborn": forms.BooleanField(label="Not born yet", required=False),
        }  # fmt: skip
        self.fields.update(added)
        return list(added)

    def _question(self, asked: Question) -> tuple[Question, str, str]:
        said, unknown = f"q_{asked.code}", f"u_{asked.code}"
        self.fields[said] = line(asked.text, required=False, limit=500)
        self.fields[unknown] = forms.BooleanField(label="The caller could not say", required=False)
        return asked, said, unknown

    def as_typed(self) -> "CallForm":
        """Show what was typed so far without looking for mistakes in it: it is not finished."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields of the page, part by part, without those that an answer reveals."""
        return {part: [self[name] for name in names] for part, names in PARTS.items()}

    def shown_children(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names] for names in self.children]

    def shown_questions(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The questions by their group, each once in it."""
        groups: dict[str, list[tuple[forms.BoundField, forms.BoundField]]] = {}
        for asked, said, unknown in self.questions:
            groups.setdefault(asked.group, []).append((self[said], self[unknown]))
        return list(groups.items())

    def entry(self, advice: AdviceGiven | None) -> CallEntry:
        """What was said, in the service's terms."""
        given = self.cleaned_data
        same = (
            "how", "caller", "danger", "worry", "where_now", "address", "postcode", "carer", "place", "area", "place_why",
            "tried", "family_knows", "family_words", "caller_name", "caller_agency", "caller_email", "call_back",
        )  # fmt: skip
        words: dict[str, Any] = {name: given[name] if given[name] is not None or name == "area" else "" for name in same}
        return CallEntry(
            rang_at=given["at"], is_anonymous=given["anonymous"], caller_role=given["caller_role"] or given["relation"] or "",
            level="" if given["level"] == NOT_SURE else given["level"], unknown=tuple(given["unknown"]),
            topic=given.get("topic", ""), children=self._children(), answers=self._answers(), advice=advice,
            **words,
        )  # fmt: skip

    def _children(self) -> tuple[CallChild, ...]:
        """Those of whom anything was said."""
        given = self.cleaned_data
        found = []
        for number in range(len(self.children)):
            values: list[Any] = [given.get(f"child{number}_{part}") for part in ("given", "family", "born", "age", "unborn")]
            if any(value not in (None, "", False) for value in values):
                found.append(_told(*values))
        return tuple(found)

    def _answers(self) -> tuple[Answered, ...]:
        given = self.cleaned_data
        asked = [(one, given.get(said, ""), given.get(unknown, False)) for one, said, unknown in self.questions]
        return tuple(
            Answered(one.code, one.text, said, unknown and not said) for one, said, unknown in asked if said or unknown
        )


def _told(given: str, family: str, born: datetime.date | None, age: int | None, unborn: bool) -> CallChild:
    """One child of whom something was said: a date of birth says more than an age, and the unborn have neither."""
    return CallChild(
        given_name=given or "", family_name=family or "", date_of_birth=None if unborn else born,
        age_stated=None if unborn or born else age, unborn=bool(unborn),
    )  # fmt: skip
