"""The style page stands for every component: accessible, at desktop and phone width, by keyboard, without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADDRESSES = ["/style/", "/style/?density=staff"]
SIZES = [(1280, 900), (320, 640)]


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_before_or_after_an_error_and_nothing_runs_off_the_side(live_server, browser: Browser, address, size):
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page = context.new_page()
    page.goto(live_server.url + address)
    page.wait_for_selector("html[data-ready]")
    assert violations(page) == []
    page.get_by_role("button", name="Record my judgement").click()
    page.wait_for_selector(".govuk-error-summary")
    assert page.title() == "Error: Style – Right Help"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    context.close()


def test_nothing_breaks_the_content_security_policy(live_server, page: Page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url + "/style/")
    page.wait_for_selector("html[data-ready]")
    assert complaints == []
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


def test_every_link_of_the_error_summary_moves_focus_to_its_control(live_server, page: Page):
    page.goto(live_server.url + "/style/")
    page.get_by_role("button", name="Record my judgement").click()
    page.wait_for_selector(".govuk-error-summary")
    links = page.locator(".govuk-error-summary a")
    assert links.count() == 8
    for index in range(links.count()):
        target = (links.nth(index).get_attribute("href") or "")[1:]
        links.nth(index).click()
        assert page.evaluate("document.activeElement.id") == target


def test_what_belongs_to_an_option_shows_when_it_is_chosen_and_always_without_javascript(live_server, browser: Browser):
    with_script = browser.new_page()
    with_script.goto(live_server.url + "/style/")
    with_script.wait_for_selector("html[data-ready]")
    words = with_script.get_by_label("What did she say?")
    assert not words.is_visible()
    with_script.get_by_label("Asked, and said no", exact=True).check()
    assert words.is_visible()
    with_script.get_by_label("Asked, and said yes").check()
    assert not words.is_visible()
    with_script.close()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(live_server.url + "/style/")
    assert plain.get_by_label("What did she say?").is_visible()
    assert plain.get_by_role("button", name="Menu").count() == 0
    context.close()


def test_a_form_pressed_twice_is_sent_once(live_server, page: Page):
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(live_server.url + "/style/")
    page.wait_for_selector("html[data-ready]")
    page.evaluate(
        """() => {
            const form = document.querySelector("form[enctype]");
            form.requestSubmit();
            form.requestSubmit();
        }"""
    )
    page.wait_for_selector(".govuk-error-summary")
    assert len(sent) == 1


def test_the_skip_link_is_first_by_keyboard_and_leads_to_the_page_itself(live_server, page: Page):
    page.goto(live_server.url + "/style/")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_style_page_is_for_demonstration_only(live_server, page: Page, settings):
    settings.DEMO = False
    response = page.goto(live_server.url + "/style/")
    assert response is not None
    assert response.status == 404
