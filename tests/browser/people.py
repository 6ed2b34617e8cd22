"""A person at a browser: signed in by the sign-in page, reading, writing and pressing as somebody would.

With `SHOTS=folder` in the environment every page that a journey names is pictured there, at desktop and phone width.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, FilePayload, Locator, Page, Response, expect

from partnerships.models import User
from tests.roles import as_factory

PASSWORD = "a long enough sentence"
DESKTOP, PHONE = (1280, 900), (390, 844)
PATIENCE = 15_000
SHOTS = os.environ.get("SHOTS", "")


def give_password(*users: User) -> None:
    """Let people of a test's world sign in by the page."""
    with as_factory():
        for user in users:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])


class Person:
    """Somebody with a browser of their own. `complaints` is what its console said that it should not have."""

    def __init__(self, browser: Browser, address: str, user: User, *, script: bool = True, bypass_csp: bool = False) -> None:
        self.user, self.script = user, script
        self.context = browser.new_context(
            base_url=address,
            java_script_enabled=script,
            bypass_csp=bypass_csp,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.on("console", lambda said: self.complaints.append(said.text) if _is_complaint(said.type, said.text) else None)
        page.on(
            "response", lambda answer: self.complaints.append(f"{answer.status} {answer.url}") if _is_missing(answer) else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def signs_in(self) -> Self:
        """By e-mail address and password."""
        self.goes("/sign-in/")
        self.writes("Work e-mail address", self.user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.presses("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_have_count(1)
        return self

    def goes(self, path: str, *, status: int = 200) -> None:
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}: {self.page.title()}"
        self.settled()

    def presses(self, name: str, *, within: Locator | None = None, status: int | None = None) -> None:
        """Press a button that brings another page, or the same with its errors."""
        self._leave((within or self.page).get_by_role("button", name=name, exact=True).first, status)

    def follows(self, name: str, *, within: Locator | None = None) -> None:
        self._leave((within or self.page).get_by_role("link", name=name).first, None)

    def writes(self, label: str, words: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("textbox", name=label).first.fill(words)

    def dates(self, group: str, day: object, month: object, year: object) -> None:
        boxes = self.group(group)
        for label, part in (("Day", day), ("Month", month), ("Year", year)):
            boxes.get_by_label(label, exact=True).fill(str(part))

    def chooses(self, option: str, *, of: str = "") -> None:
        place = self.group(of) if of else self.page
        place.get_by_role("radio", name=option).first.check()

    def ticks(self, option: str, *, of: str = "") -> None:
        place = self.group(of) if of else self.page
        place.get_by_role("checkbox", name=option).first.check()

    def opened_by(self, option: str) -> Locator:
        """What belongs to a chosen option: without JavaScript that of every option can be seen."""
        chosen = self.page.get_by_role("radio", name=option, checked=True).first
        return self.page.locator(f"#{chosen.get_attribute('id')}_more")

    def group(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=re.compile(re.escape(name)))

    def reads(self, *texts: str) -> None:
        """Every text stands on the page, in the open."""
        for text in texts:
            expect(self.page.locator("main").get_by_text(text).filter(visible=True).first).to_be_visible()

    def is_told(self, error: str) -> None:
        """An error stands in the summary, and where it happened."""
        expect(self.page.locator(".govuk-error-summary")).to_contain_text(error)
        expect(self.page.locator(".govuk-error-message").filter(has_text=error).first).to_be_visible()
        assert self.page.title().startswith("Error: ")

    def reads_nowhere(self, text: str) -> None:
        assert text not in self.page.content()

    def looks(self, name: str) -> None:
        """Picture the page at both widths, where pictures are asked for."""
        if not SHOTS:
            return
        for width, height in (DESKTOP, PHONE):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        self.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})

    def leaves(self) -> None:
        self.looks(f"last-{self.user.name.replace(' ', '-').lower()}")
        self.context.close()
        assert self.complaints == []

    def _leave(self, control: Locator, status: int | None) -> None:
        with self.page.expect_navigation() as arrival:
            control.click()
        response: Response | None = arrival.value
        if response is not None:
            said = self.page.locator(".govuk-error-summary, h1").all_inner_texts()
            assert response.status == (status or 200), f"{response.url} answered {response.status}: {said}"
        self.settled()

    def settled(self) -> None:
        if self.script:
            self.page.wait_for_selector("html[data-ready]", state="attached")


def _is_complaint(kind: str, text: str) -> bool:
    """An error that the browser met. That an answer was no 200 is asked where it is awaited."""
    return kind in ("error", "warning") and "Failed to load resource: the server responded with a status of" not in text


def _is_missing(answer: Response) -> bool:
    """Something that a page is made of did not come."""
    return answer.status >= 400 and answer.request.resource_type in ("stylesheet", "script", "image", "font")


def hand_in(person: Person, text: str, name: str = "blackpool.yaml") -> None:
    """Choose a file of that content in the page's one place for a file."""
    given: FilePayload = {"name": name, "mimeType": "application/yaml", "buffer": text.encode()}
    person.page.get_by_label("The file").set_input_files(given)
