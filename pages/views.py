"""Base views. A page says which action it needs, or that it is public, or the server does not start."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views import View

from pages import authorise, error_pages, gates
from pages.authorise import PUBLIC, Public
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion

__all__ = ["PUBLIC", "FormPage", "PageView"]


class PageView(View):
    """One page.

    A subclass sets ``action`` (a member of the enum of actions, or ``PUBLIC``) and ``template_name``, and overrides
    ``get_subject`` to fetch the thing that the page is about *as this user sees it*, and ``get_page_context``. A class
    without an action raises ``ImproperlyConfigured`` when it is defined, so a forgotten one stops the server, not a reader.
    A base class of an app passes ``abstract=True``.

    ``density`` is ``practitioner`` (roomy) or ``staff`` (dense); ``layout`` adds classes to the body.
    """

    action: ClassVar[Enum | Public]
    template_name: ClassVar[str] = ""
    density: ClassVar[str] = "practitioner"
    layout: ClassVar[str] = ""
    subject: Any = None
    is_opened = False

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not isinstance(getattr(cls, "action", None), (Enum, Public)):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__qualname__} declares no action (or PUBLIC)")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign-in, then the thing with the permission for it, then the page; every named refusal becomes its own page."""
        response = self._answer(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(self.action, Public) and not request.user.is_authenticated:
            return self.ask_to_sign_in()
        try:
            self.subject = self._fetched()
            asked = self._asked_first(request)
            if asked is not None:
                return asked
            self.is_opened = True
            response = super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            authorise.refused(request, self._refused())
            raise Http404 from refusal
        except IllegalTransition as refusal:
            response = self.already_moved(refusal)
        except StaleVersion as refusal:
            response = error_pages.stale(request, refusal, back=request.get_full_path())
        if self.is_opened and _shows(request, response):
            self.mark_shown()
        return response

    def _refused(self) -> Mapping[str, Any]:
        """What the address names of what was refused: within a thing that was opened it is the part, not the whole."""
        if not self.is_opened or len(self.kwargs) < 2:
            return self.kwargs
        return dict(list(self.kwargs.items())[1:])

    def _asked_first(self, request: HttpRequest) -> HttpResponseBase | None:
        """The permission for the thing, then what a gate before it still asks: no page of a record stands outside this."""
        if isinstance(self.action, Public):
            return None
        authorise.require(request.user, self.action, self.subject)
        return gates.met(request, self.subject)

    def _fetched(self) -> Any:
        """What is not found for this person is refused to them: nobody can tell the two apart."""
        try:
            return self.get_subject()
        except Http404:
            authorise.refused(self.request, self.kwargs)
            raise

    def ask_to_sign_in(self) -> HttpResponseBase:
        """To the sign-in page and back, with what was typed given back first; htmx is told to load the whole page anew."""
        if self.request.headers.get("HX-Request") == "true":
            answer = HttpResponse(status=204)
            answer["HX-Refresh"] = "true"
            return answer
        to_sign_in = redirect_to_login(self.request.get_full_path())
        if error_pages.typed_in(self.request):
            return error_pages.signed_out(self.request, sign_in=to_sign_in.url)
        return to_sign_in

    def already_moved(self, refusal: IllegalTransition) -> HttpResponseBase:
        """409: what happened and what now. Override to name the thing, and who moved it."""
        return error_pages.conflict(self.request, back=self.request.path)

    def mark_shown(self) -> None:
        """Called when the page has shown what it is about, once for each answer; not for one that only leads elsewhere.

        A page about a child's record leaves its mark here. What cannot be marked is not shown: the answer is then an error.
        """

    def get_subject(self) -> Any:
        """The thing that this page is about, fetched for this user by a selector. None if it is about no single thing."""
        return None

    def get_page_context(self) -> dict[str, Any]:
        """What the template needs besides the frame. Call ``super()`` and add."""
        return {"view": self, "density": self.density, "layout": self.layout}

    def render(self, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """This page's template with its context."""
        return render(self.request, self.template_name, {**self.get_page_context(), **(context or {})}, status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()


def _shows(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer has a page of ours in it: not one that leads elsewhere, is empty, or lists the methods."""
    leads_on = 300 <= response.status_code < 400 or response.status_code in (204, 405)
    return request.method != "OPTIONS" and not leads_on


class FormPage(PageView, abstract=True):
    """A page with one form: GET shows it, a good POST does it and redirects, a bad one answers 422 with all that was typed.

    A subclass sets ``form_class`` and writes ``form_valid``, which calls one service and returns where to go (an address
    or a response).
    """

    form_class: ClassVar[type[forms.BaseForm]]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = {"initial": self.get_initial()}
        if self.request.method == "POST":
            kwargs |= {"data": self.request.POST, "files": self.request.FILES}
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form(self) -> forms.BaseForm:
        return self.form_class(**self.get_form_kwargs())

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        """Do it, by one service; return an address to go to, or a response."""
        raise NotImplementedError(f"{type(self).__qualname__} writes form_valid")

    def form_invalid(self, form: forms.BaseForm) -> HttpResponseBase:
        return self.render({"form": form}, status=422)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render({"form": self.get_form()})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        outcome = self.form_valid(form)
        return redirect(outcome) if isinstance(outcome, str) else outcome
