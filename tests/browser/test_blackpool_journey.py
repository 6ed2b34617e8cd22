"""From a worry about a child to a decided contact with its clock running, as four people, on Blackpool's own indicators."""

from __future__ import annotations

import pytest

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

HURT = Tick(
    search="unexplained bruise injury", text="Suspicion of non-accidental injury",
    seen="“Dad got the belt.” A mark on his arm, as wide as a belt.",
)  # fmt: skip
ABUSE = Tick(
    search="domestic abuse", text="Children witnessing persistent and severe domestic abuse", condition="Yes", also="Wren",
    seen="“They fight every night and I hide Wren.”",
)  # fmt: skip
STORY = Story(
    shots="blackpool", council="Blackpool", postcode="FY1 1AA", account="Robin told me that he is hit at home.",
    suggested="Child protection", reasons=("Suspicion of non-accidental injury", "Example risk indicators, Child protection"),
    children=(
        Child(
            name="Robin", family_name="Ashdown", born=(29, 5, 2019), ticks=(HURT, ABUSE), strengths=("Good social skills",),
            judgement="Child protection", why="He is hit, and he is afraid to go home.",
        ),
        Child(
            name="Wren", family_name="Ashdown", born=(3, 2, 2022), first_view="Child in need",
            judgement="Child protection", why="She sees it every night.",
        ),
        Child(
            due=(1, 3, 2027), ticks=(Tick("unborn", "Unborn child's safety", "No antenatal visit has been kept."),),
            judgement="Child in need", why="The midwife sees her now.", differs="The midwife saw her on Friday.",
        ),
    ),
)  # fmt: skip


def test_from_a_worry_to_a_decided_contact_as_four_people(arrives):
    world = world_of("blackpool", "duty-and-assessment", "plymouth")
    teacher = arrives(world.practitioner)
    begins(teacher, STORY)
    says_worries(teacher, STORY)
    judges(teacher, STORY)
    tells(teacher, STORY)
    chooses_way(teacher, STORY, way="Contact with the Duty and Assessment team", basis="Significant harm")
    talks(teacher, STORY, team="Duty and Assessment")
    asks_mother(teacher, STORY, agrees=False)
