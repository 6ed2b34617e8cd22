"""A contact before it is decided: taken, handed over, noted, and read beside the inbox."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from clocks.selectors import assigned_by
from pages import error_pages
from pages.editing import OPENED, EditPage, OverWhatStands, mark_of
from partnerships.closed import those_let_in
from partnerships.models import Role, User
from partnerships.permissions import Action
from partnerships.selectors import people_with
from referrals.forms.triage import HandOverForm, NoteForm
from referrals.presenters.contact import contact_page, head_of, who_has
from referrals.selectors.inbox import NO_WORK
from referrals.selectors.withdrawn import asking_needs_ground
from referrals.services.triage import contact_take, note_add
from referrals.views.base import AtFrontDoor, ServiceFormPage, reads
from thresholds.selectors.authorities import document_under


class BesideContact(AtFrontDoor, abstract=True):
    """A short page about a contact, with the line that says which."""

    def get_page_context(self) -> dict[str, Any]:
        framework = self.subject.framework_version.framework_document()
        head = head_of(self.subject, list(self.subject.children.all()), framework)
        return super().get_page_context() | head


class SummaryPage(AtFrontDoor):
    """What the pane beside the inbox shows of a contact. It is an opening like any other, and leaves its mark."""

    action = Action.CONTACT_TRIAGE
    template_name = "referrals/partials/inbox/summary.html"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | contact_page(self.subject, self.request.user, self.now)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") != "true":
            return redirect(self.home)
        reads(self.subject, request.user, self.now)
        return super().get(request, *args, **kwargs)


class TakePage(OverWhatStands, BesideContact):
    """Take a contact: it is then yours, and the referrer knows that it is looked at.

    Of several at once one has it; the others are told who, and since when, and may still take it over.
    """

    template_name = "referrals/take.html"

    def get_standing(self) -> dict[str, Any]:
        return who_has(self.subject)

    def get_page_context(self) -> dict[str, Any]:
        by, at = assigned_by("contact", self.subject.pk)
        return super().get_page_context() | {"given_by": by, "since": at}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Asks first; whoever has it already, or finds it decided, is led to it."""
        if self.subject.owner_id == request.user.pk or self.subject.state in NO_WORK:
            return redirect(self.home)
        return super().get(request, *args, **kwargs)

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
        more = {"is_call": self.subject.is_call, "needs_ground": asking_needs_ground(self.subject)}
        return super().get_form_kwargs() | {"agencies": agencies} | more

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def save(self, form: NoteForm) -> str:
        given = form.cleaned_data
        note_add(
            contact=self.subject, kind=given["kind"], words=form.text(), for_referrer=given.get("for_referrer", False),
            ground=given.get("ground", ""), by=self.request.user, at=self.now,
        )  # fmt: skip
        return self.home
