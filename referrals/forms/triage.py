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
    ground = words(
        "Agreement has been withdrawn. What lets you ask an agency without it?", required=False,
        hint="A new agreement and when it was given, or what the law allows it on: what you fear for the child.",
    )  # fmt: skip
    words = words(
        "What was said or done?", hint="Fact apart from opinion. The family may read this one day.", rows=5,
        missing="Write what was said or done",
    )  # fmt: skip
    for_referrer = forms.BooleanField(label="The referrer reads this too", required=False)

    field_order: ClassVar = ["kind", "agency", "words", "ground", "for_referrer"]

    def __init__(
        self, *args: Any, agencies: list[str], is_call: bool = False, needs_ground: bool = False, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if not needs_ground:
            del self.fields["ground"]
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


class SearchForm(GovForm):
    """A name, a reference or an NHS number: sent by POST and never part of an address."""

    search = forms.CharField(
        label="Name, reference or NHS number", min_length=2, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-key": "/"}),
        error_messages={
            "required": "Enter a name, a reference or an NHS number", "min_length": "Enter two letters or more",
            "max_length": "Enter 60 characters at most",
        },
    )  # fmt: skip


class ViewForm(GovForm):
    """What somebody calls a view that they keep."""

    name = forms.CharField(
        label="Name of the view", max_length=40, help_text="Only you see it. Leave out names of children and families.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the view a name", "max_length": "The name can have 40 characters at most"},
    )  # fmt: skip
