"""Why a front door is contacted, what it may decide and whom it asks: each of the front door for which the source lists it."""

import copy

import pytest
from django.utils.html import escape

from consent.rules.ways import Way
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.unit.thresholds.check_world import signed_in
from thresholds.rules.authority import AuthorityError, parse_authority
from thresholds.selectors.authorities import document_of

SELF_HARM = "Concerns about a family situation (e.g. parental substance misuse, young person's self harm)"


def route_to(world: World, door: str, level: str) -> str:
    routes = world.authority.content["routes"]
    return next(r["code"] for r in routes if r.get("document") and r.get("front_door") == door and level in r["levels"])


def check_at(world: World, level: str, code: str):
    route = route_to(world, "gateway", level)
    return judged_check(
        world, code=code, level=level, basis="early-help", route=route, kind="practice", framework="plymouth-2016"
    )


def test_gateway_has_its_eleven_reasons_and_the_hub_none(plymouth_hub: World):
    authority = document_of(plymouth_hub.authority)
    assert len(authority.reasons_at("gateway")) == 11
    assert authority.reasons_at("hub") == ()


def test_the_reasons_are_asked_under_the_route_and_kept_and_printed(plymouth_hub: World):
    check = check_at(plymouth_hub, "3", "P16-3-HEA-01")
    client = signed_in(plymouth_hub.practitioner)
    page = client.get(f"/checks/{check.pk}/routes/").content.decode()
    reason = next(r for r in document_of(plymouth_hub.authority).contact_reasons if r.text == SELF_HARM)
    asked = f'name="reasons_{check.route_code}" type="checkbox" value="{reason.code}"'
    assert " ".join(page.split()).count(asked) == 1
    answer = client.post(f"/checks/{check.pk}/routes/", {
        "allocated_worker": "no", "need": "none", "route": check.route_code, "basis": "early-help",
        f"reasons_{check.route_code}": [reason.code],
    })  # fmt: skip
    assert answer.status_code == 302
    ask_mother(check, MOTHER_YES, plymouth_hub.practitioner)
    proposal = prepared(check, plymouth_hub.practitioner)
    assert proposal.content["reason"] == SELF_HARM
    again = client.get(f"/checks/{check.pk}/routes/").content.decode()
    assert f'value="{reason.code}" checked' in " ".join(again.split())


def test_a_reason_of_another_route_or_made_up_is_not_kept(plymouth_hub: World):
    check = check_at(plymouth_hub, "3", "P16-3-HEA-01")
    client = signed_in(plymouth_hub.practitioner)
    given = {"allocated_worker": "no", "need": "none", "route": check.route_code, "basis": "early-help"}
    assert client.post(f"/checks/{check.pk}/routes/", given | {f"reasons_{check.route_code}": ["NO-SUCH"]}).status_code == 422
    client.post(f"/checks/{check.pk}/routes/", given | {"reasons_OTHER": ["PLY-CR-01"]})
    with acting_as(plymouth_hub.practitioner.pk):
        check.refresh_from_db()
    assert check.contact_reasons == []


def test_the_front_door_is_offered_the_responses_and_checks_of_its_own_list(world: World):
    route = next(r for r in world.authority.content["routes"] if r["kind"] == "contact" and "child-protection" in r["levels"])
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route=route["code"])
    ask_mother(check, MOTHER_YES, world.practitioner)
    with acting_as(world.practitioner.pk):
        contact = contact_send(
            proposal=prepared(check, world.practitioner), way=Way.AGREEMENT, reasons="", recipient_id=world.door.pk,
            by=world.practitioner, at=NOW,
        )  # fmt: skip
    authority = document_of(world.authority)
    page = signed_in(world.worker).get(f"/front-door/contacts/{contact.pk}/").content.decode()
    assert [option.name for option in authority.responses_at(world.door.code) if option.name not in page] == []
    note = signed_in(world.worker).get(f"/front-door/contacts/{contact.pk}/note/?kind=check").content.decode()
    assert [item.text for item in authority.checks_at(world.door.code) if escape(item.text) not in note] == []


@pytest.mark.parametrize("name", ["contact_reasons", "response_options", "agency_checks"])
def test_a_list_for_a_front_door_that_is_not_there_is_refused_with_its_path(world: World, name: str):
    document = copy.deepcopy(world.authority.content)
    document[name][0]["front_doors"] = ["no-such-door"]
    with pytest.raises(AuthorityError, match=f"{name}.*no front door no-such-door"):
        parse_authority(document)


def test_what_names_a_front_door_is_for_it_alone(world: World):
    document = copy.deepcopy(world.authority.content)
    door = document["front_doors"][0]["code"]
    document["front_doors"].append(document["front_doors"][0] | {"code": "second", "reference_prefix": "SEC"})
    for name in ("contact_reasons", "response_options", "agency_checks"):
        document[name][0]["front_doors"] = ["second"]
    authority = parse_authority(document)
    for at in (authority.reasons_at, authority.responses_at, authority.checks_at):
        assert len(at("second")) == len(at(door)) + 1
