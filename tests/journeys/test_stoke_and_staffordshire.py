"""One framework, two authorities: each page by page from what was judged to its own front door."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.test import Client

from clocks.models import Clock
from referrals.models import Contact, ParentTold
from tests.journeys.front_door import SignIn, page
from tests.journeys.steps import judged_check, mother
from tests.journeys.world import LONDON, NOW, World
from tests.roles import as_factory
from thresholds.models import Check

ABUSED = "SS-4-REL-05"
MISSING = "SS-4-GUI-04"
EVENING = datetime.datetime(2026, 11, 18, 18, 30, tzinfo=LONDON)
SATURDAY = datetime.datetime(2026, 11, 21, 11, 0, tzinfo=LONDON)
LINE, TEAM, RESPONSE = "01782 237460", "01782 235100", "0800 13 13 126"
MARF, FIRST = "SOT-RT-CO-02", "STF-RT-CO-02"
WHEN = {"day_day": "18", "day_month": "11", "day_year": "2026", "time": "9am"}
ASKED = WHEN | {
    "asked": "yes", "how": "face-to-face", "who_asked": "me", "their_words": "If it helps Robin.",
    "explained": ["explained_why", "explained_what", "explained_with_whom", "explained_purpose"],
}  # fmt: skip
YES = ASKED | {"answer": "agreed", "reach": "whole"}
NO = ASKED | {
    "answer": "refused", "their_words": "Leave us be.", "why_declined": "Afraid of losing the children.",
    "ground_refused": "SS-GR-04", "note_refused": "He is afraid to go home, and his mother cannot keep him safe.",
}  # fmt: skip


def judged(world: World, route: str, *, at: datetime.datetime = NOW) -> Check:
    return judged_check(world, code=ABUSED, level="4", basis="s47", route=route, at=at)


def says(browser: Client, check: Check, answer: dict[str, object]) -> None:
    with as_factory():
        person = mother(check)
    assert browser.post(f"/checks/{check.pk}/agreement/{person.pk}/", answer).status_code == 302


def sends(browser: Client, check: Check, way: str) -> Contact:
    shown = page(browser, f"/checks/{check.pk}/send/")
    given = {"way": way, "confirmed": "on"}
    for name in ("recipient", "content"):
        found = re.search(rf'name="{name}" value="([^"]+)"', shown)
        assert found
        given[name] = found[1]
    answer = browser.post(f"/checks/{check.pk}/send/", given)
    assert answer.status_code == 302, answer.content.decode()
    with as_factory():
        return Contact.objects.select_related("document", "front_door").get(proposal__case_check=check)


def test_a_marf_with_agreement_reaches_the_safeguarding_referral_team(stoke: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        check, browser = judged(stoke, MARF), sign_in(stoke.practitioner)
        given = {"allocated_worker": "no", "route": MARF, "basis": "s47"}
        assert browser.post(f"/checks/{check.pk}/routes/", given).url == f"/checks/{check.pk}/agreement/"
        says(browser, check, YES)
        contact = sends(browser, check, "agreement")
        content = contact.document.content
    assert contact.front_door == stoke.door
    assert contact.reference.startswith("SOT-")
    assert content["framework"]["title"] == "Accessing the Right Help at the Right Time"
    assert "Multi-Agency Referral Form" in contact.document.title
    with time_machine.travel(NOW, tick=False):
        assert contact.reference in page(sign_in(stoke.worker), f"/front-door/contacts/{contact.pk}/")
        page(sign_in(stoke.other_worker), f"/front-door/contacts/{contact.pk}/", status=404)


def test_against_the_parents_wishes_it_leaves_with_a_managers_approval_and_the_parent_is_told(
    stoke: World, sign_in: SignIn
) -> None:
    with time_machine.travel(NOW, tick=False):
        check, browser = judged(stoke, MARF), sign_in(stoke.practitioner)
        says(browser, check, NO)
        agreement = page(browser, f"/checks/{check.pk}/agreement/")
        assert "approval of a manager, designated senior person or named professional" in agreement
        refused = browser.post(f"/checks/{check.pk}/send/", {"way": "agreement", "confirmed": "on"})
        assert refused.status_code == 422
        asked = browser.post(f"/checks/{check.pk}/lead/", {"why": "She said no; he is hit.", "concern": "no"})
        assert asked.status_code == 302
        with as_factory():
            proposal = check.proposals.get()
        answer = {"decision": "approve", "reasons": "Harm is likely.", "read_hash": proposal.content_hash}
        assert sign_in(stoke.lead).post(f"/lead/{proposal.pk}/", answer).status_code == 302
        contact = sends(browser, check, "approval")
        told = page(browser, f"/contacts/{contact.pk}/")
    said = contact.document.content["agreement"]
    assert said["way"]["lead"] == "Lee Lead"
    assert "Leave us be." in str(said)
    assert "Having taken full account of the parent’s wishes" in str(said)
    assert "Tell Kerry Ashdown" in told
    with as_factory():
        assert ParentTold.objects.get().contact == contact


def test_a_child_in_need_is_not_shared_against_a_refusal(stoke: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        check = judged_check(stoke, code=ABUSED, level="4", basis="s17", route=MARF)
        browser = sign_in(stoke.practitioner)
        says(browser, check, NO | {"ground_refused": "none", "note_refused": ""})
        shown = page(browser, f"/checks/{check.pk}/send/")
    assert "This basis needs agreement" in shown
    with as_factory():
        assert not Contact.objects.exists()


def test_the_consultation_line_is_offered_while_it_is_open(stoke: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        check = judged(stoke, MARF)
        shown = page(sign_in(stoke.practitioner), f"/checks/{check.pk}/routes/")
    assert LINE in shown
    assert "SOT-RT-AD-01" in shown
    assert "While the consultation line is closed" not in shown


@pytest.mark.parametrize("at", [EVENING, SATURDAY], ids=["in the evening", "on a Saturday"])
def test_outside_its_hours_the_page_gives_the_other_route(stoke: World, sign_in: SignIn, at: datetime.datetime) -> None:
    with time_machine.travel(at, tick=False):
        check, browser = judged(stoke, MARF, at=at), sign_in(stoke.practitioner)
        shown = page(browser, f"/checks/{check.pk}/routes/")
        numbers = page(browser, "/directory/")
    assert "SOT-RT-AD-01" not in shown
    assert "While the consultation line is closed" in shown
    assert TEAM in shown
    assert "Closed now" in numbers
    assert "Monday to Friday, 09:00 to 16:00" in numbers


def test_first_response_is_spoken_to_before_anything_is_written(staffordshire: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        check, browser = judged(staffordshire, FIRST), sign_in(staffordshire.practitioner)
        given = {"allocated_worker": "no", "route": FIRST, "basis": "s47"}
        assert browser.post(f"/checks/{check.pk}/routes/", given).url == f"/checks/{check.pk}/conversation/"
        assert RESPONSE in page(browser, f"/checks/{check.pk}/conversation/")
        spoken = WHEN | {
            "token": str(uuid.uuid4()), "kind": "front-door", "with_whom": "Duty social worker", "written_asked": "yes",
            "said": "What Robin told us.", "advised": "Send the enquiry today.",
        }  # fmt: skip
        assert browser.post(f"/checks/{check.pk}/conversation/", spoken).status_code == 302
        says(browser, check, YES)
        contact = sends(browser, check, "agreement")
    assert contact.front_door == staffordshire.door
    assert contact.reference.startswith("STF-")
    assert contact.document.title.startswith("First Response enquiry")
    with as_factory():
        due = Clock.objects.get(subject_id=contact.pk, rule="decision").due_at
    assert due == NOW + datetime.timedelta(hours=24)


def test_each_authority_asks_in_its_own_way_of_working(stoke: World, staffordshire: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        in_stoke, in_staffordshire = (
            worries_page(world, route, sign_in) for world, route in ((stoke, MARF), (staffordshire, FIRST))
        )
    assert "What makes it harder for this family" in in_stoke
    assert "house of worries" in in_stoke
    assert "bottom line" not in in_stoke
    assert "What do we do here with the family, and what to them or for them?" in in_staffordshire
    assert "house of worries" not in in_staffordshire


def worries_page(world: World, route: str, sign_in: SignIn) -> str:
    check = judged(world, route)
    with as_factory():
        child = check.children.order_by("position").first()
    return page(sign_in(world.practitioner), f"/checks/{check.pk}/children/{child.pk}/worries/")


def test_missing_episodes_are_asked_in_ninety_days_and_drawn_on_the_windscreen(stoke: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        check = judged_check(stoke, code=MISSING, level="4", basis="s47", route=MARF)
        with as_factory():
            child = check.children.order_by("position").first()
        browser = sign_in(stoke.practitioner)
        worries = page(browser, f"/checks/{check.pk}/children/{child.pk}/worries/")
        evidence = page(browser, f"/checks/{check.pk}/children/{child.pk}/evidence/")
    assert "Was the child missing from home three times or more within any 90 days?" in worries
    assert MISSING in evidence
    assert "Rings, rim to hub: child, parents, family" in evidence
