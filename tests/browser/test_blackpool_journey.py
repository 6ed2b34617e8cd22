"""From a worry about a child to a decided contact with its clock running, as four people, on Blackpool's own indicators."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone

from consent.rules.ways import Way
from referrals.models import Contact
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.sending import contact_send
from referrals.services.triage import child_is_new
from rowsecurity.session import acting_as
from tests.browser.answering import (
    answers,
    asks_lead,
    confirms_and_sends,
    decides,
    is_noticed,
    opens_desk,
    previews,
    recognises,
    takes,
)
from tests.browser.people import Person, hand_in
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
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import World, world_of
from thresholds.selectors.frameworks import framework_in_force

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
            ticks=(Tick("unborn", "Unborn child's safety", "No antenatal visit has been kept."),),
            judgement="Child in need", why="The midwife sees her now.", differs="The midwife saw her on Friday.",
        ),
    ),
)  # fmt: skip


THREE_WEEKS = datetime.timedelta(weeks=3)


def earlier_contact(world: World) -> Contact:
    """What a health visitor sent three weeks ago about the same boy, who was new to the front door then."""
    then = timezone.now() - THREE_WEEKS
    nurse = replace(world, practitioner=world.stranger)
    route = next(
        r["code"] for r in world.authority.content["routes"] if r["kind"] == "contact" and "child-in-need" in r["levels"]
    )
    check = judged_check(nurse, code="BP-CIN-RI-01", level="child-in-need", basis="s17", route=route, at=then)
    ask_mother(check, MOTHER_YES, nurse.practitioner, then)
    with acting_as(nurse.practitioner.pk):
        contact = contact_send(
            proposal=prepared(check, nurse.practitioner, then), way=Way.AGREEMENT, reasons="", recipient_id=world.door.pk,
            by=nurse.practitioner, at=then,
        )  # fmt: skip
    with acting_as(world.worker.pk):
        for child in contact.children.all():
            child_is_new(child=child, by=world.worker, at=then)
        advice = Deciding(
            outcome="early-help", level="early-help", level_differs_why="Seen at home.", reasons="Help is in place.",
            advice="Go on with the plan.", what_would_change="Anything new.",
        )  # fmt: skip
        contact_decide(contact=contact, deciding=advice, by=world.worker, at=then)
    return contact


def test_from_a_worry_to_a_decided_contact_as_four_people(arrives):
    world = world_of("blackpool", "duty-and-assessment", "plymouth")
    earlier = earlier_contact(world)
    teacher = arrives(world.practitioner)
    begins(teacher, STORY)
    says_worries(teacher, STORY)
    judges(teacher, STORY)
    tells(teacher, STORY)
    chooses_way(teacher, STORY, way="Contact with the Duty and Assessment team", basis="Significant harm")
    talks(teacher, STORY, team="Duty and Assessment")
    asks_mother(teacher, STORY, agrees=False)
    asks_lead(teacher, STORY, "His mother said no, and he is afraid to go home today.")

    lead = arrives(world.lead)
    opens_desk(lead, STORY, "Ashdown")
    lead.reads(
        STORY.account, HURT.seen, ABUSE.seen, "Leave us be.", "Robin told me that he is hit.", "The midwife saw her on Friday."
    )
    answers(lead, STORY, "Approve", "He must be seen today.")

    teacher.goes("/")
    is_noticed(teacher, "what you asked before sharing has been answered")
    teacher.looks("blackpool-notices")
    teacher.page.go_back()
    teacher.follows("Robin")
    previews(teacher, ("Robin told me that he is hit at home.", "Leave us be.", "PREVIEW"))
    reference = confirms_and_sends(
        teacher, STORY, way="Without agreement, approved by an agency safeguarding lead", to="Duty and Assessment team"
    )
    sent = teacher.page.url

    worker = arrives(world.worker)
    takes(worker, STORY, reference, "Ashdown")
    recognises(worker, STORY, "Robin Ashdown", "Robin Ashdown: link them")
    worker.reads("3 weeks", "2nd contact", earlier.organisation.name)
    decides(
        worker,
        STORY,
        "Child protection enquiry",
        "Child protection",
        reasons="He says that he is hit.",
        next_steps="Seen today at school.",
        level_differs_why="Before the birth, too: it is one home.",
    )
    worker.follows("Open the assessment")
    worker.reads("strategy discussion", "45 working days")
    worker.looks("blackpool-assessment")

    teacher.goes(sent)
    teacher.reads("He says that he is hit.", "Seen today at school.", "Before the birth, too")
    teacher.looks("blackpool-sent-decided")
    teacher.presses("I have read this decision")
    looks_after_the_framework(
        arrives(world.admin), world, [sent, worker.page.url, f"/checks/{earlier.proposal.case_check_id}/"]
    )


def looks_after_the_framework(admin: Person, world: World, cases: list[str]) -> None:
    """The admin reads the framework and loads a changed one, which becomes a draft; no case is there for them."""
    admin.reads("You can open no child’s record")
    admin.looks("admin-home")
    admin.follows("Keeping Children Safe in Blackpool")
    admin.reads("Suspicion of non-accidental injury", "BP-CP-RI-01")
    admin.looks("admin-framework")
    fixture = (settings.BASE_DIR / "fixtures" / "frameworks" / "blackpool.yaml").read_text()
    admin.goes("/partnership/load/")
    changed = fixture.replace('version: "2"', 'version: "3"', 1).replace("from: 2018-01-01", "from: 2099-01-01", 1)
    hand_in(admin, changed.replace("Teenage pregnancy", "A pregnancy before 18", 1))
    admin.looks("admin-load")
    admin.presses("Load this file")
    admin.reads("is loaded as a draft", "A pregnancy before 18")
    admin.looks("admin-draft")
    for case in cases:
        admin.goes(case, status=404)
    assert framework_in_force(world.authority.slug, timezone.localdate()).version == "2"
