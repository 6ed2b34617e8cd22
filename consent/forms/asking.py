"""What one person was asked and what they said."""

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime

from consent.models import Agreement
from consent.services.agreements import Asking
from pages.forms import Choice, DateField
from thresholds.forms.moments import MomentForm, line, radios, words
from thresholds.rules.framework import ConsentRule

EXPLAINED = {
    "explained_why": "Why you want to share",
    "explained_what": "What you would share",
    "explained_with_whom": "Who with",
    "explained_purpose": "What for",
}
ANSWERS, REACH = Agreement.Answer, Agreement.Reach
COLLEAGUE = "colleague"


class AskingForm(MomentForm):
    """Whether they were asked; if so how, what was explained and what they said; if not, on what ground."""

    asked = radios("Have they been asked?", missing="Say whether they have been asked")
    how = radios("How were they asked?", missing="Say how they were asked")
    who_asked = radios("Who asked them?", missing="Say who asked them")
    asked_by_name = line("Name of your colleague", missing="Give your colleague’s name")
    asked_by_job = line("Their job", hint="Such as health visitor.", missing="Say what your colleague’s job is")
    explained = forms.MultipleChoiceField(
        label="What was explained to them?",
        help_text="Tick what you explained. Leave what you did not: it is better asked again than guessed.",
        required=False, choices=list(EXPLAINED.items()), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    answer = radios("What did they say?", missing="Say what they said")
    their_words = words("In their own words", hint="They may read this one day.", required=False)
    why_declined = words("Why did they say no?", hint="What worries them about sharing.", missing="Say why they said no")
    explored = words("What did you talk through?", hint="What you offered, what might help them say yes.", required=False)
    reach = radios("How far does their agreement reach?", missing="Say how far their agreement reaches")
    agencies = words(
        "Whom do they agree to?", hint="Agencies or people, such as the school and the health visitor.", rows=2, limit=1000,
        required=False,
    )  # fmt: skip
    left_out = words(
        "What, or whom, do they leave out?", hint="A part of what you would share, or somebody who should not have it.",
        rows=2, limit=1000, missing="Say what, or whom, they leave out",
    )  # fmt: skip
    ground_part = radios("On what ground would you share the rest all the same?", required=False)
    note_part = words("What makes the rest necessary?", hint="What you have seen, heard or been told.", required=False)
    ground_refused = radios("On what ground would you share all the same?", required=False)
    note_refused = words("What makes this so?", hint="What you have seen, heard or been told.", required=False)
    ground_not_asked = radios("Why should they not be asked first?", required=False)
    note_not_asked = words("What makes that so?", hint="What you have seen, heard or been told.", required=False)

    field_order: ClassVar = [
        "asked", "how", "day", "time", "who_asked", "asked_by_name", "asked_by_job", "explained", "answer", "reach", "agencies",
        "left_out", "ground_part", "note_part", "why_declined", "explored", "ground_refused", "note_refused", "their_words",
        "ground_not_asked", "note_not_asked",
    ]  # fmt: skip
    label_sizes: ClassVar = {"asked": "m", "answer": "s"}
    inline: ClassVar = {"how"}

    def __init__(self, *args: Any, rule: ConsentRule, about: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["day"]
        if isinstance(day, DateField):
            day.label = "When were they asked?"
        self.set_options("how", [Choice(value, label) for value, label in Agreement.How.choices])
        asked = ("how", "day", "time", "who_asked", "explained", "answer", "their_words")
        self.set_options("asked", [
            Choice("yes", "Yes", reveals=asked),
            Choice("no", "No, not yet or not safely", reveals=("ground_not_asked", "note_not_asked")),
        ])  # fmt: skip
        self.set_options("who_asked", [
            Choice("me", "I did"), Choice(COLLEAGUE, "A colleague", reveals=("asked_by_name", "asked_by_job")),
        ])  # fmt: skip
        self._offer_answers(rule, about)
        self._offer_grounds(rule)

    def _offer_answers(self, rule: ConsentRule, about: str) -> None:
        refused = ("why_declined", "explored", "ground_refused", "note_refused")
        implicit = [
            Choice(ANSWERS.IMPLICIT, ANSWERS.IMPLICIT.label, "The service was explained, with the sharing that it needs.")
        ] if rule.implicit else []  # fmt: skip
        self.set_options("answer", [
            Choice(ANSWERS.AGREED, "They agreed", reveals=("reach",)), *implicit,
            Choice(ANSWERS.REFUSED, "They said no", reveals=refused),
        ])  # fmt: skip
        whole = f"All of it: {about}" if about else "All that was explained"
        self.set_options("reach", [
            Choice(REACH.WHOLE, whole, "With whom it has to ask. For this episode of help; they can withdraw it."),
            Choice(
                REACH.PART, "Only part of it, or not to everybody", "That is not agreement to the rest: it needs a ground.",
                reveals=("agencies", "left_out", "ground_part", "note_part"),
            ),
        ])  # fmt: skip

    def _offer_grounds(self, rule: ConsentRule) -> None:
        for field, answer, none in (
            ("ground_part", ANSWERS.REFUSED, "None: I would not share the rest without agreement"),
            ("ground_refused", ANSWERS.REFUSED, "None: I would not share without agreement"),
            ("ground_not_asked", ANSWERS.NOT_ASKED, "None: I will ask them"),
        ):
            fitting = [ground for ground in rule.grounds if answer in ground.applies_to]
            offered = [Choice(ground.code, ground.text, hint=ground.source) for ground in fitting]
            self.set_options(field, [*offered, Choice("none", none, divider="or" if offered else "")])

    def asking(self) -> Asking:
        """What the service takes."""
        given = self.cleaned_data
        if given["asked"] == "no":
            ground, note = self._ground("not_asked")
            return Asking(answer=ANSWERS.NOT_ASKED, ground=ground, ground_note=note)
        explained, answer = set(given["explained"]), given["answer"]
        refused, part = answer == ANSWERS.REFUSED, given["reach"] == REACH.PART
        ground, note = self._ground("refused") if refused else self._ground("part") if part else ("", "")
        return Asking(
            answer=answer, how=given["how"], asked_at=given["at"], their_words=given["their_words"].strip(),
            asked_by_name=given["asked_by_name"], asked_by_job=given["asked_by_job"],
            reach=given["reach"] or REACH.WHOLE, agencies=given["agencies"], left_out=given["left_out"],
            why_declined=given["why_declined"] if refused else "", explored=given["explored"] if refused else "",
            explained_why="explained_why" in explained, explained_what="explained_what" in explained,
            explained_with_whom="explained_with_whom" in explained, explained_purpose="explained_purpose" in explained,
            ground=ground, ground_note=note,
        )  # fmt: skip

    def _ground(self, kind: str) -> tuple[str, str]:
        chosen = self.cleaned_data[f"ground_{kind}"]
        if chosen in {"", "none"}:
            return "", ""
        return chosen, self.cleaned_data[f"note_{kind}"].strip()

    def field_of(self, name: str) -> str:
        """The field of this form under which a service's refusal belongs."""
        given = self.cleaned_data
        kind = "not_asked" if given.get("asked") == "no" else "part" if given.get("reach") == REACH.PART else "refused"
        places = {"asked_at": "day", "ground": f"ground_{kind}", "ground_note": f"note_{kind}", "person": "asked"}
        return places.get(name, name)


def initial_of(agreement: Agreement | None) -> dict[str, Any]:
    """The answer that stands, as the form shows it again."""
    if agreement is None:
        return {}
    if agreement.answer == ANSWERS.NOT_ASKED:
        return {"asked": "no", "ground_not_asked": agreement.ground or "none", "note_not_asked": agreement.ground_note}
    asked_at = localtime(agreement.asked_at) if agreement.asked_at else None
    when = {"day": asked_at.date(), "time": asked_at.time()} if asked_at else {}
    kind = "part" if agreement.reach == REACH.PART else "refused"
    return when | {
        "asked": "yes", "how": agreement.how, "answer": agreement.answer, "their_words": agreement.their_words,
        "who_asked": COLLEAGUE if agreement.asked_by_name else "me", "asked_by_name": agreement.asked_by_name,
        "asked_by_job": agreement.asked_by_job, "reach": agreement.reach, "agencies": agreement.agencies,
        "left_out": agreement.left_out, "explained": [name for name in EXPLAINED if getattr(agreement, name)],
        "why_declined": agreement.why_declined, "explored": agreement.explored,
        f"ground_{kind}": agreement.ground or "none", f"note_{kind}": agreement.ground_note,
    }  # fmt: skip
