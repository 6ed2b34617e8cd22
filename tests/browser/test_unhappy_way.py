"""The unhappy way: declined, sent all the same and marked, reviewed late, returned to early help, and seen differently."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.answering import answers, asks_lead, confirms_and_sends, decides, opens_desk, opens_notice, takes
from tests.browser.walking import Story
from tests.journeys.steps import MOTHER_NO, ask_mother, judged_check
from tests.journeys.world import World, world_of
from thresholds.models import Check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = Story(
    shots="unhappy", children=(), council="Blackpool", postcode="FY1 1AA", account="Robin told me that he is hit at home.",
)  # fmt: skip
REFUSED = replace(MOTHER_NO, ground="BP-GR-CP-04", ground_note="Robin showed me the mark.")


def refused_check(world: World, at: datetime.datetime) -> Check:
    """A check at the level of child protection, to which the mother said no."""
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route="BP-RT-CP-01", at=at)
    ask_mother(check, REFUSED, world.practitioner, at)
    return check


def test_declined_sent_on_professional_judgement_returned_to_early_help_and_disagreed(arrives):
    world = world_of("blackpool", "duty-and-assessment", "plymouth")
    check = refused_check(world, timezone.now() - datetime.timedelta(minutes=30))
    teacher = arrives(world.practitioner)
    teacher.goes(f"/checks/{check.pk}/agreement/")
    asks_lead(teacher, STORY, "May I send it?")

    lead = arrives(world.lead)
    opens_desk(lead, STORY, "Ashdown")
    answers(lead, STORY, "Decline", "Talk to his mother again first.")

    teacher.goes("/")
    opens_notice(teacher, "what you asked before sharing has been answered")
    teacher.reads("Talk to his mother again first.", "On your own judgement")
    teacher.follows("Check your answers")
    reference = confirms_and_sends(
        teacher, STORY, way="own professional judgement", to="Duty and Assessment team", because="He goes home to it tonight."
    )
    sent = teacher.page.url

    second = arrives(world.second_lead)
    opens_desk(second, STORY, "Ashdown")
    second.reads("Your review", "He goes home to it tonight.", "Talk to his mother again first.")
    expect(second.page.locator(".queue .countdown")).to_be_visible()
    second.chooses("I would have approved it", of="What do you make of it?")
    second.writes("Why?", "He could not wait.")
    second.looks("unhappy-late-review")
    second.presses("Record the review")

    worker = arrives(world.worker)
    takes(worker, STORY, reference, "Ashdown")
    worker.reads("professional judgement", "He goes home to it tonight.")
    decides(
        worker, STORY, "Early help", "Early Help", level_differs_why="Seen with the school nurse.", reasons="An old graze.",
        advice="Start an Early Help Assessment.", what_would_change="A new injury.",
    )  # fmt: skip

    teacher.goes(sent)
    teacher.reads(
        "Early help", "An old graze.", "Start an Early Help Assessment.", "A new injury.", "Seen with the school nurse."
    )
    teacher.reads("He could not wait.")
    teacher.looks("unhappy-sent")
    teacher.follows("I see it differently")
    teacher.writes("What do you see differently?", "The mark is new: I saw it on Friday.")
    teacher.writes("What would you like to happen for the child?", "A social worker sees him.")
    teacher.looks("unhappy-disagree")
    teacher.presses("Raise it")
    teacher.reads("The mark is new: I saw it on Friday.", "Conversation between the practitioners", "1 working day")

    worker.goes("/")
    opens_notice(worker, "somebody sees it differently")
    worker.chooses("Answer", of="What do you want to do?")
    worker.writes("In your words", "I will look at the photograph with you.")
    worker.looks("unhappy-disagreement")
    worker.presses("Save")

    teacher.page.reload()
    teacher.reads("I will look at the photograph with you.")
    teacher.chooses("Take it to the next stage")
    teacher.writes("In your words", "The photograph is not clear. Our leads should talk.")
    teacher.presses("Save")
    teacher.reads("Line managers or safeguarding leads", "The photograph is not clear. Our leads should talk.")
    teacher.looks("unhappy-second-stage")
