import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import loader
from django.test import RequestFactory

from clocks.frame import SCHEDULE_PAGES
from pages import chrome, error_pages
from pages.chrome import Chrome, NavItem, chrome_for, mark_current
from tests.unit.pages.asking import in_one_line


@pytest.fixture(autouse=True)
def no_parts(monkeypatch):
    monkeypatch.setattr(chrome, "_parts", [])


@pytest.fixture
def request_():
    request = RequestFactory().get("/contacts/7/")
    request.user = AnonymousUser()
    return request


def test_the_longest_address_that_begins_the_path_is_the_current_one():
    items = mark_current(
        [NavItem("Start", "/"), NavItem("All", "/contacts/"), NavItem("Seven", "/contacts/7/")], "/contacts/7/x/"
    )
    assert [item.label for item in items if item.current] == ["Seven"]


def test_home_is_current_only_on_home():
    assert not mark_current([NavItem("Start", "/")], "/contacts/")[0].current
    assert mark_current([NavItem("Start", "/")], "/")[0].current


def test_an_entry_is_current_on_other_pages_of_its_part() -> None:
    items = [NavItem("Partnership", "/partnership/"), NavItem("Calendar", "/partnership/calendar/", also=SCHEDULE_PAGES)]
    for path, current in (
        ("/partnership/", "Partnership"), ("/partnership/users/", "Partnership"), ("/partnership/calendar/", "Calendar"),
        ("/partnership/testshire/calendar/add/", "Calendar"), ("/partnership/testshire/timescales/decision/", "Calendar"),
        ("/partnership/calendar-of-events/", "Partnership"),
    ):  # fmt: skip
        assert [item.label for item in mark_current(items, path) if item.current] == [current], path
    assert not any(item.current for item in mark_current(items, "/deadlines/"))


def test_each_owner_gives_its_part_of_the_frame(request_):
    chrome.register(lambda request: {"organisation": "Sample School", "nav": [NavItem("Inbox", "/contacts/")]})
    chrome.register(lambda request: {"unread": 3, "nav": [NavItem("Help", "/help/")]})
    assert chrome_for(request_) == Chrome(
        organisation="Sample School", unread=3, nav=(NavItem("Inbox", "/contacts/", current=True), NavItem("Help", "/help/"))
    )


def test_a_part_that_gives_an_unknown_value_is_an_error(request_):
    chrome.register(lambda request: {"colour": "red"})
    with pytest.raises(TypeError):
        chrome_for(request_)


def test_the_header_shows_navigation_unread_and_a_sign_out_that_posts(request_):
    chrome.register(
        lambda request: {
            "person": "Amina <Yusuf>", "unread": 2, "notices_url": "/notices/", "sign_out_url": "/out/",
            "nav": [NavItem("Inbox", "/contacts/")],
        }
    )  # fmt: skip
    html = in_one_line(loader.render_to_string("base.html", {}, request_))
    assert '<a href="/contacts/" aria-current="page">Inbox</a>' in html
    assert "Amina &lt;Yusuf&gt;" in html
    assert '2<span class="govuk-visually-hidden"> unread</span>' in html
    assert '<form method="post" action="/out/">' in html


def test_every_page_says_who_to_call_and_has_a_way_past_the_header(request_):
    html = loader.render_to_string("base.html", {}, request_)
    assert 'href="tel:999"' in html
    assert html.index("govuk-skip-link") < html.index("site-header")
    assert 'id="main-content"' in html


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "429", "500"])
def test_an_error_page_is_drawn_even_without_a_request(name):
    html = loader.render_to_string(f"errors/{name}.html")
    assert "<h1>" in html
    assert "In danger now?" in html


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (error_pages.bad_request, 400),
        (error_pages.forbidden, 403),
        (error_pages.csrf_failure, 403),
        (error_pages.not_found, 404),
        (error_pages.too_many, 429),
        (error_pages.server_error, 500),
    ],
)
def test_an_error_page_answers_with_its_status(page, status, request_):
    assert page(request_).status_code == status


def test_a_pause_says_for_how_long(request_):
    assert error_pages.too_many(request_)["Retry-After"] == "900"


def test_a_stale_tab_is_told_that_what_was_typed_is_still_there(request_):
    assert "what you typed is still there" in error_pages.csrf_failure(request_).content.decode()


def test_templates_have_no_script_or_style_of_their_own():
    """Content security policy: no inline script, no inline style, no handler in an attribute."""
    bad = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    folders = ("components", "errors", "pages", "rh_govuk")
    files = [settings.BASE_DIR / "templates" / "base.html"]
    files += [path for folder in folders for path in (settings.BASE_DIR / "templates" / folder).rglob("*.html")]
    assert len(files) > 30
    assert [str(path) for path in files if bad.search(path.read_text())] == []


def test_colours_are_written_in_one_place_and_there_are_two_reds():
    scss = settings.BASE_DIR / "static" / "scss"
    hexes = re.compile(r"#[0-9a-fA-F]{3,8}\b")
    assert [path.name for path in scss.glob("*.scss") if path.name != "_tokens.scss" and hexes.search(path.read_text())] == []
    reds = {
        colour.lower()
        for colour in hexes.findall((scss / "_tokens.scss").read_text())
        if len(colour) == 7 and int(colour[1:3], 16) > 2 * max(int(colour[3:5], 16), int(colour[5:7], 16))
    }
    assert reds == {"#8c1c13", "#b0112b"}


def test_what_the_documents_leave_open_is_called_ours():
    from pages.templatetags.govuk import plain_source

    assert plain_source("product decision") == "Ours: the published documents do not say"
    assert plain_source("Continuum of need, Early Help") == "Continuum of need, Early Help"
