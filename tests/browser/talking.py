"""How a practitioner writes down a conversation in the browser, where the framework has questions and no indicators."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.walking import Story, looks


@dataclass(frozen=True)
class Said:
    """A question by a part of its words, its answer, and what was said."""

    question: str
    answer: str
    words: str = ""


def talks_it_over(person: Person, story: Story, said: tuple[Said, ...]) -> None:
    """Open every topic, answer, save; what was answered counts beside the page; then go on."""
    looks(person, story, "talk-empty")
    for topic in person.page.locator("details.area").all():
        if not topic.evaluate("it => it.open"):
            topic.locator("summary").first.click()
    for each in said:
        answers_question(person, each)
    person.presses("Save, and stay here")
    looks(person, story, "talk")
    with person.page.expect_navigation():
        person.page.locator("button[name=do][value=next]").click()
    person.settled()


def answers_question(person: Person, said: Said) -> None:
    row = person.page.locator(".question").filter(has=person.page.get_by_role("group", name=said.question)).first
    row.get_by_role("radio", name=said.answer, exact=True).first.check()
    if not said.words:
        return
    more = row.locator("details").last
    if not more.evaluate("it => it.open"):
        more.locator("summary").first.click()
    row.get_by_role("textbox").first.fill(said.words)
    row.get_by_role("radio", name="A child", exact=True).check()
    expect(row.get_by_role("textbox").first).to_have_value(said.words)
