"""Taking a call: one page, kept as it is typed, and the page to which a professional who rang is led."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from audit.reading import mark_read
from pages.views import FormPage, PageView
from partnerships.models import FrontDoor, LocalAuthority
from partnerships.permissions import Action
from partnerships.selectors import front_doors_of
from referrals.forms.calling import CallForm
from referrals.models import CallDraft
from referrals.permissions import is_at_door
from referrals.selectors.advice import advice_open
from referrals.selectors.calls import call_clock, door_of, draft_open, drafts_of, elsewhere, topics_of, version_at
from referrals.services.calls import call_take
from referrals.services.drafts import draft_discard, draft_keep
from referrals.views.base import MomentPage
from thresholds.selectors.authorities import calls_at, document_of
from thresholds.services.checks import CheckRefused
from workflow.errors import NotAllowed

NOT_KEPT = {"csrfmiddlewaretoken", "do"}


class CallPage(MomentPage, FormPage):
    """Take a call. What is typed is kept as it goes; the questions of a topic and another child are asked for on the way."""

    action = Action.CONTACT_TRIAGE
    form_class = CallForm
    template_name = "referrals/call.html"
    density = "staff"
    draft: CallDraft | None

    def get_subject(self) -> None:
        """A draft is of no record that others may open: it is fetched here, so that a foreign one is not there."""
        wanted = self.kwargs.get("draft_id")
        self.draft = draft_open(draft_id=wanted, user=self.request.user) if wanted else None

    @cached_property
    def typed(self) -> QueryDict:
        """What stands on the page: what was just sent, else what was kept, else nothing."""
        if self.request.method == "POST":
            return self.request.POST
        kept = QueryDict(mutable=True)
        for name, values in (self.draft.typed if self.draft else {}).items():
            kept.setlist(name, values)
        return kept

    @cached_property
    def door(self) -> FrontDoor:
        chosen = self.typed.get("door", "") or (str(self.draft.front_door_id) if self.draft else "")
        return door_of(self.request.user, chosen)

    @property
    def token(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.typed.get("token", ""))
        except ValueError:
            return self.kwargs.get("draft_id") or uuid.uuid4()

    def get_form(self) -> CallForm:
        number = self.typed.get("children", "1")
        given: dict[str, Any] = {
            "framework": version_at(self.door, self.now).framework_document(),
            "topics": topics_of(self.door.authority, self.now),
            "topic": self.typed.get("topic", ""), "children": int(number) if number.isdecimal() and len(number) < 3 else 1,
        }  # fmt: skip
        if self.typed:
            return CallForm(data=self.typed, **given)
        initial = {"token": uuid.uuid4(), "how": "phone", "time": f"{localtime(self.now):%H:%M}", "place": "lives"}
        return CallForm(initial=initial | {"area": self.door.authority_id} | self.from_advice(), **given)

    def from_advice(self) -> dict[str, Any]:
        """What an agency had asked before: nobody types it again."""
        asked = self.request.GET.get("advice", "")
        if not asked:
            return {}
        advice = advice_open(advice_id=asked, user=self.request.user)
        return {"caller": "professional", "caller_agency": advice.agency, "caller_role": advice.role, "worry": advice.asked}

    def get_page_context(self) -> dict[str, Any]:
        danger = self.typed.get("danger") == "now"
        chosen = self.typed.get("area", "")
        area = LocalAuthority.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 18 else None
        return super().get_page_context() | {
            "door": self.door, "doors": front_doors_of(self.request.user), "danger": danger, "draft": self.draft,
            "calls": calls_at(self.door.authority, danger=True, at=self.now), "more": len(self.shown.children) + 1,
            "asked": document_of(self.door.authority).asked_of_callers, "children": len(self.shown.children),
            "elsewhere": elsewhere(self.door, area, self.now, danger=danger), "form": self.shown,
            "fields_of": self.shown.parts(),
            "advice": self.typed.get("advice", "") or self.request.GET.get("advice", ""),
            "unfinished": [one for one in drafts_of(self.request.user) if one != self.draft],
        }  # fmt: skip

    @cached_property
    def shown(self) -> CallForm:
        form = self.get_form()
        return form.as_typed() if form.is_bound else form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        do = request.POST.get("do", "")
        if do == "discard" and self.draft is not None:
            draft_discard(draft=self.draft, by=request.user, at=self.now)
            return redirect("referrals:inbox")
        if do in ("keep", "ask", "child"):
            return self.keep(do)
        return self.take()

    def keep(self, do: str) -> HttpResponseBase:
        typed = {name: values for name, values in self.request.POST.lists() if name not in NOT_KEPT} | {
            "token": [str(self.token)]
        }
        if do == "child":
            typed["children"] = [str(len(self.shown.children) + 1)]
        try:
            kept = draft_keep(draft_id=self.token, front_door=self.door, typed=typed, by=self.request.user, at=self.now)
        except CheckRefused as refusal:
            return self.refused(self.get_form(), refusal)
        if kept is None:
            return redirect("referrals:contact", contact_id=self.token)
        if self.request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204) if do == "keep" else self.render()
        anchor = {"ask": "#questions", "child": f"#child-{typed['children'][0]}" if do == "child" else ""}.get(do, "")
        return redirect(reverse("referrals:call_draft", args=[self.token]) + anchor)

    def take(self) -> HttpResponseBase:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        advice = self.request.POST.get("advice", "")
        try:
            contact = call_take(
                entry=form.entry(advice_open(advice_id=advice, user=self.request.user) if advice else None),
                front_door=self.door, by=self.request.user, at=self.now, new_id=self.token,
            )  # fmt: skip
        except CheckRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"Taken down as {contact.reference}. The 24 hours run from the call.")
        return redirect("referrals:contact", contact_id=contact.pk)

    def refused(self, form: CallForm, refusal: CheckRefused) -> HttpResponseBase:
        form.full_clean()
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponseBase:
        """Nothing is lost: it stands on the page, and is kept besides where it can be."""
        vars(self)["shown"] = form
        return self.render(status=422)

    def mark_shown(self) -> None:
        if self.draft is not None:
            mark_read(self.request, action="call-draft-read", subject_type="call-draft", subject_id=self.draft.pk)


class RungPage(MomentPage, PageView):
    """Where the notices of a call lead: the front door to its contact, whoever rang to writing it up."""

    action = Action.CONTACT_READ
    template_name = "referrals/rung.html"

    def get_subject(self) -> None:
        """The clock alone: it holds a reference and a time. What was taken down is the front door's."""
        clock = call_clock(self.request.user, self.kwargs["contact_id"])
        if clock is None or clock.front_door is None:
            raise NotAllowed(self.action)
        self.clock, self.door = clock, clock.front_door

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_at_door(request.user, self.door.pk):
            return redirect("referrals:contact", contact_id=kwargs["contact_id"])
        return self.render({"clock": self.clock, "door": self.door})
