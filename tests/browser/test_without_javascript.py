"""The practitioner's whole way, from the worry to what was sent, in a browser that runs no script."""

from __future__ import annotations

import pytest

from tests.browser.answering import confirms_and_sends
from tests.browser.walking import (
    Child,
    Story,
    Tick,
    asks_mother,
    begins,
    chooses_way,
    judges,
    says_worries,
    talks,
    tells,
)
from tests.journeys.world import world_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = Story(
    shots="plain", council="Blackpool", postcode="FY1 1AA", account="Robin told me that he is hit at home.",
    suggested="Child protection", reasons=("Suspicion of non-accidental injury",),
    children=(
        Child(
            name="Robin", family_name="Ashdown", born=(29, 5, 2019), strengths=("Good social skills",),
            ticks=(
                Tick("unexplained bruise injury", "Suspicion of non-accidental injury", "A mark as wide as a belt."),
                Tick("domestic abuse", "Children witnessing persistent and severe", "Every night.", "Yes", "Wren"),
            ),
            judgement="Child protection", why="He is hit, and he is afraid to go home.",
        ),
        Child(
            name="Wren", family_name="Ashdown", born=(3, 2, 2022), judgement="Child in need", why="She is in the next room.",
            differs="She has not been hurt.",
        ),
    ),
)  # fmt: skip


def test_a_check_is_walked_and_sent_without_javascript(arrives):
    world = world_of("blackpool", "duty-and-assessment", "plymouth")
    teacher = arrives(world.practitioner, script=False)
    begins(teacher, STORY)
    says_worries(teacher, STORY)
    judges(teacher, STORY)
    tells(teacher, STORY)
    chooses_way(teacher, STORY, way="Contact with the Duty and Assessment team", basis="Significant harm")
    talks(teacher, STORY, team="Duty and Assessment")
    asks_mother(teacher, STORY, agrees=True)
    teacher.follows("Check your answers")
    reference = confirms_and_sends(teacher, STORY, way="With agreement", to="Duty and Assessment team")
    teacher.reads(reference, "Decision and feedback")
