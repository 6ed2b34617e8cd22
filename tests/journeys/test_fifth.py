"""A framework that no Python knows, by HTTP: each page answers, each answer is kept, and the contact is decided."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from clocks.models import Clock
from consent.services.proposals import proposal_ask
from consent.services.reviews import review_decide
from referrals.models import Assessment, Contact
from rowsecurity.session import acting_as
from tests.fifth.world import island
from tests.journeys.front_door import SignIn
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.models import Check, FrameworkVersion

TOLD, COLD, UNSAFE = "FH-GA-BOD-01", "FH-SW-HOM-01", "FH-ST-HOM-01"


@pytest.fixture
def farholm(db: None) -> World:
    with time_machine.travel(NOW, tick=False):
        return island()


class Walk:
    """One check, page by page, as its author sends them."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def posts(self, path: str, **given: Any) -> str:
        """Send a page that must be taken; where it leads."""
        answer = self.client.post(path, {name.replace("__", "-"): value for name, value in given.items()})
        assert answer.status_code == 302, answer.content.decode()[:4000]
        return answer["Location"]

    def reads(self, path: str, *words: str) -> str:
        page = self.client.get(path)
        assert page.status_code == 200, path
        text = page.content.decode()
        assert [word for word in words if word not in text] == []
        return text


def test_a_contact_is_made_sent_and_decided_on_the_islands_own_terms(farholm: World, sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        _walk(farholm, sign_in)


def _walk(farholm: World, sign_in: SignIn) -> None:
    by = farholm.practitioner
    check = judged_check(farholm, code=COLD, level="gale", basis="s47", route="FH-RT-04")
    walk = Walk(sign_in(by))
    at = f"/checks/{check.pk}"
    with as_factory():
        child = check.children.first()
    mine = f"{at}/children/{child.pk}"
    page = walk.reads(f"{mine}/worries/", "Have you used the Lantern Check?", "The hearth", "Anchors")
    shown = page.split(f'name="{COLD}-old"')[1].split('value="')[1].split('"')[0]
    walk.posts(f"{mine}/worries/", do="stop", tick=[COLD, TOLD], was=[COLD], **{
        f"{COLD}__old": shown, f"{COLD}__tool": "FH-TL-01", f"{COLD}__shown_FH-TL-01": "dark",
    })  # fmt: skip
    evidence = walk.reads(f"{mine}/evidence/", "Gale", TOLD, UNSAFE, "W4", "Body and heart")
    assert f"({COLD})" not in evidence
    walk.posts(f"{mine}/matrix/FH-MX-02/", level="ripple", why="Only the porch leaks.", version="0")
    walk.posts(f"{mine}/evidence/", level="gale", why="He said so.")
    walk.reads(f"{at}/account/")
    walk.posts(f"{at}/routes/", allocated_worker="no", route="FH-RT-04", basis="s47", **{"reasons_FH-RT-04": ["FH-CR-01"]})
    walk.posts(f"{at}/moves/", version=_version(check), group_0=["FH-MV-01"])
    ask_mother(check, MOTHER_YES, by)
    walk.reads(f"{at}/agreement/", "The keeper advises before any signal.")
    _advised(farholm, check)
    page = walk.reads(f"{at}/send/", "The Harbour Desk", "With agreement")
    walk.posts(
        f"{at}/send/", way="agreement", content=page.split('name="content" value="')[1].split('"')[0],
        recipient=str(farholm.door.pk), confirmed="on", confirm="on", checked="on",
    )  # fmt: skip
    _decided(farholm, sign_in)


def _version(check: Check) -> int:
    with as_factory():
        return Check.objects.get(pk=check.pk).version


def _advised(farholm: World, check: Check) -> None:
    proposal = prepared(check, farholm.practitioner)
    with acting_as(farholm.practitioner.pk):
        proposal = proposal_ask(proposal=proposal, why="The Compass asks for it.", by=farholm.practitioner, at=NOW)
    with acting_as(farholm.lead.pk):
        review_decide(
            proposal=proposal, decision="advise", reasons="Send it.", read_hash=proposal.content_hash, by=farholm.lead, at=NOW
        )


def _decided(farholm: World, sign_in: SignIn) -> None:
    worker = Walk(sign_in(farholm.worker))
    with as_factory():
        contact = Contact.objects.get()
        content = contact.document.content
        due = Clock.objects.get(subject_id=contact.pk, rule="decision").due_at
    assert contact.reference.startswith("FAR-")
    assert due == NOW + datetime.timedelta(hours=6)
    assert content["marking"] == "ISLAND-CONFIDENTIAL"
    assert content["sections"][:4] == ["agreement", "worry", "children", "family"]
    assert len(content["sections"]) == 7
    assert content["reason"] == "A child has told somebody"
    assert content["moves"][0]["text"] == "Mend one thing in the house together"
    assert {row["text"]: row["code"] for row in content["children"][0]["matrix"]} == {"Body and heart": "W4", "Home": "W1"}
    address = f"/front-door/contacts/{contact.pk}/"
    worker.reads(address, "Boats out", "A tide table", "What tomorrow is like", "Only the porch leaks.")
    worker.posts(address, former="", response="FH-RO-S47", level="gale", reasons="He says so.", abuse_category="FH-AB-01",
                 key_factors=["FH-KF-01"], next_steps="A boat at once.")  # fmt: skip
    with as_factory():
        assessment = Assessment.objects.get()
        limit = Clock.objects.get(subject_id=assessment.pk, rule="assessment-limit").due_at
    assert limit.date() == datetime.date(2027, 1, 4)


def test_only_the_island_is_loaded_and_its_framework_is_read_whole(farholm: World, sign_in: SignIn) -> None:
    with as_factory():
        version = FrameworkVersion.objects.get()
    page = sign_in(farholm.admin).get(f"/frameworks/farholm-compass/{version.version}/").content.decode()
    entries = version.framework_document().indicators
    assert [entry.code for entry in entries if entry.code not in page] == []
