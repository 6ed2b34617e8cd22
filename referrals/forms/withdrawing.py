"""That somebody tells the front door that they withdraw their agreement."""

from typing import Any, ClassVar

from consent.models import Agreement
from pages.forms import Choice, DateField
from referrals.services.withdrawals import Heard
from thresholds.forms.moments import MomentForm, radios, words


class WithdrawalHeardForm(MomentForm):
    """Who of those who agreed says so, when and how, and their words."""

    who = radios("Who withdraws?", missing="Choose who withdraws")
    how = radios("How did they tell you?", missing="Say how they told you")
    their_words = words(
        "What did they say?", hint="Their own words where you can. They may read this one day.", missing="Say what they said"
    )

    field_order: ClassVar = ["who", "day", "time", "how", "their_words"]
    inline: ClassVar = {"how"}

    def __init__(self, *args: Any, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["day"]
        if isinstance(day, DateField):
            day.label = "When did they tell you?"
        self.set_options("who", [Choice(who, who) for who in people])
        self.set_options("how", [Choice(value, label) for value, label in Agreement.How.choices])

    def heard(self) -> Heard:
        """What the service takes."""
        given = self.cleaned_data
        return Heard(who=given["who"], at=given["at"], how=given["how"], their_words=given["their_words"])
