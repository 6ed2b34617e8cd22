"""A framework that no Python knows, from two files of YAML: from the worry to the decided contact, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.answering import answers, asks_lead, confirms_and_sends, decides, opens_desk, previews
from tests.browser.walking import (
    Child,
    Story,
    Tick,
    asks_mother,
    begins,
    chooses_way,
    judges,
    looks,
    says_worries,
    tells,
)
from tests.fifth.world import island

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = Story(
    shots="fifth", council="Farholm", postcode="ZZ9 9ZZ", account="Robin told me that he is hit at home.",
    suggested="Gale", reasons=("Has told somebody of being hurt at home", "FH-GA-BOD-01"),
    children=(
        Child(
            name="Robin", family_name="Ashdown", born=(29, 5, 2019), strengths=("A neighbour who looks in",),
            ticks=(
                Tick("hurt at home", "Has told somebody of being hurt at home", "“Dad got the belt.”"),
                Tick("hungry", "Comes ashore hungry although meals were offered", "No lunch all week.", condition="No"),
            ),
            first_view="Storm warning", judgement="Gale", why="He is hit, and he is afraid to go home.",
        ),
    ),
)  # fmt: skip


def test_from_a_worry_to_a_decided_contact_from_yaml_alone(arrives):
    world = island()
    teacher = arrives(world.practitioner)
    begins(teacher, STORY)
    teacher.reads("The young islander", "The hearth")
    says_worries(teacher, STORY)
    judges(teacher, STORY)
    tells(teacher, STORY)
    teacher.chooses("A signal to the Harbour Desk", of="Which way do you choose?")
    teacher.ticks("A child has told somebody", of="Why do you contact The Harbour Desk?")
    chooses_way(teacher, STORY, way="A signal to the Harbour Desk", basis="Significant harm")
    asks_mother(teacher, STORY, agrees=True)
    teacher.reads("The keeper advises before any signal.")
    asks_lead(teacher, STORY, "The Compass asks for your advice first.", who="keeper")

    lead = arrives(world.lead)
    opens_desk(lead, STORY, "Ashdown")
    answers(lead, STORY, "Advise only", "Send it today.")

    teacher.goes("/")
    teacher.follows("Robin")
    teacher.reads("Send it today.")
    teacher.follows("Check your answers")
    previews(teacher, (STORY.account, "The Harbour Desk", "ISLAND-CONFIDENTIAL", "A child has told somebody", "W4"))
    reference = confirms_and_sends(teacher, STORY, way="With agreement", to="The Harbour Desk")
    assert reference.startswith("FAR-")
    sent = teacher.page.url

    worker = arrives(world.worker)
    worker.goes("/front-door/")
    row = worker.page.locator(".inbox-row").filter(has_text="Ashdown").first
    expect(row.locator(".countdown")).to_contain_text("5 h 5")
    worker.follows("Ashdown", within=row)
    worker.presses("Take it")
    decides(worker, STORY, "Boats out", "Gale", reasons="He says that he is hit.", next_steps="Seen today.")
    worker.follows("Open the assessment")
    worker.reads("30 working days")
    looks(worker, STORY, "assessment")

    teacher.goes(sent)
    teacher.reads("He says that he is hit.", "Seen today.")
