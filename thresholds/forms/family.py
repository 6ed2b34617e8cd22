"""The children, the adults, and where they live."""

import uuid
from typing import Any, ClassVar

from django import forms

from pages.forms import Choice, DateField, GovForm
from partnerships.models import LocalAuthority
from people.models import HouseholdMember, Person
from thresholds.forms.moments import line, page_token, radios, words
from thresholds.models import Check
from thresholds.services.families import AdultEntry, ChildEntry, PlaceEntry

KNOWN, AGE, UNBORN, NOTHING = "born", "age", "unborn", "unknown"


class ChildForm(GovForm):
    """One child. A name may not be known yet, and a child may not be born yet."""

    given_name = line("First name", required=False, limit=100)
    family_name = line("Last name", required=False, limit=100)
    known_as = line("What they are called", hint="If it is not their first name.", required=False, limit=100)
    how_old = radios("How old are they?", missing="Say how old they are, or that you do not know")
    date_of_birth = DateField(label="Date of birth", help_text="For example, 27 3 2017")
    age_stated = forms.IntegerField(
        label="Age in years", widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages={"required": "Give their age in years", "invalid": "The age must be a whole number"},
    )  # fmt: skip
    due_date = DateField(label="When is the baby due?", required=False, subject="The due date")
    nhs_number = line("NHS number", hint="Ten digits.", required=False, limit=12, width="10")
    upn = line("Unique pupil number", hint="13 characters.", required=False, limit=13, width="20")
    token = page_token()

    options: ClassVar = {
        "how_old": [
            Choice(KNOWN, "I know the date of birth", reveals=("date_of_birth",)),
            Choice(AGE, "I know the age", "About is good enough", reveals=("age_stated",)),
            Choice(UNBORN, "Not born yet", reveals=("due_date",)),
            Choice(NOTHING, "I do not know"),
        ]
    }

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        names = ("given_name", "family_name", "known_as", "date_of_birth", "age_stated", "due_date", "nhs_number", "upn")
        how_old = NOTHING
        if person.unborn:
            how_old = UNBORN
        elif person.date_of_birth:
            how_old = KNOWN
        elif person.age_stated is not None:
            how_old = AGE
        return {name: getattr(person, name) for name in names} | {"how_old": how_old}

    def entry(self, child_id: uuid.UUID | None) -> ChildEntry:
        given = self.cleaned_data
        return ChildEntry(
            id=child_id, new_id=given["token"], given_name=given["given_name"], family_name=given["family_name"],
            known_as=given["known_as"], date_of_birth=given["date_of_birth"], age_stated=given["age_stated"],
            unborn=given["how_old"] == UNBORN, due_date=given["due_date"], nhs_number=given["nhs_number"], upn=given["upn"],
        )  # fmt: skip


class AdultForm(GovForm):
    """An adult of the family: who they are to the children, and whether they have parental responsibility."""

    given_name = line("First name", required=False, limit=100)
    family_name = line("Last name", required=False, limit=100)
    relation = line("Who are they to the children?", hint="Such as mother, stepfather or grandmother.", limit=60, width="20",
                    missing="Say who they are to the children")  # fmt: skip
    parental_responsibility = radios(
        "Do they have parental responsibility?",
        hint="A mother has. A father has if he was married to her or is on the birth certificate (since December 2003).",
        missing="Say whether they have parental responsibility, or that you do not know",
    )
    contact_details = line("How can they be reached?", hint="A phone number, say.", required=False, limit=200)
    token = page_token()

    options: ClassVar = {
        "parental_responsibility": [
            Choice(HouseholdMember.Responsibility.YES, "Yes"),
            Choice(HouseholdMember.Responsibility.NO, "No"),
            Choice(HouseholdMember.Responsibility.UNKNOWN, "I do not know"),
        ]
    }
    inline: ClassVar = {"parental_responsibility"}

    @staticmethod
    def initial_of(member: HouseholdMember) -> dict[str, Any]:
        person = member.person
        return {
            "given_name": person.given_name, "family_name": person.family_name, "relation": member.relation,
            "parental_responsibility": member.parental_responsibility, "contact_details": person.contact_details,
        }  # fmt: skip

    def entry(self, member_id: uuid.UUID | None) -> AdultEntry:
        given = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return AdultEntry(id=member_id, new_id=self.cleaned_data["token"], **given)


class PlaceForm(GovForm):
    """Where the child lives decides who answers; where they are placed, staying or were found can decide instead."""

    lines = words("Address", rows=3, required=False, limit=300, hint="Leave it empty if you do not know it.")
    postcode = line("Postcode", required=False, limit=10, width="10")
    authority = forms.ModelChoiceField(
        label="Which council's area is that?", queryset=LocalAuthority.objects.none(), empty_label="Choose one",
        help_text="This decides who receives it. If you do not know where they live, choose where they were found.",
        error_messages={"required": "Choose the council's area"},
    )  # fmt: skip
    place = radios("What decides the area?", missing="Say what decides the area")
    why_placed = line("Why does that decide?", limit=300, missing="Say why this place decides, and not where the child lives")
    why_staying = line("Why does that decide?", limit=300, missing="Say why this place decides, and not where the child lives")
    why_found = line("Why does that decide?", limit=300, missing="Say why this place decides, and not where the child lives")
    sensitive = forms.MultipleChoiceField(
        label="Does the address need to be kept from anybody?", required=False, widget=forms.CheckboxSelectMultiple
    )
    sensitive_reason = line("Why must it not be shown?", limit=300, missing="Say why the address must not be shown")

    label_sizes: ClassVar = {}
    options: ClassVar = {
        "place": [
            Choice(Check.Place.LIVES, "The child lives there"),
            Choice(
                Check.Place.PLACED, "The child is placed there", "By a council, for instance with foster carers",
                reveals=("why_placed",),
            ),
            Choice(
                Check.Place.STAYING, "The child is staying there", "For instance in a refuge or with relatives",
                reveals=("why_staying",),
            ),
            Choice(
                Check.Place.FOUND, "The child was found there", "And nobody knows yet where they live", reveals=("why_found",)
            ),
        ],
        "sensitive": [
            Choice("yes", "Do not print this address anywhere", "A refuge, or an adoption. It still decides who receives it.",
                   reveals=("sensitive_reason",)),
        ],
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = LocalAuthority.objects.defer("content")

    @staticmethod
    def initial_of(check: Check, address: Any) -> dict[str, Any]:
        if address is None:
            return {"authority": check.authority_id}
        return {
            "lines": address.lines, "postcode": address.postcode, "authority": check.authority_id, "place": check.place,
            f"why_{check.place}": check.place_reason, "sensitive": ["yes"] if address.is_sensitive else [],
            "sensitive_reason": address.sensitive_reason,
        }  # fmt: skip

    def entry(self) -> PlaceEntry:
        given = self.cleaned_data
        return PlaceEntry(
            authority=LocalAuthority.objects.get(pk=given["authority"].pk), place=given["place"],
            place_reason=given.get(f"why_{given['place']}") or "", lines=given["lines"], postcode=given["postcode"],
            is_sensitive=bool(given["sensitive"]), sensitive_reason=given["sensitive_reason"] or "",
        )  # fmt: skip


FIELD_OF = {"place_reason": "place", "unborn": "how_old"}
"""Where a service's refusal is shown when its field is not one of the form's."""
