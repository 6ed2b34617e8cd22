"""The same path in Staffordshire: 278 indicators, the windscreen, and First Response, spoken to before anything is written."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.answering import confirms_and_sends, decides, previews, takes
from tests.browser.walking import Child, Story, Tick, asks_mother, begins, chooses_way, judges, says_worries, talks, tells
from tests.journeys.world import world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = Story(
    shots="staffordshire", council="Staffordshire", postcode="ST17 1AA",
    account="Robin is away whole weekends and comes home hurt.",
    suggested="Statutory / Specialist", reasons=("three or more incidents in 90 days", "SS-4-GUI-04"),
    children=(
        Child(
            name="Robin", family_name="Ashdown", born=(29, 5, 2012), strengths=("Physically / psychologically healthy",),
            ticks=(
                Tick("missing from home", "Persistent and regular incidents of missing from home", "Four weekends this term.",
                     condition="Yes"),
                Tick("school attendance", "Consistently poor nursery / school attendance", "62 percent this term."),
            ),
            judgement="Statutory / Specialist", why="He is away for nights and comes home hurt.",
        ),
    ),
)  # fmt: skip


def test_from_a_worry_to_first_responses_decision(arrives):
    world = world_of("staffordshire", "first-response", "blackpool")
    teacher = arrives(world.practitioner)
    teacher.goes("/directory/")
    teacher.reads(
        "First Response Team", "0800 13 13 126", "Not live yet", "How families are worked with here", "Restorative practice"
    )
    teacher.looks("staffordshire-directory")
    teacher.goes("/directory/?place=stoke-on-trent")
    teacher.reads("Consultation line (professionals only)", "01782 237460", "Monday to Friday, 09:00 to 16:00")
    teacher.reads("Signs of Safety")
    teacher.looks("stoke-directory")
    teacher.goes("/")
    begins(teacher, STORY)
    teacher.reads(
        "Child’s Developmental Needs", "Parents and Carers", "Family and Environmental Factors", "Restorative practice"
    )
    teacher.reads_nowhere("Signs of Safety")
    says_worries(teacher, STORY)
    judges(teacher, STORY)
    tells(teacher, STORY)
    chooses_way(teacher, STORY, way="First Response: level 4", basis="Significant harm")
    talks(teacher, STORY, team="First Response")
    asks_mother(teacher, STORY, agrees=True)
    teacher.reads("Everybody who was asked agrees")
    teacher.follows("Check your answers")
    previews(teacher, (STORY.account, "First Response Team"))
    reference = confirms_and_sends(teacher, STORY, way="With agreement", to="First Response Team")
    assert reference.startswith("STF-")
    sent = teacher.page.url

    worker = arrives(world.worker)
    takes(worker, STORY, reference, "Ashdown")
    expect(worker.page.get_by_text("Rings, rim to hub").first).to_be_attached()
    decides(
        worker,
        STORY,
        "Child protection enquiry",
        "Statutory / Specialist",
        reasons="He is away for nights.",
        next_steps="Seen today.",
    )
    worker.follows("Open the assessment")
    worker.reads("strategy discussion", "45 working days")

    teacher.goes(sent)
    teacher.reads("He is away for nights.", "Seen today.")
