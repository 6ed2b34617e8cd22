"""Confirming who receives it, and by which way it leaves."""

from typing import Any

from django import forms

from consent.models import SharingProposal
from consent.rules.ways import Way
from pages.forms import Choice, GovForm
from thresholds.forms.moments import radios, words

HINTS = {
    Way.AGREEMENT: "Everybody who was asked agrees",
    Way.APPROVAL: "{one} has approved exactly this",
    Way.URGENT: "Waiting would itself put a child at risk. Marked, and reviewed the same day",
    Way.PROFESSIONAL_JUDGEMENT: (
        "Your {short} declined, or the time for a decision has passed, and you suspect harm or everybody agrees. "
        "Marked, and reviewed the same day"
    ),
}


ONLY_NAMED = Choice(
    "yes", "Only named staff should open this",
    hint="For example: a child of somebody on the team; an adoption. Its managers say who; the clock runs all the same.",
    reveals=("only_named_why",),
)  # fmt: skip


class SendForm(GovForm):
    """Only the ways that are open are offered; none is chosen beforehand unless it is the only one without a mark."""

    way = radios("How may it be shared?", missing="Choose how it may be shared")
    urgent_why = words(
        "Why can it not wait?", hint="It stands on the record, and in the document.", missing="Say why it cannot wait"
    )
    judgement_why = words("Why do you send it all the same?", hint="It stands on the record, and in the document.",
                          missing="Say why you send it all the same")  # fmt: skip
    confirmed = forms.BooleanField(
        label="", error_messages={"required": "Tick to say that you have checked where the family lives now"}
    )
    only_named = forms.MultipleChoiceField(
        label="Should only some of the team open it?", widget=forms.CheckboxSelectMultiple, choices=(), required=False
    )
    only_named_why = words(
        "Why should only named staff open it?", hint="The managers read it, and whom they name.", rows=2, limit=500,
        missing="Say why only named staff should open it",
    )  # fmt: skip
    recipient = forms.IntegerField(widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, proposal: SharingProposal, ways: dict[Way, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reveals = {Way.URGENT: ("urgent_why",), Way.PROFESSIONAL_JUDGEMENT: ("judgement_why",)}
        self.set_options("only_named", [ONLY_NAMED])
        who = proposal.approver
        labels = dict(SharingProposal.Way.choices) | {Way.APPROVAL: proposal.words_of(Way.APPROVAL)}
        hints = {way: hint.format(one=who.one.capitalize(), short=who.short) for way, hint in HINTS.items()}
        offered = [way for way, closed in ways.items() if not closed]
        self.set_options("way", [Choice(way, labels[way], hint=hints[way], reveals=reveals.get(way, ())) for way in offered])
        for name in (name for way, names in reveals.items() if way not in offered for name in names):
            del self.fields[name]
        self.fields["confirmed"].label = f"I have checked that the family lives in {proposal.recipient.authority.name} now"
        if proposal.case_check.place != "lives":
            self.fields["confirmed"].label = f"I have checked that {proposal.recipient.name} is who should receive this"

    def reasons(self) -> str:
        """The words of the way that was chosen."""
        given = self.cleaned_data
        names = {Way.URGENT: "urgent_why", Way.PROFESSIONAL_JUDGEMENT: "judgement_why"}
        return given.get(names.get(given["way"], "")) or ""

    def field_of(self, name: str) -> str:
        """The field under which a service's refusal belongs."""
        if name == "reasons":
            name = "judgement_why" if self.cleaned_data.get("way") == Way.PROFESSIONAL_JUDGEMENT else "urgent_why"
        return name if name in self.fields else "way"
