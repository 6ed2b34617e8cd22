"""The child and the family: each person is saved at once, and can be changed and taken out again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from people.models import Address, HouseholdMember, Person
from thresholds.forms.family import FIELD_OF, AdultForm, ChildForm, PlaceForm
from thresholds.models import CheckChild
from thresholds.presenters.family import adults_shown, children_shown
from thresholds.services.checks import CheckRefused
from thresholds.services.families import adult_remove, adult_save, child_remove, child_save, place_save
from thresholds.views.base import CheckEditPage, CheckFormPage, CheckPage
from workflow.errors import NotAllowed


class FamilyPage(CheckPage):
    """Who is in this check, and where they live."""

    template_name = "thresholds/checks/family.html"
    step = 1

    def get_page_context(self) -> dict[str, Any]:
        address = Address.objects.filter(household=self.subject.household).first()
        return super().get_page_context() | {
            "children": children_shown(self.subject, self.children), "adults": adults_shown(self.members()), "address": address,
        }  # fmt: skip


class PersonFormPage(CheckFormPage, abstract=True):
    """Adding somebody, or changing what is known of them."""

    step = 1
    again = ""

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4()}

    def next(self) -> str:
        return self.at(self.again if "another" in self.request.POST else "family")


class ChildAddPage(PersonFormPage):
    """A new child: somebody named, an unborn child, or nobody named yet."""

    form_class = ChildForm
    template_name = "thresholds/checks/child.html"
    field_of = FIELD_OF
    again = "child_add"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"children": children_shown(self.subject, self.children)}

    def save(self, form: ChildForm) -> str:
        child_save(check=self.subject, entry=form.entry(None), by=self.request.user, at=self.now)
        return self.next()


class ChildChangePage(CheckEditPage, PersonFormPage):
    """What is known of a child."""

    form_class = ChildForm
    template_name = "thresholds/checks/child.html"
    field_of = FIELD_OF
    again = "child_add"

    def get_initial(self) -> dict[str, Any]:
        return ChildForm.initial_of(self.child.person)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"changing": True}

    def save(self, form: ChildForm) -> str:
        child_save(check=self.subject, entry=form.entry(self.child.pk), by=self.request.user, at=self.now)
        return self.next()


class AdultAddPage(PersonFormPage):
    """A new adult."""

    form_class = AdultForm
    template_name = "thresholds/checks/adult.html"
    again = "adult_add"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"adults": adults_shown(self.members())}

    def save(self, form: AdultForm) -> str:
        adult_save(check=self.subject, entry=form.entry(None), by=self.request.user, at=self.now)
        return self.next()


class AdultChangePage(CheckEditPage, PersonFormPage):
    """What is known of an adult."""

    form_class = AdultForm
    template_name = "thresholds/checks/adult.html"
    again = "adult_add"

    @cached_property
    def member(self) -> HouseholdMember:
        for member in self.members():
            if member.pk == self.kwargs["member_id"] and member.person.kind == Person.Kind.ADULT:
                return member
        raise NotAllowed(self.action)

    def get_initial(self) -> dict[str, Any]:
        return AdultForm.initial_of(self.member)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"changing": True}

    def save(self, form: AdultForm) -> str:
        adult_save(check=self.subject, entry=form.entry(self.member.pk), by=self.request.user, at=self.now)
        return self.next()


class RemovePage(CheckPage):
    """Takes a child or an adult out of the check. A second press finds them gone already, which is what was asked for."""

    template_name = "thresholds/checks/family.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.remove()
        except CheckRefused as refusal:
            messages.warning(request, refusal.message)
        return redirect(self.at("family"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.at("family"))

    def remove(self) -> None:
        by, at = self.request.user, self.now
        try:
            if "child_id" in self.kwargs:
                child_remove(check=self.subject, child_id=self.kwargs["child_id"], by=by, at=at)
            else:
                adult_remove(check=self.subject, member_id=self.kwargs["member_id"], by=by, at=at)
        except (CheckChild.DoesNotExist, HouseholdMember.DoesNotExist):
            return


class HomePage(CheckEditPage):
    """Where they live: it decides the framework, the front door, the document and the calendar."""

    form_class = PlaceForm
    template_name = "thresholds/checks/home.html"
    step = 1

    def get_initial(self) -> dict[str, Any]:
        return PlaceForm.initial_of(self.subject, Address.objects.filter(household=self.subject.household).first())

    def save(self, form: PlaceForm) -> str:
        place_save(check=self.subject, entry=form.entry(), by=self.request.user, at=self.now)
        return self.at("family")
