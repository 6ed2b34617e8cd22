"""Each child in a contact has an outcome and a level of their own, whether the decision is one for all or one for each."""

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from referrals.models import Assessment, Contact, ContactChild, Decision, DecisionForChild
from referrals.services.decisions import Deciding, ForChild, contact_decide, contact_decide_again
from rowsecurity.session import acting_as
from tests.journeys.front_door import S47, SignIn, page, sent
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import CheckRefused

pytestmark = pytest.mark.usefixtures("at_half_past_seven")
FORM = {
    "former": "", "separately": "yes", "reasons": "Two accounts of Robin’s bruise. Ivy is well.", "advice": "Keep seeing Ivy.",
    "what_would_change": "A mark on Ivy.",
    "child0_outcome": "BP-RO-S47", "child0_level": "child-protection", "child0_reasons": "Robin is not safe tonight.",
    "child1_outcome": "BP-RO-S17", "child1_level": "child-protection",
    "child9_outcome": "BP-RO-EH", "child9_level": "early-help", "child9_reasons": "Ivy was seen and is well.",
}  # fmt: skip


def of_three(world: World) -> tuple[Contact, list[ContactChild]]:
    """Robin and an unborn child, whom the referrer placed at the highest level, and Ivy, whom they placed at early help."""
    contact = sent(world)
    with as_factory():
        ContactChild.objects.create(
            contact=contact, position=9, given_name="Ivy", family_name="Sample", level="early-help",
            suggested="universal",
        )  # fmt: skip
        return contact, list(contact.children.order_by("position"))


def separately(children: list[ContactChild]) -> Deciding:
    robin, unborn, ivy = children
    return Deciding(
        reasons="Two accounts of Robin’s bruise.", advice="Keep seeing Ivy.", what_would_change="A mark on Ivy.",
        each=(
            ForChild(child=robin.pk, outcome="s47", level="child-protection"),
            ForChild(child=unborn.pk, outcome="s17", level="child-protection"),
            ForChild(child=ivy.pk, outcome="early-help", level="early-help", reasons="Ivy is well."),
        ),
    )  # fmt: skip


def decide(world: World, contact: Contact, deciding: Deciding, at: datetime.datetime = NOW) -> Decision:
    with acting_as(world.worker.pk):
        return contact_decide(contact=contact, deciding=deciding, by=world.worker, at=at)


def test_each_child_has_a_line_and_the_highest_outcome_starts_the_clocks(blackpool: World) -> None:
    contact, children = of_three(blackpool)
    decision = decide(blackpool, contact, separately(children))
    with acting_as(blackpool.worker.pk):
        lines = decision.lines
    assert [(line.child, line.outcome, line.level) for line in lines] == [
        (children[0], "s47", "child-protection"), (children[1], "s17", "child-protection"),
        (children[2], "early-help", "early-help"),
    ]  # fmt: skip
    assert (decision.outcome, decision.level) == ("s47", "child-protection")
    with acting_as(blackpool.worker.pk):
        assessment = Assessment.objects.get(contact=contact)
        assert assessment.harm_likely
        assert Clock.objects.open().on("assessment", assessment.pk).filter(rule="child-seen-urgent").exists()


def test_one_decision_for_all_says_why_it_differs_for_any_child(blackpool: World) -> None:
    contact, children = of_three(blackpool)
    with pytest.raises(CheckRefused) as refused:
        decide(blackpool, contact, S47)
    assert refused.value.field == "level_differs_why"
    decision = decide(blackpool, contact, replace(S47, level_differs_why="Ivy lives with the same adult."))
    with acting_as(blackpool.worker.pk):
        assert [(line.child, line.outcome) for line in decision.lines] == [(child, "s47") for child in children]
        assert decision.separate == []


def test_a_child_left_out_or_of_another_contact_or_unexplained_is_refused_and_nothing_is_decided(blackpool: World) -> None:
    contact, children = of_three(blackpool)
    whole = separately(children)
    robin, unborn, ivy = whole.each
    for field, each in (
        ("each", (robin,)), ("each", (robin, unborn, replace(ivy, child=robin.child))), ("each", (robin, unborn, ivy, ivy)),
        ("child9_outcome", (robin, unborn, replace(ivy, outcome="??"))),
        ("child9_level", (robin, unborn, replace(ivy, level="9"))),
        ("child9_level_differs_why", (robin, unborn, replace(ivy, level="universal"))),
        ("child9_abuse_category", (robin, unborn, replace(ivy, abuse_category="??"))),
    ):  # fmt: skip
        with pytest.raises(CheckRefused) as refused:
            decide(blackpool, contact, replace(whole, each=each))
        assert refused.value.field == field
    for field, without in (("advice", replace(whole, advice=" ")), ("what_would_change", replace(whole, what_would_change=""))):
        with pytest.raises(CheckRefused) as refused:
            decide(blackpool, contact, without)
        assert refused.value.field == field
    with as_factory():
        assert not DecisionForChild.objects.exists()


def test_a_line_never_changes_and_only_whoever_decides_writes_one(blackpool: World) -> None:
    contact, children = of_three(blackpool)
    decision = decide(blackpool, contact, separately(children))
    with acting_as(blackpool.worker.pk), pytest.raises(DatabaseError), transaction.atomic():
        DecisionForChild.objects.filter(decision=decision).update(outcome="nfa")
    with as_factory():
        other = sent(blackpool, NOW + datetime.timedelta(hours=1)).children.first()
    for person, child in ((blackpool.manager, children[0]), (blackpool.practitioner, children[0]), (blackpool.worker, other)):
        with acting_as(person.pk), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            DecisionForChild.objects.create(decision=decision, child=child, outcome="nfa", level="universal")
    with acting_as(blackpool.stranger.pk):
        assert not DecisionForChild.objects.exists()


def test_deciding_again_for_all_leaves_the_lines_of_before(blackpool: World) -> None:
    contact, children = of_three(blackpool)
    former = decide(blackpool, contact, separately(children))
    with acting_as(blackpool.manager.pk):
        again = contact_decide_again(
            contact=contact, former=former, deciding=replace(S47, level_differs_why="Ivy has a mark."), by=blackpool.manager,
            at=NOW,
        )  # fmt: skip
        assert [line.outcome for line in again.lines] == ["s47", "s47", "s47"]
        assert [line.outcome for line in Decision.objects.get(pk=former.pk).lines] == ["s47", "s17", "early-help"]


def test_both_sides_read_each_childs_outcome_and_the_second_to_decide_keeps_their_words(
    blackpool: World, sign_in: SignIn
) -> None:
    contact, _ = of_three(blackpool)
    client, path = sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/"
    assert "Decide separately" in page(client, path)
    asked = page(client, f"{path}?separately=yes")
    for words in ("child0_outcome", "child9_level", "Decide for all together", "As the check suggested"):
        assert words in asked
    refused = client.post(f"{path}?separately=yes", FORM | {"child9_level": "universal"})
    assert refused.status_code == 422
    assert "The referrer placed Ivy Sample at another level" in refused.content.decode()
    assert "Ivy was seen and is well." in refused.content.decode()
    assert client.post(f"{path}?separately=yes", FORM)["Location"] == path
    second = sign_in(blackpool.manager).post(f"{path}?separately=yes", FORM | {"child0_reasons": "He is afraid."})
    assert second.status_code == 409
    for words in (blackpool.worker.name, "What is this child’s alone", "He is afraid."):
        assert words in second.content.decode()
    for shown in (page(client, path), page(sign_in(blackpool.practitioner), f"/contacts/{contact.pk}/")):
        assert "Robin is not safe tonight." in shown
        assert "Ivy Sample: Early help" in shown


def test_turning_to_each_child_and_back_records_nothing_and_keeps_what_was_typed(blackpool: World, sign_in: SignIn) -> None:
    contact, _ = of_three(blackpool)
    client, path = sign_in(blackpool.worker), f"/front-door/contacts/{contact.pk}/"
    typed = {"former": "", "response": "BP-RO-S47", "level": "child-protection", "reasons": "Two accounts.", "advice": "Ring."}
    each = client.post(path, typed | {"level_differs_why": "A burn.", "turn": "each"})
    form = each.context["form"]
    assert each.status_code == 200
    assert form["child9_outcome"].value() == "BP-RO-S47"
    assert form["child9_level_differs_why"].value() == "A burn."
    assert (form["reasons"].value(), form["advice"].value()) == ("Two accounts.", "Ring.")
    back = client.post(path, FORM | {"child9_level_differs_why": "Seen.", "turn": "all"}).context["form"]
    assert back["response"].value() == ""
    assert back["level_differs_why"].value() == "Ivy Sample: Seen."
    for words in (FORM["reasons"], "Robin is not safe tonight.", "Ivy Sample: Ivy was seen and is well."):
        assert words in back["reasons"].value()
    with as_factory():
        assert not Decision.objects.filter(contact=contact).exists()
