"""Whatever changes what stands: overtaken, it shows both texts, who saved the other and when, and a way to keep either."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from pages.editing import OPENED, EditPage
from pages.views import FormPage
from partnerships.models import Role, User
from referrals.models import Assessment, ContactMatch
from referrals.rules.narrowing import Filters
from referrals.services.inbox import view_save
from referrals.services.missing import Episode, episode_record
from referrals.services.triage import child_is_new
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.journeys.front_door import SignIn, decided, says_why, sent
from tests.journeys.steps import judged_check, mother
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.models import Check

ADDS = {
    "clocks:day_off_add": "a day that is on the list already is refused",
    "clocks:day_off_remove": "a day that is no longer on the list is refused",
    "clocks:timescale": "a rule from another day is added; a second from the same day is refused",
    "consent:away": "adds",
    "consent:back": "ended once",
    "consent:hand_over": "adds; the last stands",
    "consent:withdraw": "withdrawn once; the second is told",
    "consent:ask_lead": "asks; what was asked before stays",
    "consent:refusal": "each answer stands; once the check is closed the second is told",
    "consent:review": "one decision on one content: the second lead is told who decided, in test_overtaken.py",
    "documents:verify": "writes nothing",
    "pages:style": "writes nothing",
    "partnerships:sign_in": "signs in",
    "people:back_in": "ended once; the second is told that it is no longer there",
    "people:emergency": "opens; what is open already is given as it is",
    "people:emergency_review": "reviewed once; the second reads both, in tests/security/test_emergency_access.py",
    "people:know_check": "adds",
    "people:know_contact": "adds",
    "people:lift_check": "lifted once; the second is told",
    "people:lift_contact": "lifted once; the second is told",
    "people:who_check": "changes only whom its page showed otherwise, in tests/security/test_need_to_know.py",
    "people:who_contact": "changes only whom its page showed otherwise, in tests/security/test_need_to_know.py",
    "referrals:add": "adds",
    "referrals:complete": "happens once; the second is told, in test_overtaken.py",
    "referrals:contact": "decides on the decision that was read; the others are told, in tests/reliability",
    "referrals:disagree": "raised once",
    "referrals:disagreement": "adds",
    "referrals:inbox": "finds",
    "referrals:view_add": "adds",
    "referrals:match": "said once; the second is told who said so, in tests/reliability",
    "referrals:note": "adds",
    "referrals:withdrawn": "withdrawn once; the second is told",
    "referrals:parent_told": "answered once",
    "referrals:send": "sends the content that was read, in test_overtaken.py",
    "referrals:seen": "adds; each sighting stands beside the others",
    "referrals:strategy": "adds",
    "referrals:advice_new": "adds; sent twice it is one",
    "referrals:call": "adds; sent twice it is one",
    "referrals:call_draft": "keeps what its taker alone types",
    "referrals:find_child": "writes nothing",
    "referrals:join": "joined once: the second is told",
    "referrals:unjoin": "taken apart once: the second is told",
    "referrals:merge": "answered once: the second is told",
    "referrals:merge_ask": "asks; asked about already, it is refused",
    "referrals:missing": "adds",
    "referrals:strategy_call": "adds; the former time stays",
    "referrals:action_add": "adds",
    "referrals:action_close": "closed once; the second is told",
    "referrals:conference": "said once; the second is told",
    "referrals:conference_held": "held once; the second is told",
    "referrals:extend": "said once; the second is told",
    "thresholds:adult_add": "adds",
    "thresholds:call": "adds",
    "thresholds:child_add": "adds",
    "thresholds:conversation": "adds",
    "thresholds:first_view": "the first one stands",
    "thresholds:framework_load": "a version that is published is frozen",
    "thresholds:matrix_row": "shows both, in tests/unit/thresholds/test_matrix.py",
    "thresholds:moves": "shows both, in tests/unit/thresholds/test_moves.py",
    "thresholds:new": "begins",
}
"""Forms that write over nothing, and why."""

HIT = "BP-CP-RI-01"
ASKED = {
    "asked": "yes", "how": "phone", "day_day": "18", "day_month": "11", "day_year": "2026", "time": "9:00", "answer": "agreed",
    "who_asked": "me", "reach": "whole",
}  # fmt: skip
DECIDING = {
    "finding": "competent", "who_judged": "me", "day_day": "18", "day_month": "11", "day_year": "2026", "time": "9:00",
}  # fmt: skip
HOME = {"postcode": "FY1 1AA", "place": "lives"}
JUDGED = {"level": "child-protection", "child_views": "She draws."}
CHILD = {"family_name": "Ashdown", "how_old": "unknown"}
EPISODE = {
    "from_day_day": "16", "from_day_month": "11", "from_day_year": "2026", "from_time": "10:00", "away_from": "home",
    "is_found": "no", "interview": "not-yet", "why_changed": "The police say so.",
}  # fmt: skip
ADULT = {"relation": "mother", "parental_responsibility": "yes"}


@dataclass(frozen=True)
class Edit:
    """One form: where, by whom, what is the same in both, and the field with what the first and the second wrote."""

    path: str
    first: Client
    second: Client
    same: dict[str, Any]
    field: str
    texts: tuple[str, str]
    shown: tuple[str, str]
    saved_by: str
    keeps_first: bool = False


Make = Callable[["Scene"], Edit]


class Scene:
    """A check that is ready to be sent, and an assessment that runs."""

    def __init__(self, world: World, sign_in: SignIn) -> None:
        self.world, self.sign_in = world, sign_in

    def check(self) -> Check:
        return judged_check(
            self.world, code=HIT, level="child-protection", basis="s47", route="BP-RT-CP-01", at=NOW
        )  # fmt: skip

    def of_check(self, name: str, same: dict[str, Any], field: str, **ids: Any) -> Edit:
        check = self.check()
        ids = {key: find(check) for key, find in ids.items()}
        path = reverse(name, kwargs={"check_id": check.pk, **ids})
        by = self.sign_in(self.world.practitioner)
        texts = ("What was written first", "What was written second")
        return Edit(path, by, by, same, field, texts, texts, "Pat Practitioner")

    def of_assessment(self, name: str, same: dict[str, Any], field: str, keeps_first: bool = False, **ids: Any) -> Edit:
        contact = decided(self.world)
        with as_factory():
            assessment = Assessment.objects.get(contact=contact)
        path = reverse(name, kwargs={"assessment_id": assessment.pk, **ids})
        texts = ("What was written first", "What was written second")
        return self.at_door(path, same, field, texts, texts, keeps_first)

    def of_agency(self) -> Edit:
        first, second = self.sign_in(self.world.lead), self.sign_in(self.world.second_lead)
        hours = ("3", "5")
        return Edit(reverse("consent:arrange"), first, second, {"approver": "none"}, "answers_within", hours, hours, "")

    def at_door(self, path: str, same: dict, field: str, texts: Any, shown: Any, keeps_first: bool = False) -> Edit:
        first, second = self.sign_in(self.world.worker), self.sign_in(self.world.manager)
        if second.get(path).status_code == 403:
            says_why(second, path)
        return Edit(path, first, second, same, field, texts, shown, "Wyn Worker", keeps_first)

    def colleagues(self) -> tuple[User, User]:
        with as_factory():
            people = [UserFactory(name=name) for name in ("Ann First", "Bea Second")]
            for person in people:
                MembershipFactory(user=person, role=Role.FRONT_DOOR, front_door=self.world.door)
        return people[0], people[1]

    def handed(self, path: str, field: str) -> Edit:
        one, two = self.colleagues()
        return self.at_door(path, {}, field, (str(one.pk), str(two.pk)), (one.name, two.name))

    def was_missing(self) -> Edit:
        with acting_as(self.world.worker.pk):
            contact = sent(self.world)
            child_is_new(child=contact.children.first(), by=self.world.worker, at=NOW)
            match = ContactMatch.objects.get(child__contact=contact, kind="new")
            gone = NOW - datetime.timedelta(days=2)
            was = Episode(missing_from=gone, away_from="home", reported_by="His mother, to the police")
            episode = episode_record(child=match.person, episode=was, by=self.world.worker, at=NOW)
        texts = ("What was written first", "What was written second")
        path = reverse("referrals:episode", args=[episode.pk])
        return self.at_door(path, EPISODE, "reported_by", texts, texts, keeps_first=True)

    def own_view(self) -> Edit:
        """One's own in two tabs."""
        by = self.world.worker
        with acting_as(by.pk):
            view = view_save(name="Babies", filters=Filters(), by=by, at=NOW)
        client, texts = self.sign_in(by), ("Named first", "Named second")
        return Edit(reverse("referrals:view_edit", args=[view.pk]), client, client, {}, "name", texts, texts, "")

    def agreed(self) -> Edit:
        contact = decided(self.world)
        with as_factory():
            assessment = Assessment.objects.get(contact=contact)
            second = UserFactory(name="Bea Second")
            MembershipFactory(user=second, role=Role.FRONT_DOOR_MANAGER, front_door=self.world.door)
        path = reverse("referrals:agreed", args=[assessment.pk])
        by = [self.sign_in(person) for person in (self.world.manager, second)]
        for client in by:
            if client.get(path).status_code == 403:
                says_why(client, path)
        day = {"complete_on_day": "9", "complete_on_month": "12", "complete_on_year": "2026"}
        texts = ("What was written first", "What was written second")
        return Edit(path, by[0], by[1], day, "why", texts, texts, self.world.manager.name)

    def allocated(self) -> Edit:
        contact = decided(self.world)
        with as_factory():
            assessment = Assessment.objects.get(contact=contact)
        return self.handed(reverse("referrals:allocate", args=[assessment.pk]), "worker")


def asked_of(check: Check) -> Any:
    with as_factory():
        return mother(check).pk


def decided_for(check: Check) -> Any:
    with as_factory():
        return check.children.get(person__given_name="Robin").person_id


def member(check: Check) -> Any:
    with as_factory():
        return check.household.members.get(person__kind="adult").pk


def child(check: Check) -> Any:
    with as_factory():
        return check.children.get(person__given_name="Robin").pk


EDITS: dict[str, Make] = {
    "thresholds:account": lambda s: s.of_check("thresholds:account", {}, "account"),
    "thresholds:child_change": lambda s: s.of_check("thresholds:child_change", CHILD, "given_name", child_id=child),
    "thresholds:adult_change": lambda s: s.of_check("thresholds:adult_change", ADULT, "contact_details", member_id=member),
    "thresholds:home": lambda s: s.of_check("thresholds:home", HOME | {"authority": s.world.authority.pk}, "lines"),
    "thresholds:evidence": lambda s: s.of_check("thresholds:evidence", JUDGED, "why", child_id=child),
    "thresholds:routes": lambda s: s.of_check(
        "thresholds:routes", {"allocated_worker": "no", "route": "BP-RT-CP-01", "basis": "s47"}, "action_BP-AC-01"
    ),
    "thresholds:worries": lambda s: s.of_check(
        "thresholds:worries", {"tick": HIT, "was": HIT, "do": "stay"}, f"{HIT}-seen", child_id=child
    ),
    "consent:asking": lambda s: s.of_check("consent:asking", ASKED, "their_words", person_id=asked_of),
    "consent:arrange": lambda s: s.of_agency(),
    "consent:deciding": lambda s: s.of_check("consent:deciding", DECIDING, "reasons", person_id=decided_for),
    "referrals:checkpoint": lambda s: s.of_assessment(
        "referrals:checkpoint", {"done": "Seen"}, "decided", keeps_first=True, rule="checkpoint-10"
    ),
    "referrals:hand_over": lambda s: s.handed(reverse("referrals:hand_over", args=[sent(s.world).pk]), "owner"),
    "referrals:allocate": lambda s: s.allocated(),
    "referrals:episode": lambda s: s.was_missing(),
    "referrals:view_edit": lambda s: s.own_view(),
    "referrals:agreed": lambda s: s.agreed(),
}


def pages_of(patterns: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    for found in patterns:
        if isinstance(found, URLResolver):
            yield from pages_of(found.url_patterns, found.namespace or space)
        else:
            yield f"{space}:{found.name}", getattr(found.callback, "view_class", object)


def test_every_form_writes_over_nothing_or_shows_both_texts() -> None:
    forms = {name: page for name, page in pages_of(get_resolver().url_patterns) if issubclass(page, FormPage)}
    edits = {name for name, page in forms.items() if issubclass(page, EditPage)}
    assert edits == set(EDITS) - {"thresholds:worries"}
    assert set(forms) - edits == set(ADDS)


@pytest.fixture
def scene(blackpool: World, sign_in: SignIn) -> Iterator[Scene]:
    with time_machine.travel(NOW + datetime.timedelta(hours=1), tick=False):
        yield Scene(blackpool, sign_in)


def hidden_in(html: str) -> dict[str, str]:
    """The hidden fields of the page's own form: that with the mark of what it showed, where one has it."""
    main = html.split("<main")[1].split("</main")[0]
    own = [form for form in re.findall(r"<form.*?</form>", main, re.S) if f'name="{OPENED}"' in form]
    return inputs_of(own[0] if own else main, 'type="hidden"')


def kept_mine(html: str) -> dict[str, str]:
    [form] = [part for part in re.findall(r"<form.*?</form>", html, re.S) if "Keep what I wrote" in part]
    return inputs_of(form, "<input")


def inputs_of(html: str, having: str) -> dict[str, str]:
    """Name → value of inputs."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html, re.S):
        name, value = (re.search(rf'{of}="([^"]*)"', tag, re.S) for of in ("name", "value"))
        if having in tag and name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1]) if value else ""
    return found


@pytest.mark.parametrize("name", sorted(EDITS))
def test_whoever_is_second_reads_both_texts_and_keeps_either(scene: Scene, name: str) -> None:
    edit = EDITS[name](scene)
    opened = hidden_in(edit.second.get(edit.path).content.decode())
    first, second = ({**opened, **edit.same, edit.field: text} for text in edit.texts)
    assert edit.first.post(edit.path, first).status_code in {200, 302}
    answer = edit.second.post(edit.path, second)
    shown = answer.content.decode()
    assert answer.status_code == 409, shown[:3000]
    for words in (*edit.shown, edit.saved_by, "There now", "What you wrote", "Keep what is there now"):
        assert words in shown, words
    if name not in {"referrals:view_edit", "consent:arrange"}:  # neither holds when it was last recorded
        assert "11:00" in shown
    if edit.keeps_first:
        assert "Keep what I wrote" not in shown
        return
    assert edit.second.post(edit.path, kept_mine(shown)).status_code in {200, 302}
    again = edit.second.post(edit.path, {**first, "opened": opened.get("opened", "")})
    assert edit.shown[1] in again.content.decode()


@pytest.mark.parametrize("name", sorted(EDITS))
def test_the_same_words_twice_are_no_conflict(scene: Scene, name: str) -> None:
    edit = EDITS[name](scene)
    sending = {**hidden_in(edit.second.get(edit.path).content.decode()), **edit.same, edit.field: edit.texts[0]}
    assert edit.first.post(edit.path, sending).status_code in {200, 302}
    expected = {409, 422} if edit.keeps_first else {200, 302}
    assert edit.first.post(edit.path, sending).status_code in expected
