import enum
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.test import RequestFactory

from pages import authorise, chrome
from pages.forms import GovForm
from pages.views import PUBLIC, FormPage, PageView
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion

NOBODY = AnonymousUser()
SOMEBODY = SimpleNamespace(is_authenticated=True, is_anonymous=False, pk=1)


class Action(enum.Enum):
    READ = "thing.read"


class ThingForm(GovForm):
    why = forms.CharField(label="Why")


class ThingPage(PageView):
    action = Action.READ
    template_name = "errors/what_now.html"

    def get_subject(self):
        return "the thing"


class ThingFormPage(FormPage):
    action = Action.READ
    form_class = ThingForm
    template_name = "pages/style.html"

    def form_valid(self, form):
        return f"/done/{form.cleaned_data['why']}/"


@pytest.fixture(autouse=True)
def permissions(monkeypatch, settings):
    """Questions asked of the predicate, which allows the signed-in reader of the thing."""
    settings.LOGIN_URL = "/sign-in/"
    asked = []

    def can(user, action, obj):
        asked.append((user, action, obj))
        return action is Action.READ

    monkeypatch.setattr(authorise, "_registered", [can])
    monkeypatch.setattr(authorise, "_told", [])
    monkeypatch.setattr(chrome, "_parts", [])
    return asked


def answer(view, method="get", user=SOMEBODY, data=None, **headers):
    request = getattr(RequestFactory(), method)("/things/1/", data or {}, headers=headers)
    request.user = user
    return view.as_view()(request)


def test_a_page_without_an_action_stops_the_server():
    with pytest.raises(ImproperlyConfigured, match="Forgetful declares no action"):

        class Forgetful(PageView):
            template_name = "x.html"


def test_an_action_that_is_only_a_word_stops_the_server():
    with pytest.raises(ImproperlyConfigured):

        class Wordy(PageView):
            action = "thing.read"


def test_a_base_class_need_not_have_an_action_but_its_pages_must():
    class Base(PageView, abstract=True):
        pass

    with pytest.raises(ImproperlyConfigured):

        class Child(Base):
            pass


def test_signed_out_is_sent_to_sign_in_and_back_and_nothing_is_fetched(permissions):
    class Careful(ThingPage):
        def get_subject(self):
            raise AssertionError("fetched for nobody")

    response = answer(Careful, user=NOBODY)
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/things/1/"
    assert permissions == []


def test_signed_out_htmx_is_told_to_load_the_page_anew():
    response = answer(ThingPage, user=NOBODY, **{"HX-Request": "true"})
    assert (response.status_code, response["HX-Refresh"]) == (204, "true")


def test_the_predicate_is_asked_about_the_thing_itself(permissions):
    assert answer(ThingPage).status_code == 200
    assert permissions == [(SOMEBODY, Action.READ, "the thing")]


def test_what_is_not_allowed_is_not_there(monkeypatch):
    told = []
    monkeypatch.setattr(authorise, "_registered", [lambda *asked: False])
    authorise.on_refused(lambda request, addressed: told.append((request.user, addressed)))
    with pytest.raises(Http404):
        answer(ThingPage)
    assert told == [(SOMEBODY, {})]


def test_nothing_is_allowed_before_permissions_are_registered(monkeypatch):
    monkeypatch.setattr(authorise, "_registered", [])
    with pytest.raises(ImproperlyConfigured):
        answer(ThingPage)


def test_a_second_predicate_is_refused():
    with pytest.raises(ImproperlyConfigured):
        authorise.register(lambda *asked: True)


def test_a_public_page_asks_nothing(permissions):
    class Open(PageView):
        action = PUBLIC
        template_name = "errors/what_now.html"

    assert answer(Open, user=NOBODY).status_code == 200
    assert permissions == []


@pytest.mark.parametrize(("view", "user"), [(ThingPage, SOMEBODY), (ThingPage, NOBODY), (ThingFormPage, SOMEBODY)])
def test_no_page_is_kept_by_browser_or_proxy(view, user):
    kept = answer(view, user=user)["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


def test_a_service_that_says_not_allowed_is_a_404():
    class Late(ThingPage):
        def get(self, request):
            raise NotAllowed(Action.READ)

    with pytest.raises(Http404):
        answer(Late)


def test_an_illegal_move_is_a_409_that_says_what_happened_and_what_now():
    class Second(ThingPage):
        def post(self, request):
            raise IllegalTransition("decided", "decide")

    response = answer(Second, "post")
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else, or you in another tab, did something here first" in html
    assert 'href="/things/1/"' in html
    assert "no-store" in response["Cache-Control"]


def test_a_stale_version_is_a_409_with_both_texts_as_text():
    class Stale(ThingPage):
        def post(self, request):
            raise StaleVersion(
                expected=1, found=2, theirs={"Why": "theirs"}, yours={"Why": "<script>mine</script>"}, by="Dan Okoro"
            )

    response = answer(Stale, "post")
    html = response.content.decode()
    assert response.status_code == 409
    assert "theirs" in html
    assert "&lt;script&gt;mine&lt;/script&gt;" in html
    assert "<script>mine" not in html


def test_a_good_form_goes_on_to_its_address():
    response = answer(ThingFormPage, "post", data={"why": "x"})
    assert (response.status_code, response["Location"]) == (302, "/done/x/")


def test_a_bad_form_comes_back_as_422_with_error_in_the_title_and_a_summary():
    response = answer(ThingFormPage, "post", data={"why": " "})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Style – Right Help</title>" in html
    assert '<a href="#id_why">Enter why</a>' in html


def test_a_fresh_form_has_no_error_in_its_title():
    html = answer(ThingFormPage).content.decode()
    assert "<title>Style – Right Help</title>" in html
    assert "There is a problem" not in html
