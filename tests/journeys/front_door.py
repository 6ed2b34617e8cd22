"""What a front door's journeys begin with: contacts that have arrived, a decision, a family that is known."""

import datetime
from collections.abc import Callable

from django.test import Client

from consent.rules.ways import Way
from partnerships.models import User
from referrals.models import Contact
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.sending import contact_send
from referrals.services.triage import child_is_new, contact_take
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World

LATER = NOW + datetime.timedelta(hours=21, minutes=30)
S47 = Deciding(outcome="s47", level="child-protection", reasons="Robin says that he is hit.", next_steps="Seen today.")
ANSWERS = {"former": "", "response": "BP-RO-S47", "level": "child-protection", "reasons": "Two accounts that do not fit."}
SignIn = Callable[[User], Client]


def sent(world: World, at: datetime.datetime = NOW, *, urgent: bool = False, kind: str = "live") -> Contact:
    route = next(
        r["code"] for r in world.authority.content["routes"] if r["kind"] == "contact" and "child-protection" in r["levels"]
    )
    check = judged_check(
        world, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route, at=at, kind=kind,
        urgency="today" if urgent else "neither",
    )  # fmt: skip
    ask_mother(check, MOTHER_NO if urgent else MOTHER_YES, world.practitioner, at)
    proposal = prepared(check, world.practitioner, at)
    with acting_as(world.practitioner.pk):
        return contact_send(
            proposal=proposal, way=Way.URGENT if urgent else Way.AGREEMENT, reasons="He is alone with Robin." * urgent,
            recipient_id=world.door.pk, by=world.practitioner, at=at,
        )  # fmt: skip


def decided(world: World, deciding: Deciding = S47, at: datetime.datetime = NOW) -> Contact:
    contact = sent(world, at)
    with acting_as(world.worker.pk):
        contact_decide(contact=contact, deciding=deciding, by=world.worker, at=at)
    return contact


def says_why(client: Client, path: str) -> None:
    """Open a record in which one has no part: asked why, then let in until the end of the day."""
    assert "Why do you need to open this?" in page(client, path, 403)
    given = {"opening-asked": "get", "opening-reason": "oversight", "opening-words": "I supervise who decided this."}
    assert client.post(path, given)["Location"] == path


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def known_family(world: World) -> Contact:
    """The same children three weeks before, recorded as new, decided as early help."""
    contact = sent(world, NOW - datetime.timedelta(days=21))
    deciding = Deciding(
        outcome="early-help", level="early-help", reasons="Help is enough.", level_differs_why="Seen.", advice="Begin it.",
        what_would_change="A new injury.",
    )  # fmt: skip
    with acting_as(world.worker.pk):
        contact_take(contact=contact, by=world.worker, at=NOW - datetime.timedelta(days=21))
        for child in contact.children.all():
            child_is_new(child=child, by=world.worker, at=NOW - datetime.timedelta(days=21))
        contact_decide(contact=contact, deciding=deciding, by=world.worker, at=NOW - datetime.timedelta(days=20))
    return contact
