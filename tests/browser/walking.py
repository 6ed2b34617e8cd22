"""How a practitioner walks a check in the browser, page by page. Every step says what is on the page before it goes on."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.people import Person


@dataclass(frozen=True)
class Tick:
    """One indicator, found by a search in the practitioner's own words, with its evidence."""

    search: str
    text: str
    seen: str
    condition: str = ""
    also: str = ""


@dataclass(frozen=True)
class Child:
    """One child of a check, and what is said about them."""

    name: str = ""
    family_name: str = ""
    born: tuple[int, int, int] | None = None
    ticks: tuple[Tick, ...] = ()
    strengths: tuple[str, ...] = ()
    first_view: str = "I am not sure"
    judgement: str = ""
    why: str = ""
    differs: str = ""


@dataclass(frozen=True)
class Story:
    """A whole check."""

    children: tuple[Child, ...]
    council: str
    postcode: str
    account: str
    shots: str = ""
    mother: tuple[str, str] = ("Kerry", "Ashdown")
    suggested: str = ""
    reasons: tuple[str, ...] = field(default=())


def looks(person: Person, story: Story, page: str) -> None:
    if story.shots:
        person.looks(f"{story.shots}-{page}")


def begins(person: Person, story: Story) -> None:
    """The urgency, then the family: each child, a mother, where they live."""
    looks(person, story, "home")
    person.follows("Begin a check")
    looks(person, story, "begin")
    person.chooses("Neither")
    person.presses("Begin")
    describes_family(person, story)


def begins_practice(person: Person, story: Story, *, framework: str) -> None:
    """A practice check under a framework that is chosen by its title."""
    person.follows("Begin a check")
    person.chooses("Neither")
    person.page.get_by_text("Practice, or about an earlier date").click()
    person.chooses("Practice")
    choices = person.page.get_by_label("Which framework?").first
    value = choices.locator("option").filter(has_text=framework).first.get_attribute("value")
    choices.select_option(value=value)
    looks(person, story, "begin-practice")
    person.presses("Begin")
    describes_family(person, story)


def describes_family(person: Person, story: Story) -> None:
    for place, child in enumerate(story.children):
        if child.name:
            person.writes("First name", child.name)
            person.writes("Last name", child.family_name)
        if child.born:
            person.chooses("I know the date of birth")
            person.dates("Date of birth", *child.born)
        else:
            person.chooses("Not born yet")
            due = localdate() + datetime.timedelta(days=100)
            person.dates("When is the baby due?", due.day, due.month, due.year)
        looks(person, story, f"child-{place + 1}")
        last = place + 1 == len(story.children)
        person.presses("Save" if last else "Save and add another child")
    person.follows("Add an adult")
    person.writes("First name", story.mother[0])
    person.writes("Last name", story.mother[1])
    person.writes("Who are they to the children?", "mother")
    person.chooses("Yes", of="Do they have parental responsibility?")
    looks(person, story, "adult")
    person.presses("Save")
    person.follows("Say where they live")
    person.writes("Address", "18 Sample Street")
    person.writes("Postcode", story.postcode)
    person.page.get_by_label("Which council").select_option(label=story.council)
    person.chooses("The child lives there")
    looks(person, story, "where")
    person.presses("Save")
    person.reads(*(child.name for child in story.children if child.name), story.postcode, story.council)
    looks(person, story, "family")
    person.follows("Go on to the worries")


def says_worries(person: Person, story: Story) -> None:
    """For each child: find, tick, say what was seen; what works well; then the next for whom nothing is ticked yet."""
    for place, child in enumerate(story.children):
        if not child.ticks:
            continue
        for tick in child.ticks:
            finds_and_ticks(person, tick)
        looks(person, story, f"worries-found-{place + 1}")
        if child.ticks:
            person.presses("Clear")
        for text in child.strengths:
            ticks_in_place(person, text)
        looks(person, story, f"worries-{place + 1}")
        going_on = person.page.locator("button[name=do][value=next]")
        following = next((other for other in story.children[place + 1 :] if other.ticks), None)
        onward = f"Save and go to {following.name or 'Unborn child'}" if following else "Save and go on"
        expect(going_on).to_have_text(onward)
        with person.page.expect_navigation():
            going_on.click()
        person.settled()


def finds_and_ticks(person: Person, tick: Tick) -> None:
    person.page.get_by_role("searchbox").fill(tick.search)
    person.presses("Search")
    row = person.page.locator(".indicator").filter(has_text=tick.text).first
    if person.script:
        row.get_by_role("checkbox", name=tick.text).check()
        expect(row.get_by_role("textbox", name="What was seen or said?")).to_be_visible()
    else:
        row.get_by_role("checkbox", name=tick.text).check()
        person.presses("Save these")
        row = person.page.locator(".indicator").filter(has_text=tick.text).first
    if tick.condition:
        row.locator(".ask").get_by_role("radio", name=tick.condition, exact=True).check()
    details = row.locator("details").first
    if not details.evaluate("it => it.open"):
        details.locator("summary").first.click()
    row.get_by_role("textbox", name="What was seen or said?").fill(tick.seen)
    row.get_by_role("textbox", name="When?").fill("Monday at registration")
    row.get_by_role("radio", name="I did").first.check()
    if tick.also:
        row.get_by_role("checkbox", name=tick.also, exact=True).check()
    if person.script:
        with person.page.expect_response(lambda answer: answer.request.method == "POST"):
            row.get_by_role("button", name="Done with this one").click()
        expect(person.page.locator(".indicator").filter(has_text=tick.seen).first).to_be_visible()
    else:
        person.presses("Done with this one", within=row)
    person.reads(tick.seen)


def ticks_in_place(person: Person, text: str) -> None:
    """Tick something in the list itself, opening its area first."""
    box = person.page.get_by_role("checkbox", name=text)
    if not box.first.is_visible():
        written = person.page.locator("label").filter(has_text=text).first
        for closed in written.locator("xpath=ancestor::details[not(@open)]").all():
            closed.locator("summary").first.click()
    if person.script:
        with person.page.expect_response(lambda answer: answer.request.method == "POST"):
            box.first.check()
    else:
        box.first.check()


def judges(person: Person, story: Story) -> None:
    """First view, then the suggestion, then the judgement: for each child, in that order."""
    for place, child in enumerate(story.children):
        person.reads("You first, before anything is suggested")
        person.reads_nowhere("What you have recorded points to")
        looks(person, story, f"first-view-{place + 1}")
        person.chooses(child.first_view)
        person.presses("See what the evidence points to")
        if place == 0:
            person.reads(story.suggested, *story.reasons)
            expect(person.page.locator(".picture__drawing svg:visible").first).to_be_visible()
        looks(person, story, f"evidence-{place + 1}")
        person.writes("What does the child say, want and feel?", f"What {child.name or 'the baby'} shows us.")
        person.chooses(child.judgement, of="Which level would you stand by?")
        if child.differs:
            person.writes("That is yours to choose", child.differs, within=person.opened_by(child.judgement))
        person.writes("Why is this the right level for this child?", child.why)
        person.presses("Record my judgement")


def tells(person: Person, story: Story) -> None:
    """The account, once for the family."""
    person.writes("What are you worried about?", story.account)
    person.writes("What harm has there been", "He has been hurt once that we know of.")
    person.writes("How do you know this family?", "We have taught Robin since September.")
    person.writes("What has been tried", "Two talks with his mother.")
    person.writes("What do the family say?", "His mother says that all is well.")
    looks(person, story, "account")
    person.presses("Save and go on")


def chooses_way(person: Person, story: Story, *, way: str, basis: str) -> None:
    person.chooses("No", of="Does any of the children have a social worker now?")
    person.chooses(way, of="Which way do you choose?")
    person.chooses(basis, of="On what basis in law?")
    person.page.get_by_role("textbox", name=re.compile("^Talk ")).first.fill("Spoke with Robin and with his mother.")
    looks(person, story, "routes")
    person.presses("Choose this way")


def talks(person: Person, story: Story, *, team: str) -> None:
    """The conversation with the front door, before anything is written."""
    person.chooses(team, of="Who did you talk to?")
    person.chooses("Yes", of="Did they ask for a written referral?")
    person.writes("Their name or team", "Duty social worker")
    yesterday = localdate() - datetime.timedelta(days=1)
    person.dates("What day was it?", yesterday.day, yesterday.month, yesterday.year)
    person.writes("What time was it?", "9:30am")
    person.writes("What was said?", "What Robin told us.")
    person.writes("What did they advise?", "Send it in writing today.")
    looks(person, story, "conversation")
    person.presses("Save and go on")


def asks_mother(person: Person, story: Story, *, agrees: bool) -> None:
    """What the mother was asked, what she said, and on what ground it would be shared all the same."""
    looks(person, story, "agreement-before")
    person.follows("Record what they said")
    person.chooses("Yes", of="Have they been asked?")
    person.chooses("Face to face")
    yesterday = localdate() - datetime.timedelta(days=1)
    person.dates("When were they asked?", yesterday.day, yesterday.month, yesterday.year)
    person.writes("What time was it?", "9:30am")
    for explained in ("Why you want to share", "What you would share", "Who with", "What for"):
        person.ticks(explained)
    person.chooses("I did", of="Who asked them?")
    if agrees:
        person.chooses("They agreed")
        person.chooses("All of it", of="How far does their agreement reach?")
        person.writes("In their own words", "If it helps Robin, yes.")
    else:
        person.chooses("They said no")
        person.writes("In their own words", "Leave us be.")
        person.writes("Why did they say no?", "Afraid of losing the children.")
        person.writes("What did you talk through?", "What help there is.")
        person.page.get_by_role("group", name="On what ground would you share all the same?").get_by_role("radio").first.check()
        person.writes("What makes this so?", "Robin told me that he is hit.")
    looks(person, story, "asking")
    person.presses("Save what they said")
    looks(person, story, "agreement")
