"""What comes after asking: the lead's answer, the sending, and what the front door does, page by page."""

from __future__ import annotations

import io

import pikepdf
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.walking import Story, looks


def asks_lead(person: Person, story: Story, why: str, *, who: str = "lead") -> None:
    """Ask the agency's own for advice or approval, by the word that the framework has for them."""
    person.follows(f"Ask your {who}")
    person.writes(f"What do you ask your {who}?", why)
    person.chooses("No", of=f"Is your worry about one of the {who}s, or a colleague?")
    looks(person, story, "ask-lead")
    person.presses(f"Ask your {who}")
    person.reads(f"With your {who} since")
    looks(person, story, "agreement-asked")


def opens_desk(lead: Person, story: Story, heading: str) -> None:
    lead.looks(f"{story.shots}-lead-home")
    lead.follows("Waiting for you")
    lead.reads("Waiting for you", heading)
    looks(lead, story, "desk")
    lead.follows(heading, within=lead.page.locator(".queue"))


def answers(lead: Person, story: Story, decision: str, reasons: str) -> None:
    lead.chooses(decision, of="Your decision")
    lead.writes("Your reasons", reasons)
    looks(lead, story, "review")
    lead.presses("Record your decision")


def is_noticed(person: Person, sentence: str) -> None:
    """A notice waits, with a reference and nothing about a child; it leads on."""
    expect(person.page.locator(".site-header__count")).to_be_visible()
    person.follows("Notices")
    person.reads(sentence)


def opens_notice(person: Person, sentence: str) -> None:
    """From the notice to what it is about."""
    is_noticed(person, sentence)
    opening = person.page.locator(".notice").filter(has_text=sentence).first.locator("button[name=open]")
    with person.page.expect_navigation():
        opening.click()
    person.settled()


def previews(person: Person, words: tuple[str, ...]) -> None:
    """The document as it would be sent: a tagged PDF, in which what was written can be read."""
    address = person.page.get_by_role("link", name="See it as they will (PDF)").get_attribute("href")
    answer = person.context.request.get(str(address))
    assert answer.status == 200
    assert is_tagged(answer.body())
    for word in words:
        assert word in text_of(answer.body())


def is_tagged(pdf: bytes) -> bool:
    assert pdf.startswith(b"%PDF")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bool(opened.Root.MarkInfo.Marked) and "/StructTreeRoot" in opened.Root


def text_of(pdf: bytes) -> str:
    """The words of a PDF, on one line."""
    import subprocess

    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def confirms_and_sends(person: Person, story: Story, *, way: str, to: str, because: str = "") -> str:
    """Check the answers and the recipient, then send. The reference of the contact."""
    person.reads("Check your answers, then send", to, story.account)
    person.ticks("I have checked that the family lives in")
    person.chooses(way, of="How may it be shared?")
    if because:
        person.page.get_by_role("textbox", name="Why").filter(visible=True).first.fill(because)
    looks(person, story, "send")
    person.presses(f"Send to {to}")
    person.reads(f"Sent to {to}.")
    looks(person, story, "sent")
    return (
        person.page.locator(".govuk-notification-banner__heading").inner_text().rpartition("The reference is ")[2].rstrip(".")
    )


def takes(worker: Person, story: Story, reference: str, heading: str) -> None:
    """The inbox shows it with its time counting down; open it, and take it."""
    worker.goes("/front-door/")
    row = worker.page.locator(".inbox-row").filter(has_text=heading)
    expect(row.first).to_contain_text("Nobody")
    expect(row.first.locator(".countdown")).to_contain_text("23 h 5")
    looks(worker, story, "inbox")
    worker.follows(heading, within=row.first)
    worker.reads(reference, story.account, "23 h 5")
    looks(worker, story, "contact-new")
    worker.presses("Take it")
    worker.reads("Acknowledged")


def receives_practice(worker: Person, story: Story, reference: str, heading: str) -> None:
    """A practice contact stands apart in the inbox, marked so and against no time."""
    worker.goes("/front-door/?view=practice")
    worker.follows(heading, within=worker.page.locator(".inbox-row").filter(has_text=heading).first)
    worker.reads(reference, story.account, "Practice")
    looks(worker, story, "contact-practice")
    worker.presses("Take it")


def recognises(worker: Person, story: Story, name: str, known: str) -> None:
    """Compare with the children that the front door knows, and link."""
    worker.follows(f"Compare : {name}")
    expect(worker.page.get_by_role("radio", checked=True)).to_have_count(0)
    looks(worker, story, "match")
    worker.chooses(known)
    worker.presses("Save")
    expect(worker.page.locator("main")).to_contain_text(f"Linked to {known.partition(':')[0]}")


def decides(worker: Person, story: Story, outcome: str, level: str, **words: str) -> None:
    worker.chooses(outcome, of="What do you decide?")
    worker.chooses(level, of="The level that you decide on")
    for name, said in words.items():
        worker.page.locator(f"#id_{name}").fill(said)
    looks(worker, story, "deciding")
    worker.presses("Record this decision")
    looks(worker, story, "decided")
