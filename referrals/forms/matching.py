"""Who a child is. Nothing is chosen beforehand."""

from typing import Any

from pages.forms import Choice, GovForm
from referrals.selectors.matching import Candidate
from thresholds.forms.moments import line, radios

NEW = "new"
LATER = "later"
NOT = "not-"


class MatchForm(GovForm):
    """One of the candidates, a child who is new to the front door, or not sure yet."""

    who = radios("", missing="Choose who this is, or that you are not sure yet")

    def __init__(self, *args: Any, name: str, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = f"{name} is"
        self.candidates = {str(candidate.person.pk): candidate for candidate in candidates if not candidate.taken_by}
        known = [
            Choice(pk, f"{one.person.name}: link them", hint=one.comparison.verdict.value)
            for pk, one in self.candidates.items()
        ]
        first = "None of these: new to us" if known else "New to us"
        nots = []
        for pk, one in self.candidates.items():
            self.fields[f"why-{pk}"] = line("What tells them apart?", limit=300, missing="Say what tells them apart")
            hint = "They are not proposed again. You can undo it."
            nots.append(Choice(f"{NOT}{pk}", f"{one.person.name}: not a match", hint=hint, reveals=(f"why-{pk}",)))
        self.set_options(
            "who",
            [
                *known,
                *nots,
                Choice(NEW, first, hint="A record is made from what was sent"),
                Choice(LATER, "Not sure yet"),
            ],
        )

    @property
    def chosen(self) -> Candidate | None:
        """The candidate that was chosen; None for new, for not sure, and for one who is not a match."""
        return self.candidates.get(self.cleaned_data["who"])

    @property
    def ruled_out(self) -> tuple[Candidate, str] | None:
        """Of whom it was said that they are no match, and why."""
        pk = self.cleaned_data["who"].removeprefix(NOT)
        return (self.candidates[pk], self.cleaned_data[f"why-{pk}"]) if self.cleaned_data["who"].startswith(NOT) else None
