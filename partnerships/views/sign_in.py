"""Signing in and out. A session gets a new key whenever somebody signs in, so one that was planted before is worth nothing."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from pages.views import PUBLIC, FormPage, PageView
from partnerships.demo_sign_ins import demo_person, demo_places
from partnerships.forms import SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = "/"


def after_sign_in(request: HttpRequest) -> str:
    """The page that was asked for before, if it is one of ours; the home page otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if ours else HOME


class SignInView(FormPage):
    """E-mail address and password; in a demo also the invented people, one button each."""

    action = PUBLIC
    form_class = SignInForm
    template_name = "partnerships/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(after_sign_in(request))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def get_page_context(self) -> dict[str, Any]:
        wanted = after_sign_in(self.request)
        return super().get_page_context() | {"demo": demo_places(), "next": "" if wanted == HOME else wanted}

    def form_valid(self, form: SignInForm) -> str:
        login(self.request, form.user, backend=BACKEND)
        return after_sign_in(self.request)


class DemoSignInView(PageView):
    """Signs in an invented person by a button. There is no such page unless this is a demo."""

    action = PUBLIC
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given = request.POST.get("person", "")
        person = demo_person(int(given)) if given.isascii() and given.isdigit() and len(given) < 10 else None
        if person is None:
            raise Http404
        logout(request)
        login(request, person, backend=BACKEND)
        return redirect(after_sign_in(request))


class SignOutView(PageView):
    """Ends the session. By POST alone: no link or picture on another site can sign somebody out."""

    action = PUBLIC
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        logout(request)
        return redirect("partnerships:sign_in")
