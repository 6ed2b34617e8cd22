"""How far each kind of case has come: one function an ending, by the name that the plan uses."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from consent.rules.ways import Way
from demo.filling import describe, judge, observe
from demo.leaving import answer, ask, prepare, review_late, send, send_on_judgement, send_urgently, tell_parent
from demo.receiving import assess, decide, decide_again, disagree, recognise, take
from demo.telling import Telling, ask_family, begin, choose
from partnerships.models import User
from people.models import Person
from referrals.models import Contact
from referrals.services.triage import note_add
from rowsecurity.session import acting_as
from thresholds.models import Check
from thresholds.services.checks import conversation_record
from thresholds.services.judgements import check_close

Ending = Callable[[Telling], None]
HARM_BASES = frozenset({"s47", "s20", "s31"})


def up_to_judgement(telling: Telling, **kind: object) -> None:
    begin(telling, **kind)
    describe(telling)
    observe(telling)
    judge(telling)


def up_to_route(telling: Telling, **kind: object) -> None:
    up_to_judgement(telling, **kind)
    choose(telling, ("contact",))


def described(telling: Telling) -> None:
    begin(telling)
    describe(telling)


def seen(telling: Telling) -> None:
    described(telling)
    observe(telling)


def called(telling: Telling) -> None:
    """Rang because it could not wait; the written contact is due by the end of the day."""
    telling.urgency = Check.Urgency.TODAY
    seen(telling)
    with telling.as_(telling.author) as at:
        said, advised = telling.told("account"), telling.pick(telling.answers["talks"])
        conversation_record(
            check=telling.check, kind="urgent-call", with_whom="The front door", held_at=at, by=telling.author, at=at,
            said=said, advised=advised, written_asked=True,
        )  # fmt: skip


def agreed(telling: Telling) -> None:
    up_to_route(telling)
    ask_family(telling, "agreed")
    prepare(telling)


def practice(telling: Telling) -> None:
    up_to_judgement(telling, kind=Check.Kind.PRACTICE)


def past(telling: Telling) -> None:
    day = (telling.at - datetime.timedelta(days=90)).date()
    up_to_judgement(telling, kind=Check.Kind.PAST, as_at=day)


def early_help(telling: Telling) -> None:
    """Not everything is a contact: help by those who know the family, and the check is closed."""
    up_to_judgement(telling)
    choose(telling, ("early-help", "advice"))
    with telling.as_(telling.author) as at:
        check_close(check=telling.check, by=telling.author, at=at, why="early-help")


def without_agreement(telling: Telling) -> None:
    up_to_route(telling)
    ask_family(telling, telling.rng.choice(["refused", "refused", "not-asked"]))


def asked(telling: Telling) -> None:
    without_agreement(telling)
    ask(telling)


def answered(telling: Telling, decision: str) -> None:
    without_agreement(telling)
    answer(telling, ask(telling), decision)


def sent(telling: Telling) -> Contact:
    """By agreement, or where harm is suspected also with a lead's approval."""
    if telling.story["basis"] in HARM_BASES and telling.rng.random() < 0.6:
        without_agreement(telling)
        proposal = ask(telling)
        answer(telling, proposal, "approve")
        return send(telling, proposal, Way.APPROVAL)
    up_to_route(telling)
    ask_family(telling, "agreed")
    proposal = prepare(telling)
    if proposal.rule.get("advice_before_contact"):
        proposal = ask(telling)
        answer(telling, proposal, "advise")
    return send(telling, proposal, Way.AGREEMENT)


def received(telling: Telling) -> None:
    sent(telling)


def in_triage(telling: Telling) -> None:
    contact = sent(telling)
    worker = take(telling, contact, soon=True)
    if telling.rng.random() < 0.5:
        recognise(telling, contact, worker)
    if telling.rng.random() < 0.4:
        with acting_as(telling.author.pk):
            words = telling.pick(telling.answers["notes"]["added"])
            note_add(contact=contact, kind="addition", words=words, by=telling.author, at=telling.at)


def urgent(telling: Telling, *, reviewed: bool) -> None:
    if not reviewed or telling.rng.random() < 0.5:
        telling.urgency = Check.Urgency.TODAY
    without_agreement(telling)
    contact = send_urgently(telling)
    _go_on(telling, contact, reviewed)


def judgement(telling: Telling, *, reviewed: bool) -> None:
    without_agreement(telling)
    contact = send_on_judgement(telling)
    _go_on(telling, contact, reviewed)


def _go_on(telling: Telling, contact: Contact, reviewed: bool) -> None:
    if not reviewed:
        return
    review_late(telling, contact)
    _decided(telling, contact, telling.rng.choice(["s47", "s47", "s17"]))


def decided(telling: Telling, outcome: str, *, idle: bool = False) -> None:
    _decided(telling, sent(telling), outcome, idle=idle)


def _decided(telling: Telling, contact: Contact, outcome: str, *, idle: bool = False) -> tuple[User, list[Person]]:
    worker = take(telling, contact)
    records = recognise(telling, contact, worker)
    decide(telling, contact, worker, outcome)
    if telling.now - telling.at > datetime.timedelta(days=4):
        settle(telling, contact)
    if outcome in {"s17", *HARM_BASES}:
        assess(telling, contact, worker, idle=idle)
    return worker, records


def settle(telling: Telling, contact: Contact) -> None:
    """What the referrer owes once it is decided: the decision read, the parent told."""
    tell_parent(telling, contact)
    with telling.as_(telling.author, after=(20, 300)) as at:
        note_add(contact=contact, kind="feedback-read", words="", by=telling.author, at=at)


def decided_again(telling: Telling) -> None:
    """Back to early help, and on the next day, with more known, an assessment."""
    contact = sent(telling)
    worker = take(telling, contact)
    recognise(telling, contact, worker)
    former = decide(telling, contact, worker, "early-help")
    settle(telling, contact)
    decide_again(telling, contact, worker, former, "s17")
    assess(telling, contact, worker)


def disagreed(telling: Telling, until: str) -> None:
    contact = sent(telling)
    worker, _ = _decided(telling, contact, "nfa")
    disagree(telling, contact, worker, until=until)


def again(telling: Telling) -> None:
    """A contact three weeks ago, closed with advice; a second one now that nobody has recognised yet."""
    _decided(telling, sent(telling), telling.rng.choice(["nfa", "early-help"]))
    telling.at = telling.now - telling.rng.uniform(2, 16) * datetime.timedelta(hours=1)
    for child in telling.family.children:
        child.nhs_number = ""
    sent(telling)


ENDINGS: dict[str, Ending] = {
    "begun": begin,
    "described": described,
    "seen": seen,
    "judged": up_to_judgement,
    "called": called,
    "agreed": agreed,
    "practice": practice,
    "past": past,
    "early-help": early_help,
    "asked": asked,
    "approved": partial(answered, decision="approve"),
    "declined": partial(answered, decision="decline"),
    "returned": partial(answered, decision="return"),
    "advised": partial(answered, decision="advise"),
    "received": received,
    "in-triage": in_triage,
    "urgent-open": partial(urgent, reviewed=False),
    "judgement-open": partial(judgement, reviewed=False),
    "urgent": partial(urgent, reviewed=True),
    "judgement": partial(judgement, reviewed=True),
    "nfa": partial(decided, outcome="nfa"),
    "decided-early-help": partial(decided, outcome="early-help"),
    "targeted": partial(decided, outcome="targeted"),
    "transfer": partial(decided, outcome="transfer"),
    "s17": partial(decided, outcome="s17"),
    "s47": partial(decided, outcome="s47"),
    "s20": partial(decided, outcome="s20"),
    "s31": partial(decided, outcome="s31"),
    "late-assessment": partial(decided, outcome="s17", idle=True),
    "decided-again": decided_again,
    "disagreed": partial(disagreed, until="open"),
    "disagreed-managers": partial(disagreed, until="managers"),
    "disagreed-settled": partial(disagreed, until="settled"),
    "again": again,
}
