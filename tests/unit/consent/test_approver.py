"""What the pages, the four ways and the document call the person who approves: the framework's own word, from data."""

from __future__ import annotations

import pytest
from django.conf import settings

from consent.rules.approver import Approver, approver_of, kept_in
from consent.rules.ways import Asked, Facts, Way, ways_open
from thresholds.loading import read_yaml
from thresholds.rules.framework import parse

FRAMEWORKS = sorted((settings.BASE_DIR / "fixtures/frameworks").glob("*.yaml"))


@pytest.mark.parametrize(("approval", "terms", "word", "short"), [
    ("lead", {}, "safeguarding lead", "lead"),
    ("lead", {"safeguarding_lead": "keeper"}, "keeper", "keeper"),
    ("manager", {"safeguarding_lead": "designated safeguarding lead"}, "manager", "manager"),
    ("manager", {"approver": "named professional"}, "named professional", "professional"),
])  # fmt: skip
def test_who_approves_has_the_frameworks_own_word(approval: str, terms: dict[str, str], word: str, short: str) -> None:
    approver = approver_of(approval, terms)
    assert (str(approver), approver.short) == (word, short)


def test_a_word_has_its_article() -> None:
    assert [Approver(word).one for word in ("agency safeguarding lead", "manager")] == [
        "an agency safeguarding lead",
        "a manager",
    ]


def test_what_was_prepared_before_words_were_kept_says_safeguarding_lead() -> None:
    assert str(kept_in({"approval": "manager"})) == "safeguarding lead"
    assert str(kept_in({"approver": "manager"})) == "manager"


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_every_rule_of_every_framework_says_manager_only_where_a_manager_approves(path) -> None:
    framework = parse(read_yaml(path.read_bytes()).value)
    for rule in framework.consent_rules:
        word = str(approver_of(rule.approval, framework.terms))
        assert (word == "manager") is (rule.approval == "manager")
        assert word in ("manager", framework.terms["safeguarding_lead"])


def test_what_closes_a_way_names_who_approves_here() -> None:
    facts = Facts(
        people_to_ask=1, answers=(Asked("refused", has_ground=True),), implicit_accepted=False, one_parent_suffices=False,
        advice_first=True, harm_suspected=True, is_urgent=False, approver=Approver("manager"),
    )  # fmt: skip
    closed = ways_open(facts)
    assert closed[Way.APPROVAL] == "A manager has not approved exactly this."
    assert closed[Way.PROFESSIONAL_JUDGEMENT] == "Ask your manager first."
    assert "lead" not in " ".join(closed.values())
