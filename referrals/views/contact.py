"""One contact at the front door: read, take, hand over, note, decide."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from clocks.selectors import assigned_by
from pages import error_pages
from pages.editing import OPENED, EditPage, OverWhatStands, mark_of
from pages.views import FormPage
from partnerships.closed import those_let_in
from partnerships.models import Role, User
from partnerships.permissions import Action
from partnerships.selectors import people_with
from people.presenters.need_to_know import who_may_open
from referrals.forms.deciding import DecideForm
from referrals.forms.triage import HandOverForm, NoteForm
from referrals.models import Contact
from referrals.need_to_know import subject_of
from referrals.presenters.contact import contact_page, head_of, shown_decision, who_has
from referrals.selectors.history import decisions_of
from referrals.services.decisions import contact_decide, contact_decide_again
from referrals.services.triage import contact_take, note_add
from referrals.views.base import AtFrontDoor, ServiceFormPage
from thresholds.selectors.authorities import document_under
from workflow.errors import IllegalTransition, StaleVersion


class ContactPage(AtFrontDoor, ServiceFormPage):
    """Three columns: as sent, ours, decide. GET shows it, POST decides."""

    action = Action.CONTACT_DECIDE
    template_name = "referrals/contact.html"
    form_class = DecideForm
    field_of = {"outcome": "response"}

    @cached_property
    def stands(self) -> Any:
        """The decision that stands now; None before there is one."""
        found = decisions_of(self.subject)
        return found[-1] if found else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "contact": self.subject,
            "framework": self.subject.framework_version.framework_document(),
            "responses": document_under(self.subject.front_door.authority, self.subject.framework_version).responses_at(
                self.subject.front_door.code
            ),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"former": str(self.stands.pk) if self.stands else ""}

    def get_page_context(self) -> dict[str, Any]:
        again = self.request.method == "POST" or self.request.GET.get("again") == "yes"
        user = self.request.user
        page = contact_page(self.subject, user, self.now) | {"need_to_know": who_may_open(subject_of(self.subject), user)}
        return super().get_page_context() | page | {"again": again}

    def save(self, form: DecideForm) -> str:
        given: dict[str, Any] = {"contact": self.subject, "deciding": form.deciding(), "by": self.request.user, "at": self.now}
        if self.stands is None or not form.cleaned_data["former"]:
            contact_decide(**given)
        elif str(self.stands.pk) != form.cleaned_data["former"]:
            raise StaleVersion(expected="the decision that was read", found="a later one")
        else:
            contact_decide_again(former=self.stands, **given)
        return self.home

    def form_valid(self, form: DecideForm) -> str | HttpResponseBase:
        if self.subject.state == Contact.State.JOINED:
            return error_pages.conflict(
                self.request, back=self.home, what="This call was joined to what was written after it. Nothing was changed.",
                now="Decide there: the two are one piece of work.",
            )  # fmt: skip
        try:
            return super().form_valid(form)
        except (IllegalTransition, StaleVersion):
            return self.decided_first(form)

    def decided_first(self, form: DecideForm) -> HttpResponse:
        """409: who decided what and when, and everything that this person had written."""
        framework = self.subject.framework_version.framework_document()
        theirs = shown_decision(decisions_of(self.subject)[-1], framework)
        again = error_pages.sent_again(self.request, {"former": str(theirs.decision.pk)})
        context = {
            "contact": self.subject, "theirs": theirs, "typed": form.typed(), "home": self.home, "density": "staff",
            "again": again,
        }  # fmt: skip
        return render(self.request, "referrals/decided_first.html", context, status=409)


class TakePage(OverWhatStands, AtFrontDoor):
    """Take a contact: it is then yours, and the referrer knows that it is looked at.

    Of several at once one has it; the others are told who, and since when, and may still take it over.
    """

    template_name = "referrals/contact.html"

    def get_standing(self) -> dict[str, Any]:
        return who_has(self.subject)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.home)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.hold()
        if self.is_overtaken() and self.subject.owner_id != request.user.pk:
            return self.taken_first()
        contact_take(contact=self.subject, by=request.user, at=self.now)
        return redirect(self.home)

    def taken_first(self) -> HttpResponse:
        """409: who has it and since when, and how to take it over from them."""
        by, at = assigned_by("contact", self.subject.pk)
        owner = self.subject.owner.name if self.subject.owner else "Nobody"
        when = f" since {localtime(at):%H:%M} on {localtime(at):%A %-d %B}" if at else ""
        given = f", given to them by {by}" if by not in {"", owner} else ""
        return error_pages.conflict(
            self.request, back=self.home, what=f"{owner} has it{when}{given}. Nothing was changed.",
            now="Talk to them. If you should have it all the same, take it over.",
            again=error_pages.sent_again(self.request, {OPENED: mark_of(self.get_standing())}), button="Take it over",
        )  # fmt: skip


class BesideContact(AtFrontDoor, FormPage, abstract=True):
    """A short form about a contact, with the line that says which."""

    def get_page_context(self) -> dict[str, Any]:
        framework = self.subject.framework_version.framework_document()
        head = head_of(self.subject, list(self.subject.children.all()), framework)
        return super().get_page_context() | head


class HandOverPage(EditPage, BesideContact, ServiceFormPage):
    """Give a contact to somebody else at the same front door."""

    template_name = "referrals/hand_over.html"
    form_class = HandOverForm

    @cached_property
    def colleagues(self) -> list[User]:
        roles = [Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER]
        found = people_with(roles=roles, front_door=self.subject.front_door)
        waiting = (one for one in found if one.pk != self.subject.owner_id or self.request.method == "POST")
        return those_let_in(self.subject.pk, waiting)

    def get_standing(self) -> dict[str, Any]:
        return who_has(self.subject)

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        return assigned_by("contact", self.subject.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"colleagues": self.colleagues}

    def save(self, form: HandOverForm) -> str:
        owner = next(person for person in self.colleagues if str(person.pk) == form.cleaned_data["owner"])
        contact_take(contact=self.subject, by=self.request.user, at=self.now, owner=owner)
        return self.home


class NotePage(BesideContact, ServiceFormPage):
    """Add a talk, what an agency answered, or a note. What was sent does not change."""

    template_name = "referrals/note.html"
    form_class = NoteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        document = document_under(self.subject.front_door.authority, self.subject.framework_version)
        agencies = [item.text for item in document.checks_at(self.subject.front_door.code)]
        return super().get_form_kwargs() | {"agencies": agencies, "is_call": self.subject.is_call}

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def save(self, form: NoteForm) -> str:
        given = form.cleaned_data
        note_add(
            contact=self.subject, kind=given["kind"], words=form.text(), for_referrer=given.get("for_referrer", False),
            by=self.request.user, at=self.now,
        )  # fmt: skip
        return self.home
