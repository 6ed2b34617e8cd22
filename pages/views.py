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

from pages import authorise, error_pages
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
            if not isinstance(self.action, Public):
                authorise.require(request.user, self.action, self.subject)
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            authorise.refused(request, kwargs)
            raise Http404 from refusal
        except IllegalTransition as refusal:
            return self.already_moved(refusal)
        except StaleVersion as refusal:
            return error_pages.stale(request, refusal, back=request.get_full_path())

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
