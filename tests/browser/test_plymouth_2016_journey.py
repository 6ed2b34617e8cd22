"""A practice check under Plymouth 2016, which is superseded: the arch, and the whole way to the Hub, marked so on each page."""

from __future__ import annotations

import pytest

from tests.browser.answering import confirms_and_sends, decides, previews, receives_practice
from tests.browser.walking import (
    Child,
    Story,
    Tick,
    asks_mother,
    begins_practice,
    chooses_way,
    judges,
    says_worries,
    tells,
)
from tests.journeys.world import world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = Story(
    shots="plymouth", council="Plymouth", postcode="PL1 1AA", account="Robin says that he is hit, and comes to school hungry.",
    suggested="Statutory Threshold", reasons=("Subject to physical, emotional or sexual abuse or neglect", "P16-4-REL-02"),
    children=(
        Child(
            name="Robin", family_name="Ashdown", born=(29, 5, 2019), strengths=("Good physical health",),
            ticks=(
                Tick("hit hurt abuse", "Subject to physical, emotional or sexual abuse or neglect", "“Dad got the belt.”"),
                Tick("unwashed clothes", "Clothing regularly unwashed", "The same shirt all week."),
            ),
            judgement="Statutory Threshold", why="He is hit, and he is afraid to go home.",
        ),
    ),
)  # fmt: skip


def test_from_an_invented_worry_to_the_hubs_decision_under_the_superseded_framework(arrives):
    world = world_of("plymouth", "hub", "blackpool")
    teacher = arrives(world.practitioner)
    begins_practice(teacher, STORY, framework="The Plymouth Assessment Framework & Threshold Guidance")
    teacher.reads("Practice", "Superseded", "is no longer in force")
    teacher.reads("Child's Developmental Needs", "Parents and Carers", "Family and Environmental Factors")
    says_worries(teacher, STORY)
    judges(teacher, STORY)
    tells(teacher, STORY)
    chooses_way(teacher, STORY, way="Contact the Hub", basis="Significant harm")
    asks_mother(teacher, STORY, agrees=True)
    teacher.reads("Everybody who was asked agrees")
    teacher.follows("Check your answers")
    previews(
        teacher,
        (
            STORY.account,
            "Hub, Plymouth Referral and Assessment Service",
            "PRACTICE: NOT A REAL CONTACT",
            "SUPERSEDED FRAMEWORK",
        ),
    )
    reference = confirms_and_sends(teacher, STORY, way="With agreement", to="Hub, Plymouth Referral and Assessment Service")
    sent = teacher.page.url

    worker = arrives(world.worker)
    receives_practice(worker, STORY, reference, "Ashdown")
    decides(
        worker,
        STORY,
        "Child protection assessment",
        "Statutory Threshold",
        reasons="He says that he is hit.",
        next_steps="Seen today.",
    )

    teacher.goes(sent)
    teacher.reads("He says that he is hit.", "Seen today.")
