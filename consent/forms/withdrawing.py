"""That somebody withdraws the agreement that they gave."""

from typing import Any, ClassVar

from consent.models import Agreement
from consent.services.withdrawals import Withdrawing
from pages.forms import Choice, DateField
from thresholds.forms.moments import MomentForm, radios, words


class WithdrawForm(MomentForm):
    """When and how they said so, and their words."""

    how = radios("How did they tell you?", missing="Say how they told you")
    their_words = words(
        "What did they say?", hint="Their own words where you can. They may read this one day.", missing="Say what they said"
    )

    field_order: ClassVar = ["day", "time", "how", "their_words"]
    inline: ClassVar = {"how"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["day"]
        if isinstance(day, DateField):
            day.label = "When did they tell you?"
        self.set_options("how", [Choice(value, label) for value, label in Agreement.How.choices])

    def withdrawing(self) -> Withdrawing:
        """What the service takes."""
        given = self.cleaned_data
        return Withdrawing(withdrawn_at=given["at"], how=given["how"], their_words=given["their_words"])
