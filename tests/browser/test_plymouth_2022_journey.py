"""Plymouth as it is in force: a conversation and no list, the quadrants, the lead's advice with agreement too, and the MASH."""

from __future__ import annotations

import pytest

from tests.browser.answering import (
    answers,
    asks_lead,
    confirms_and_sends,
    decides,
    opens_desk,
    previews,
    takes,
)
from tests.browser.axe import violations
from tests.browser.talking import Said, talks_it_over
from tests.browser.walking import Child, Story, asks_mother, begins, chooses_way, judges, tells
from tests.journeys.world import world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MASH = "Plymouth Multi-Agency Safeguarding Hub (MASH)"
HIT = "“Dad got the belt.”"
SAID = (
    Said("Has the child been harmed", "Yes", HIT),
    Said("Is the child safe where they are now?", "No"),
    Said("Is there somebody, in the wider family", "Yes", "Nan, on Thursdays."),
    Said("Is a school, health visitor", "Yes"),
    Said("Has the child been asked what worries them", "Yes", "“I want to stay at Nan’s.”"),
    Said("Has Early Help been given", "I do not know"),
)
STORY = Story(
    shots="plymouth-2022", council="Plymouth", postcode="PL1 1AA", account="Robin says that he is hit at home.",
    suggested="Getting Risk Support", reasons=("The child has been harmed, or is likely to be", "P22-Q-WO-06"),
    children=(
        Child(
            name="Robin", family_name="Ashdown", born=(29, 5, 2019), judgement="Getting Risk Support: Statutory Services",
            why="He is hit, and he is afraid to go home.",
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_from_a_conversation_to_the_mashs_decision(arrives, script: bool):
    world = world_of("plymouth", "mash", "blackpool")
    teacher = arrives(world.practitioner, script=script)
    begins(teacher, STORY)
    teacher.reads("has no list to tick", "Strengths and safety", "The family network", "What is in place and stays")
    teacher.reads_nowhere("Harm outside the home")
    if script:
        assert violations(teacher.page) == []
    talks_it_over(teacher, STORY, SAID)
    judges(teacher, STORY)
    tells(teacher, STORY)
    chooses_way(teacher, STORY, way="MASH Contact", basis="Significant harm")
    asks_mother(teacher, STORY, agrees=True)
    teacher.reads("Everybody who was asked agrees", "Your safeguarding lead's advice comes first here.")
    asks_lead(teacher, STORY, "They agree. Is this for the MASH?")

    lead = arrives(world.lead, script=script)
    opens_desk(lead, STORY, "Ashdown")
    lead.reads(STORY.account, "The conversation", HIT, "Nan, on Thursdays.")
    answers(lead, STORY, "Advise only", "Yes, today.")

    teacher.goes(teacher.page.url)
    teacher.reads("Advise only", "Yes, today.")
    teacher.follows("Check your answers")
    previews(teacher, (STORY.account, MASH, "The conversation", "MASH Contact", "Nan, on Thursdays."))
    reference = confirms_and_sends(teacher, STORY, way="With agreement", to=MASH)
    sent = teacher.page.url

    worker = arrives(world.worker, script=script)
    takes(worker, STORY, reference, "Ashdown")
    worker.reads("The child has been harmed, or is likely to be")
    worker.page.get_by_text("The conversation about Robin").click()
    worker.reads("Nan, on Thursdays.")
    decides(
        worker, STORY, "Strategy meeting and section 47 enquiry", "Getting Risk Support",
        reasons="He says that he is hit.", next_steps="Seen today.",
    )  # fmt: skip
    teacher.goes(sent)
    teacher.reads("He says that he is hit.", "Seen today.")
