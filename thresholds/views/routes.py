"""What to do about it: the routes that apply here, and what comes after the one that was chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from partnerships.permissions import Action
from thresholds.forms.routes import NO_NEED, RouteQuestions, RoutesForm
from thresholds.models import Check
from thresholds.models.check import Conversation
from thresholds.presenters import routes as shown
from thresholds.presenters.moves import moves_chosen
from thresholds.presenters.steps import agreement_url, is_contact, route_chosen
from thresholds.presenters.worries import picture_so_far
from thresholds.selectors.authorities import reasons_for
from thresholds.services.judgements import check_close, route_choose
from thresholds.views.base import CheckEditPage, CheckPage


class RoutesPage(CheckEditPage):
    """The ways on, each with its service, document, number, hours and source."""

    template_name = "thresholds/checks/routes.html"
    step = 4

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.subject.state == Check.State.BEGUN:
            return redirect(self.at("check"))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.children:
            return redirect(self.at("check"))
        if request.POST.get("do") == "show":
            return self.render({"form": RoutesForm(initial=request.POST.dict(), questions=self.questions)})
        return super().post(request, *args, **kwargs)

    @cached_property
    def questions(self) -> RouteQuestions:
        given = self.request.POST if self.request.method == "POST" else self.get_initial()
        level = shown.level_for_routes(self.children, self.framework)
        worker, need = given.get("allocated_worker", ""), given.get("need", "")
        routes = shown.routes_if(self.subject, level=level, worker=worker, need="" if need == NO_NEED else need, at=self.now)
        return RouteQuestions(
            routes=[shown.shown_route(self.subject, route, self.now) for route in routes], needs=shown.needs_of(self.subject),
            bases=shown.bases_for(self.children, self.framework), actions=self.framework.actions_to_consider,
            reasons={route.code: reasons_for(self.subject, route.code) for route in routes},
        )  # fmt: skip

    def get_initial(self) -> dict[str, Any]:
        check = self.subject
        if not check.route_code:
            return {}
        kept = {f"action_{code}": text for code, text in check.actions.items()}
        return {
            "allocated_worker": check.allocated_worker,
            "need": check.need or NO_NEED,
            "route": check.route_code,
            "basis": check.basis,
            f"reasons_{check.route_code}": check.contact_reasons,
            **kept,
        }

    def get_form(self) -> forms.BaseForm:
        return RoutesForm(**self.get_form_kwargs(), questions=self.questions)

    def get_page_context(self) -> dict[str, Any]:
        highest = shown.level_for_routes(self.children, self.framework)
        drawn = next((child for child in self.children if highest and child.level == highest.code), self.children[0])
        return super().get_page_context() | {
            "drawn": drawn,
            "picture_value": picture_so_far(drawn, self.framework),
            "judged": shown.levels_judged(self.framework, self.children),
            "services": shown.services_for(self.framework, self.children),
        }

    def save(self, form: RoutesForm) -> str:
        given = form.cleaned_data
        route_choose(
            check=self.subject, route=given["route"], basis=given["basis"], need=form.need_chosen(),
            allocated_worker=given["allocated_worker"], actions=form.actions(), reasons=form.reasons(),
            by=self.request.user, at=self.now,
        )  # fmt: skip
        route = form.routes[given["route"]]
        spoken = self.subject.conversations.filter(kind=Conversation.Kind.FRONT_DOOR).exists()
        if route.speaks_first and not spoken:
            return self.at("conversation")
        return agreement_url(self.subject) if is_contact(route) else self.at("next")


class NextPage(CheckPage):
    """What to do next, on a way that is not a contact: closing the check says that it was chosen."""

    action = Action.CHECK_READ
    template_name = "thresholds/checks/next.html"
    step = 4

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        route = route_chosen(self.subject)
        if route is None or is_contact(route):
            return redirect(self.at("check"))
        return self.render()

    def get_page_context(self) -> dict[str, Any]:
        route = route_chosen(self.subject)
        return super().get_page_context() | {
            "shown": shown.shown_route(self.subject, route, self.now) if route else None,
            "services": shown.services_for(self.framework, self.children),
            "closed": self.subject.state == Check.State.CLOSED,
            "moves": moves_chosen(self.subject, self.framework),
            "reasons": [
                r.text for r in reasons_for(self.subject, self.subject.route_code) if r.code in self.subject.contact_reasons
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        route = route_chosen(self.subject)
        if self.subject.state != Check.State.CLOSED and route is not None and not is_contact(route):
            check_close(check=self.subject, by=request.user, at=self.now, why=f"chose-{route.code}")
        return redirect(self.at("next"))
