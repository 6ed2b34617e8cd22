"""The four ways in which a proposal to share may leave, and which of them are open.

Source: DESIGN.md, "Consent" (a product decision that joins the documents' own rules): Blackpool, Information sharing and the
row of each level; Plymouth 2016, Part 1A and 4A; Working Together. A database trigger on the proposal holds the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from consent.rules.approver import Approver


class Way(StrEnum):
    AGREEMENT = "agreement"
    APPROVAL = "approval"
    URGENT = "urgent"
    PROFESSIONAL_JUDGEMENT = "professional-judgement"


MARKED = frozenset({Way.URGENT, Way.PROFESSIONAL_JUDGEMENT})
"""Ways that are marked on the document and reviewed the same day."""

WITHOUT = frozenset({"refused", "not-asked", "withdrawn"})


@dataclass(frozen=True)
class Asked:
    """One person's answer as it counts for what would be shared, and whether a ground for sharing all the same is given.

    `is_parent`: an adult who is known to have parental responsibility. `is_child`: a child who is asked for themselves.
    """

    answer: str
    has_ground: bool = False
    is_parent: bool = False
    is_child: bool = False


@dataclass(frozen=True)
class Facts:
    """What decides. `people_to_ask` counts those who must have an answer; the lead's decisions are those on this content."""

    people_to_ask: int
    answers: tuple[Asked, ...]
    implicit_accepted: bool
    one_parent_suffices: bool
    advice_first: bool
    harm_suspected: bool
    is_urgent: bool
    has_been_asked: bool = False
    has_been_advised: bool = False
    is_approved: bool = False
    is_declined: bool = False
    is_out_of_time: bool = False
    approver: Approver = field(default_factory=Approver)


def ways_open(facts: Facts) -> Mapping[Way, str]:
    """Each way with what stands in its way, in words for the practitioner; empty words where it is open."""
    missing = facts.people_to_ask - len(facts.answers)
    if facts.people_to_ask == 0:
        closed = "Add a parent or carer first, even where you do not know their name, and say whether they were asked."
        return dict.fromkeys(Way, closed)
    if missing:
        who = "One person has" if missing == 1 else f"{missing} people have"
        return dict.fromkeys(Way, f"{who} no answer on record yet.")
    return {
        Way.AGREEMENT: _agreement(facts),
        Way.APPROVAL: _approval(facts),
        Way.URGENT: _urgent(facts),
        Way.PROFESSIONAL_JUDGEMENT: _professional_judgement(facts),
    }


def _agreement(facts: Facts) -> str:
    if closed := agreement_closed(facts):
        return closed
    if facts.advice_first and not facts.has_been_advised:
        return f"Your {facts.approver}'s advice comes first here."
    return ""


def agreement_closed(facts: Facts) -> str:
    """Why the answers are not agreement, in words; empty where they are."""
    without = [asked for asked in facts.answers if asked.answer in WITHOUT]
    if without and not _one_parent_is_enough(facts):
        gone = any(asked.answer == "withdrawn" for asked in without)
        return "Somebody has withdrawn their agreement." if gone else "Somebody has not agreed."
    if any(asked.answer == "implicit" for asked in facts.answers) and not facts.implicit_accepted:
        return "This rule needs explicit agreement: ask, and record what they say."
    return ""


def _one_parent_is_enough(facts: Facts) -> bool:
    """Whether an adult with parental responsibility agreed, the rule takes that for the others, and no child says otherwise.

    That a child who is asked answers for themselves, whatever a parent says, is a product decision (ADR 19) after
    Stoke-on-Trent and Staffordshire, What is Statutory / Specialist Support?: young people who can decide can refuse.
    """
    parent = any(asked.is_parent and asked.answer not in WITHOUT for asked in facts.answers)
    child = any(asked.is_child and asked.answer in WITHOUT for asked in facts.answers)
    return facts.one_parent_suffices and parent and not child


def _needs_agreement(facts: Facts) -> str:
    """Where the basis needs agreement a refusal ends sharing: what is left is single-agency help, and telling the family so.

    Source: Blackpool, Continuum of Need, Early Help and Child in Need, Information sharing.
    """
    without = any(asked.answer in WITHOUT for asked in facts.answers)
    if without and not (facts.harm_suspected or facts.is_urgent):
        return "This basis needs agreement. If the child may suffer significant harm without it, look at your judgement again."
    return ""


def _groundless(facts: Facts) -> bool:
    return any(asked.answer in WITHOUT and not asked.has_ground for asked in facts.answers)


def _approval(facts: Facts) -> str:
    if closed := _needs_agreement(facts):
        return closed
    if _groundless(facts):
        return "Each person who said no, or was not asked, needs a ground of their own."
    if not facts.is_approved:
        return f"{facts.approver.one.capitalize()} has not approved exactly this."
    return ""


def _urgent(facts: Facts) -> str:
    if not (facts.harm_suspected or facts.is_urgent):
        return "This way is for when waiting would itself put a child at risk."
    return ""


def _professional_judgement(facts: Facts) -> str:
    """Where harm is suspected; and where a lead's advice comes before every contact, once all have agreed.

    The second: Plymouth 2022, Getting Risk Support ("prior to making a MASH Contact"). That advice which does not come in
    time, or is against it, closes nothing is a product decision (DESIGN.md, "A lead never closes the way to the front door").
    """
    if not (facts.harm_suspected or (facts.advice_first and not agreement_closed(facts))):
        return "This way is for when you suspect significant harm."
    if not facts.has_been_asked:
        return f"Ask your {facts.approver} first."
    if not (facts.is_declined or facts.is_out_of_time):
        return f"Your {facts.approver} still has time to answer."
    return ""
