"""One contact at the front door: read and decide."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property

from pages import error_pages
from partnerships.permissions import Action
from people.presenters.need_to_know import who_may_open
from referrals.forms.deciding import DecideEachForm, DecideForm
from referrals.forms.turning import taken_along
from referrals.models import Contact, ContactChild
from referrals.need_to_know import subject_of
from referrals.presenters.contact import contact_page, shown_decision
from referrals.presenters.keys import CONTACT_KEYS
from referrals.selectors.contacts import decision_countdown
from referrals.selectors.history import decisions_of
from referrals.selectors.readings import readers_of
from referrals.services.decisions import contact_decide, contact_decide_again
from referrals.views.base import AtFrontDoor, ServiceFormPage, reads
from thresholds.selectors.authorities import document_under
from workflow.errors import IllegalTransition, StaleVersion


class ContactPage(AtFrontDoor, ServiceFormPage):
    """Three columns: as sent, ours, decide. GET shows it, POST decides."""

    action = Action.CONTACT_DECIDE
    template_name = "referrals/contact.html"
    form_class = DecideForm
    field_of = {"outcome": "response"}

    @cached_property
    def children(self) -> list[ContactChild]:
        return list(self.subject.children.order_by("position"))

    @property
    def separately(self) -> bool:
        """Whether each child has a decision of their own on this page, as its form says and else its address."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        wanted = self.turned == "each" if self.turned else asked.get("separately") == "yes"
        return len(self.children) > 1 and wanted

    @property
    def turned(self) -> str:
        """Which form somebody turned to, with what they had typed in the other: "each" or "all"; empty where they did not."""
        asked = self.request.POST.get("turn", "")
        return asked if asked in {"each", "all"} and len(self.children) > 1 else ""

    def get_form(self) -> DecideForm:
        made = DecideEachForm if self.separately else DecideForm
        return made(**self.get_form_kwargs())

    @cached_property
    def stands(self) -> Any:
        """The decision that stands now; None before there is one."""
        found = decisions_of(self.subject)
        return found[-1] if found else None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.turned:
            kept = taken_along(kwargs.pop("data"), self.children, to_each=self.separately)
            kwargs |= {"initial": kwargs["initial"] | kept, "files": None}
        return kwargs | {
            "asker": self.subject.asker,
            "children": self.children,
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
        return super().get_page_context() | page | {"again": again, "separately": self.separately, "keys": CONTACT_KEYS}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; asked by htmx, the time left and who else reads it, and that this person goes on reading."""
        reads(self.subject, request.user, self.now)
        if request.headers.get("HX-Request") != "true":
            return super().get(request, *args, **kwargs)
        context = {
            "contact": self.subject, "reading": readers_of(request.user, self.subject, self.now),
            "countdown": decision_countdown(request.user, self.subject, self.now),
        }  # fmt: skip
        return render(request, "referrals/partials/contact/times.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decides; or, where somebody turns to the other form, shows that with what they had typed and decides nothing."""
        if self.turned:
            return self.render({"form": self.get_form()})
        return super().post(request, *args, **kwargs)

    def mark_shown(self) -> None:
        """What htmx asks for each minute shows nothing of the contact."""
        if self.request.method == "POST" or self.request.headers.get("HX-Request") != "true":
            super().mark_shown()

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
