"""Forms of the front door before it decides: who has it, and what is added to it."""

from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, GovForm
from partnerships.models import User
from referrals.models import ContactNote
from thresholds.forms.moments import radios, words

Kind = ContactNote.Kind


class HandOverForm(GovForm):
    """Who takes a contact on."""

    owner = radios("Who takes it on?", missing="Choose who takes it on")

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_options("owner", [Choice(str(person.pk), person.name, hint=person.job_title) for person in colleagues])


class NoteForm(GovForm):
    """A talk, what an agency answered, or a note. The front door's own unless it is for the referrer too."""

    kind = radios("What is it?", missing="Choose what it is")
    agency = forms.ChoiceField(
        label="Which agency?", choices=(), error_messages={"required": "Choose the agency that you asked"}
    )
    words = words(
        "What was said or done?", hint="Fact apart from opinion. The family may read this one day.", rows=5,
        missing="Write what was said or done",
    )  # fmt: skip
    for_referrer = forms.BooleanField(label="The referrer reads this too", required=False)

    def __init__(self, *args: Any, agencies: list[str], is_call: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_call:
            self.set_options("kind", [*self.options["kind"], Choice(Kind.CORRECTION, "A correction to what was taken down")])
            del self.fields["for_referrer"]
        self.fields["agency"].choices = [("", "Choose one"), *((name, name) for name in agencies), ("Another agency",) * 2]

    options: ClassVar = {
        "kind": [
            Choice(Kind.TALK_REFERRER, "I spoke to the referrer"),
            Choice(Kind.TALK_FAMILY, "I spoke to the family"),
            Choice(Kind.CHECK, "I asked an agency", reveals=("agency",)),
            Choice(Kind.NOTE, "A note"),
        ]
    }

    def text(self) -> str:
        """The words, with the agency before them where one was asked."""
        given = self.cleaned_data
        return f"{given['agency']}: {given['words']}" if given["kind"] == Kind.CHECK else given["words"]


class ReferenceForm(GovForm):
    """A contact by its exact reference. No name is ever searched for by an address."""

    reference = forms.CharField(
        label="Reference", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter a reference, like ABC-7Q2M-9KXD"},
    )  # fmt: skip
