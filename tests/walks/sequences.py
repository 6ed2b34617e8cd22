"""Withdrawing, handing over, being away; and what is rare by chance: a change behind what was prepared, people at their own.

Each is made of steps that the model judges one by one.
"""

import datetime
from typing import Any

from django.utils.timezone import localdate

from consent.services.desk import absence_end, absence_say, proposal_hand_over
from consent.services.withdrawals import Withdrawing, agreement_withdraw
from notices.models import Notice
from partnerships.models import Organisation
from tests.roles import as_factory
from tests.walks import forgery, stage
from tests.walks.model import WAYS, Put
from tests.walks.stage import moment
from tests.walks.walker import Walker


class Sequences(Walker):
    """A walker with the rarer things that people do, and whole sequences of them."""

    def withdraws(self, who: str, person: str, before: int, drawn: int) -> None:
        said_at, words = self.model.now - before, " " if drawn == 9 else "I do not want this any more."
        why_not = self.model.may_withdraw(who, person, said_at, words.strip())
        withdrawing = Withdrawing(withdrawn_at=moment(said_at), how="phone", their_words=words)
        if self.act(who, why_not, "withdraw", agreement_withdraw, check=self.check(), person=self.stage.family[person],
                    withdrawing=withdrawing):  # fmt: skip
            self.model.withdrew(person, said_at)

    def hands_over(self, who: str, to: str, drawn: int) -> None:
        """It changes nothing of which ways are open, nor of who may answer."""
        put = self.some_put(drawn)
        if put is None:
            return
        note = " " if drawn == 9 else "I am in court."
        why_not = self.model.may_hand_over(put, who, to, note.strip())
        self.act(
            who, why_not, "hand over", proposal_hand_over, proposal=self.proposal(put), to=self.stage.people[to], note=note
        )

    def school(self) -> Organisation:
        """The agency as it stands: its approver is named after the stage was built."""
        with as_factory():
            return Organisation.objects.select_related("approver").get(pk=self.stage.school.pk)

    def goes_away(self, who: str, deputy: str, days: int) -> None:
        last_day = self.model.today + days
        until = localdate(moment(self.model.now)) + datetime.timedelta(days=days)
        why_not = self.model.may_be_away(who, deputy, last_day)
        if self.act(who, why_not, "go away", absence_say, organisation=self.school(), until=until,
                    deputy=self.stage.people[deputy]):  # fmt: skip
            self.model.away[who] = (deputy, last_day)

    def comes_back(self, who: str) -> None:
        why_not = self.model.may_come_back(who)
        self.act(who, why_not, "come back", absence_end, organisation=self.school())
        if not why_not:
            del self.model.away[who]

    def ask(self, who: str, drawn: int) -> None:
        """And those are told who may be asked, or who answers for them."""
        put = self.some_put(drawn)
        asked_before = put is None or put.state == "asked"
        before = set() if put is None else self.told_now(put)
        super().ask(who, drawn)
        if put is not None and put.state == "asked" and not asked_before:
            told, due = self.told_now(put), self.model.told_when_asked()
            assert due <= told, "somebody who may answer was not told"
            assert told - before <= due, "others are told than may answer"

    def told_now(self, put: Put) -> set[str]:
        """Who has been told at this minute that it was asked; asked twice in one minute, they are told once."""
        key = f"review-asked:{self.proposal(put).pk}:{moment(self.model.now).isoformat()}"
        with as_factory():
            told = set(Notice.objects.filter(key__startswith=key).values_list("recipient_id", flat=True))
        return {name for name, user in self.stage.people.items() if user.pk in told}

    def begins_to_lead(self, who: str) -> None:
        if who not in self.model.leads:
            stage.make_lead_too(self.stage, who)
            self.model.leads.add(who)

    # whole sequences

    def changed_behind(self, answered: str, change: str, given: dict[str, Any], then: str) -> None:
        """Prepared, perhaps asked and answered; then something changes, and it goes on as if nothing had."""
        if self.model.may_prepare("author"):
            return
        self.prepare("author")
        if answered:
            self.ask("author", 5)
            if answered != "asked":
                self.decide("second", answered, 5)
        self.read_later(self.model.puts[-1], change, given, then)

    def read_later(self, put: Put, change: str, given: dict[str, Any], then: str) -> None:
        open_before = sorted(self.model.open_ways(put))
        getattr(self, change)(**given)
        self.model.changed()
        if then == "ask":
            self.ask("author", 5)
        elif then == "send":
            for way in open_before or WAYS:
                self.send("author", way, 5)
        else:
            self.decide("lead", then, 5)
        self.seen["changed behind what was prepared"] += 1

    def everybody_agrees_and_it_is_sent(self) -> None:
        """What most families and practitioners do, where the rule asks for it with a lead's advice."""
        self.everybody_agrees()
        self.model.changed()
        if self.model.rule is not None and self.model.rule.advice_first:
            self.a_lead_is_asked_and_answers("second", "advise")
        self.prepare_and_send("agreement")

    def approved_and_sent(self, kinds: list[str], ground: int, who: str, lead: str) -> None:
        """Without somebody's agreement, with a ground for each, and another lead's approval of exactly that."""
        self.everybody_answers(kinds, ground)
        self.model.changed()
        self.a_lead_is_asked_and_answers(lead, "approve")
        if self.model.puts:
            self.send(who, "approval", 5)

    def declined_or_late_and_sent(self, lead: str, late: bool) -> None:
        """On the author's own judgement: a lead said no, or said nothing in time."""
        self.prepare_and_ask()
        if late:
            self.time_passes(self.model.lead_time)
        else:
            self.decide(lead, "decline", 5)
        if self.model.puts:
            self.send("author", "professional-judgement", 5)

    def whoever_may_not_answers(self, why: str, who: str, decision: str, way: str) -> None:
        """The author who leads too, one whom the worry is about, one who leads no longer: none decides, by no path."""
        if self.model.may_prepare("author"):
            return
        if why == "own":
            who = "author"
            self.begins_to_lead(who)
        if why == "worry":
            self.worry_about_a_colleague(who)
        self.prepare_and_ask()
        if why == "worry since":
            self.worry_about_a_colleague(who)
        if why == "revoked":
            self.a_role_ends(who)
        self.decide(who, decision, 5)
        self.hands_over("second" if who == "lead" else "lead", who, 5)
        self.reviewed_past_the_services(who)
        if way:
            self.send("author", way, 5)
            self.late_review(who, 5)
            self.reviewed_past_the_services(who)
        self.seen[f"who may not answers: {why}"] += 1

    def reviewed_past_the_services(self, who: str) -> None:
        """SQL of one's own: the database takes a decision and a late review from those alone from whom the model does."""
        if not self.model.puts:
            return
        put = self.model.puts[-1]
        proposal, at = self.proposal(put), moment(self.model.now)
        by = self.stage.people[who].pk
        waits = self.model.may_decide(put, who, "approve", put.key, "x")
        late = self.model.may_late_review(put, who, "x")
        for name, why_not, sql, values in (
            ("decision", waits, *forgery.review_of(proposal, by=by, at=at)),
            ("late review", late, *forgery.late_review_of(proposal, by=by, at=at)),
            ("hand-over to them", "" if put.state != "asked" or self.model.may_review(who) else "may not",
             *forgery.hand_over_of(proposal, to=by, by=self.stage.people["second"].pk, at=at)),
        ):  # fmt: skip
            acting = self.stage.people["second"].pk if name == "hand-over to them" else by
            taken = forgery.takes(acting, sql, values)
            assert not (taken and why_not), f"the database takes a {name} by {who}: {why_not}"
            self.seen[f"{name} past the services: {'taken' if taken else 'refused'}"] += 1
