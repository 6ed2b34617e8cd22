"""One walk: any of these people does any of these things, in any order, and the model says what must come of each."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from consent.models import LeadReview, SharingProposal
from consent.selectors.proposals import ways_of
from consent.services.agreements import Asking, agreement_record
from consent.services.deciding import Judging, competence_record
from consent.services.proposals import proposal_ask, proposal_prepare
from consent.services.reviews import late_review_record, review_decide
from partnerships.permissions import memberships_remembered
from referrals.models import Contact
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.roles import as_factory
from tests.walks import forgery, stage
from tests.walks.desk_model import DeskModel
from tests.walks.model import STEPS, WAYS, Answer, Member, Put
from tests.walks.stage import Stage, moment, standing
from thresholds.models import Check
from thresholds.services.checks import CheckRefused, account_save, concern_about_lead, urgency_say
from thresholds.services.families import AdultEntry, adult_save
from thresholds.services.judgements import check_close, judgement_record, route_choose
from workflow.errors import IllegalTransition, NotAllowed, StaleVersion

REFUSALS = (CheckRefused, IllegalTransition, NotAllowed, StaleVersion)
BASES = ("early-help", "s17", "s47", "s20", "s31")
LEADS = ("lead", "second", "outsider")


class Walker:
    """One check of one stage, where somebody acts. `seen` counts what came of it."""

    def __init__(self, at: Stage, seen: Counter[str], *, approver: bool, leads_too: bool) -> None:
        self.stage, self.seen = at, seen
        self.model = DeskModel(
            rules=at.rules, level_order=at.level_order, family=at.members(), author="author",
            leads={"lead", "second"} | ({"author"} if leads_too else set()), outside={"outsider"}, has_approver=approver,
            levels=dict(at.levels_judged), evidence=at.evidence, account=stage.ACCOUNTS[0], lead_time=at.lead_time,
        )  # fmt: skip
        stage.tell_time(0)
        if approver:
            stage.name_approver(at)
        if leads_too:
            stage.make_lead_too(at, "author")

    # the people, and how they act

    def act(self, who: str, why_not: str, name: str, call: Callable[..., Any], **given: Any) -> Any:
        """Somebody does something. The model said whether they may: an empty string, or why not. A refusal leaves nothing."""
        user, before = self.stage.people[who], standing() if why_not else ""
        refused_with: Exception | None = None
        found = None
        with memberships_remembered(), acting_as(user.pk):
            try:
                found = call(by=user, at=moment(self.model.now), **given)
            except REFUSALS as refused:
                refused_with = refused
        if refused_with is None:
            assert not why_not, f"{name} by {who} was done: {why_not}"
        else:
            assert why_not, f"{name} was refused, and may be done: {refused_with!r}"
            assert standing() == before, f"{name} was refused ({why_not}), and left something behind"
        self.seen[f"{name}: {'refused' if refused_with else 'done'}"] += 1
        return found

    def check(self) -> Check:
        return self.stage.check

    def proposal(self, put: Put) -> SharingProposal:
        """The row of what was prepared, in the order in which it was."""
        with as_factory():
            rows = list(SharingProposal.objects.filter(case_check=self.stage.check).order_by("pk"))
        by_former = {row.supersedes_id: row for row in rows}
        row, found = by_former.get(None), []
        while row is not None:
            found.append(row)
            row = by_former.get(row.pk)
        return found[next(place for place, known in enumerate(self.model.puts) if known is put)]

    def some_put(self, drawn: int) -> Put | None:
        """Mostly the last that was prepared, at times a former one."""
        puts = self.model.puts
        return None if not puts else puts[drawn % len(puts)] if drawn < 2 else puts[-1]

    # what the author writes

    def account_changes(self, which: int) -> None:
        if self.act("author", self.model.may_write("author"), "account", account_save, check=self.check(),
                    words={"account": stage.ACCOUNTS[which]}):  # fmt: skip
            self.model.account = stage.ACCOUNTS[which]

    def judged_again(self, child: str, drawn: int) -> None:
        level = self.stage.levels[drawn % len(self.stage.levels)]
        count = self.model.levels.get(child, ("", 0))[1] + 1
        if self.act("author", self.model.may_write("author"), "judgement", judgement_record, child=self.stage.children[child],
                    level=level, why=stage.why_judged(count), differs_why="I know more."):  # fmt: skip
            self.model.levels[child] = (level, count)
            self.model.beside[child] = self.model.points_to

    def basis_changes(self, drawn: int, basis: str) -> None:
        code = self.stage.routes[drawn % len(self.stage.routes)][0]
        if self.act("author", self.model.may_write("author"), "route", route_choose, check=self.check(), route=code,
                    basis=basis, need="", allocated_worker="no", actions={}):  # fmt: skip
            self.model.basis, self.model.route = basis, code
            self.model.door = next(door for known, _, door in self.stage.routes if known == code)

    def urgency_changes(self, urgency: str) -> None:
        if self.act("author", self.model.may_write("author"), "urgency", urgency_say, check=self.check(), urgency=urgency):
            self.model.urgency = urgency

    def worry_about_a_colleague(self, who: str | None) -> None:
        about = self.stage.people[who] if who else None
        if self.act("author", self.model.may_write("author"), "concern", concern_about_lead, check=self.check(), lead=about):
            self.model.worry_is_about(who)

    def responsibility_changes(self, who: str, held: str) -> None:
        with as_factory():
            member = self.stage.check.household.members.get(person=self.stage.family[who])
        entry = AdultEntry(
            id=member.pk, given_name=who.capitalize(), family_name="Ashdown", relation=who, parental_responsibility=held
        )
        if self.act("author", self.model.may_write("author"), "responsibility", adult_save, check=self.check(), entry=entry):
            self.model.family[who] = Member(adult=True, responsibility=held)

    def one_answer(self, who: str, person: str, kind: str, ground: int, before: int, part: bool) -> None:
        self._record(who, person, kind, ground, before, part=part and kind in {"agreed", "implicit"})

    def child_is_judged(self, who: str, child: str, finding: str, reasons: str) -> None:
        judging = Judging(finding=finding, reasons=reasons, judged_at=moment(self.model.now))
        why_not = self.model.may_judge(who, child, reasons)
        if self.act(who, why_not, "can decide", competence_record, check=self.check(), person=self.stage.family[child],
                    judging=judging):  # fmt: skip
            self.model.judged(child, finding)

    def everybody_answers(self, kinds: list[str], ground: int) -> None:
        for person, kind in zip(self.model.people_to_ask(), kinds, strict=False):
            self._record("author", person, kind, ground, 30)

    def everybody_agrees(self) -> None:
        for person in self.model.people_to_ask():
            self._record("author", person, "agreed", 0, 30)

    def _record(self, who: str, person: str, kind: str, drawn: int, before: int, *, part: bool = False) -> None:
        """`drawn` chooses a ground: none, one of this rule that fits the answer, or any that there is; with a note or not."""
        grounds: list[str] = []
        if self.model.rule is not None and drawn >= 3:
            grounds = self.model.rule.grounds_for("refused" if part else kind)
        if drawn in (1, 2):
            grounds = [code for known in self.model.rules for code, _ in known.grounds]
        ground = grounds[drawn % len(grounds)] if grounds else ""
        note = "" if drawn == 9 else "He is afraid to go home."
        asked_at = None if kind == "not-asked" else self.model.now - before
        answer = Answer(kind, ground, asked_at, (self.model.door, self.model.route) if asked_at is not None else ("", ""), part)
        asking = Asking(
            answer=kind, how="" if asked_at is None else "phone", asked_at=None if asked_at is None else moment(asked_at),
            ground=ground, ground_note=note if ground else "", reach="part" if part else "whole",
            left_out="Not the school nurse." if part else "",
        )  # fmt: skip
        why_not = self.model.may_record(who, person, answer, note)
        if self.act(
            who, why_not, "answer", agreement_record, check=self.check(), person=self.stage.family[person], asking=asking
        ):
            self.model.answers[person] = answer
            self.model.changed()

    # preparing, asking, deciding

    def prepare(self, who: str) -> None:
        if self.act(who, self.model.may_prepare(who), "prepare", proposal_prepare, check=self.check()):
            self.model.prepared()

    def ask(self, who: str, drawn: int) -> None:
        put, why = self.some_put(drawn), "" if drawn == 9 else "Mother said no."
        if put is None:
            return
        if put.asked:
            self.time_passes(1)  # what was decided on the former asking was before this one
        why_not = self.model.may_ask(put, who, why)
        if self.act(who, why_not, "ask", proposal_ask, proposal=self.proposal(put), why=why):
            self.model.asked(put)

    def prepare_and_ask(self) -> None:
        if not self.model.may_prepare("author"):
            self.prepare("author")
            self.ask("author", 5)

    def a_lead_is_asked_and_answers(self, who: str, decision: str) -> None:
        self.prepare_and_ask()
        self.decide(who, decision, 5)

    def prepare_and_send(self, way: str) -> None:
        if not self.model.may_prepare("author"):
            self.prepare("author")
            self.send("author", way, 5)

    def decide(self, who: str, decision: str, drawn: int) -> None:
        """Mostly on what they have read; at times on a former content, or without reasons."""
        put = self.some_put(drawn)
        if put is None:
            return
        read = self.model.puts[0] if drawn == 8 else put
        reasons = " " if drawn == 9 else "I read it all."
        why_not = self.model.may_decide(put, who, decision, read.key, reasons.strip())
        if self.act(who, why_not, f"{decision}", review_decide, proposal=self.proposal(put), decision=decision, reasons=reasons,
                    read_hash=self.proposal(read).content_hash):  # fmt: skip
            self.model.answered(put, who, decision)

    def time_passes(self, minutes: int) -> None:
        self.model.now += minutes
        stage.tell_time(self.model.now)

    def a_role_ends(self, who: str) -> None:
        stage.revoke(self.stage, who)
        self.model.leads.discard(who)
        self.model.outside.discard(who)

    # leaving, and afterwards

    def send(self, who: str, way: str, drawn: int) -> None:
        put = self.some_put(drawn)
        if put is None:
            return
        reasons = " " if drawn == 9 else "He is not safe tonight."
        door = next((code for code in self.stage.doors if code != put.door), put.door) if drawn == 8 else put.door
        why_not = self.model.may_send(put, who, way, reasons.strip(), door)
        if self.act(who, why_not, f"send by {way}", contact_send, proposal=self.proposal(put), way=way, reasons=reasons,
                    recipient_id=self.stage.doors[door].pk):  # fmt: skip
            self.model.left(put, way)

    def late_review(self, who: str, drawn: int) -> None:
        put = self.model.sent
        if put is None:
            return
        reasons = " " if drawn == 9 else "It was right."
        why_not = self.model.may_late_review(put, who, reasons.strip())
        if self.act(who, why_not, "late review", late_review_record, proposal=self.proposal(put), outcome="supported",
                    reasons=reasons):  # fmt: skip
            put.late_review = True

    def front_door_decides(self, who: str) -> None:
        if self.model.sent is None:
            return
        with as_factory():
            contact = Contact.objects.get(proposal__case_check=self.stage.check)
        deciding = Deciding(outcome="s17", level=contact.level, reasons="A visit.", next_steps="Visit.")
        why_not = "not the front door's" if who != "worker" else "decided" if self.model.decided else ""
        if self.act(who, why_not, "front door decides", contact_decide, contact=contact, deciding=deciding):
            self.model.decided = True

    def closed_another_way(self, who: str) -> None:
        if self.act(who, self.model.may_write(who), "close", check_close, check=self.check(), why="early-help"):
            self.model.closed_another_way()

    def written_past_the_services(self, who: str, drawn: int, way: str) -> None:
        if self.model.puts:
            name = forgery.attempt(self.stage, self.proposal(self.model.puts[-1]), who, drawn, way, moment(self.model.now))
            self.seen[f"forged: {name}"] += 1

    # what holds after every step

    def what_stands_is_what_the_model_says(self) -> None:
        self.model.changed()
        puts, sent = self.model.puts, self.model.sent
        with as_factory():
            rows = list(SharingProposal.objects.filter(case_check=self.stage.check).values(
                "state", "way", "left_at", "author_id", "asked_by_id", "content_hash", "pk"))  # fmt: skip
            contacts = list(
                Contact.objects.filter(proposal__case_check=self.stage.check).values("proposal_id", "content_hash", "way")
            )
            reviews = list(LeadReview.objects.filter(proposal__case_check=self.stage.check).values(
                "proposal_id", "content_hash", "decided_by_id"))  # fmt: skip
        assert Counter(row["state"] for row in rows) == Counter(put.state for put in puts)
        left = [row for row in rows if row["left_at"] is not None]
        assert [row["way"] for row in left] == ([sent.way] if sent else [])
        assert [(c["proposal_id"], c["content_hash"], c["way"]) for c in contacts] == [
            (row["pk"], row["content_hash"], row["way"]) for row in left
        ], "each contact has exactly one proposal that left, with its content and its way"
        by_pk = {row["pk"]: row for row in rows}
        for review in reviews:
            of = by_pk[review["proposal_id"]]
            assert review["decided_by_id"] not in (of["author_id"], of["asked_by_id"]), "somebody decided on their own"
            assert review["content_hash"] == of["content_hash"], "a decision on something else"
        assert forgery.steps_taken(self.stage) <= STEPS, "a step that the table does not have"

    def the_ways_are_those_of_the_model(self) -> None:
        put = self.model.open
        if put is None or self.model.is_stale(put):
            return
        with acting_as(self.stage.people["author"].pk):
            found = {str(way) for way, closed in ways_of(self.proposal(put), at=moment(self.model.now)).items() if not closed}
        assert found == self.model.open_ways(put), (
            f"open are {sorted(found)}, and should be {sorted(self.model.open_ways(put))}"
        )
        self.seen[f"ways open: {len(found)}"] += 1

    def every_way_is_tried(self) -> None:
        """At the end of a walk: each way is gone by in earnest, and past the services, and undone again."""
        if self.model.closed or self.model.rule is None:
            return
        self.prepare("author")
        put = self.model.open
        assert put is not None
        for way in WAYS:
            is_open = way in self.model.open_ways(put)
            left = forgery.leaves_past_the_services(self.stage, self.proposal(put), way, moment(self.model.now))
            assert left == is_open, f"the database {'lets' if left else 'does not let'} it leave by {way}"
            if is_open:
                self._leaves_and_is_undone(put, way)
            self.seen[f"at the end, {way}: {'open' if is_open else 'closed'}"] += 1

    def _leaves_and_is_undone(self, put: Put, way: str) -> None:
        before = put.state
        with stage.undone():
            self.send("author", way, 5)
        self.model.closed, put.state, put.way = False, before, ""
