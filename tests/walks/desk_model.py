"""What the design says of withdrawing, handing over and being away; as independent of the code as the rest of the model.

A withdrawal counts as no agreement, and voids whatever waits to be shared. A hand-over and an absence direct who is told:
neither opens or closes a way, nor lets anybody answer what they wrote, asked for, or are the worry in.
Source: DESIGN.md, "Consent"; ADR 20.
"""

from dataclasses import dataclass, field

from tests.walks.model import MARKED, Answer, Model, Put

DAY = 24 * 60
BEGAN_AT = 10 * 60
LONGEST_AWAY = 183


@dataclass
class DeskModel(Model):
    """`away`: who said so and has not come back, with who answers for them and the last day (0 is that of the beginning)."""

    away: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def today(self) -> int:
        return (BEGAN_AT + self.now) // DAY

    def who_may_review(self) -> set[str]:
        return {who for who in self.leads | self.outside if self.may_review(who)}

    def worry_is_about(self, who: str | None) -> None:
        """They are passed by at once in what waits; what they have decided in it does not stand."""
        self.concern, put = who, self.open
        if put is not None and put.state == "asked":
            put.concern = who
            if who in {decided_by for decided_by, _ in put.decisions}:
                put.state = "superseded"

    def may_withdraw(self, who: str, person: str, said_at: int, words: str) -> str:
        """At any time, also once it was shared; only what was a yes. Recorded by the author or a lead of their agency."""
        if who != self.author and (who not in self.leads or who == self.concern):
            return "neither the author nor a lead who reads it"
        answer = self.answers.get(person)
        if answer is None or answer.kind not in {"agreed", "implicit"}:
            return "there is no yes to withdraw"
        if said_at > self.now or (answer.asked_at is not None and said_at < answer.asked_at):
            return "in the future, or before they agreed"
        return "" if words else "nothing said"

    def withdrew(self, person: str, said_at: int) -> None:
        self.answers[person] = Answer("withdrawn", "", said_at, self.answers[person].about)
        if self.open is not None:
            self.open.state = "superseded"

    def may_hand_over(self, put: Put, who: str, to: str, note: str) -> str:
        if not self.may_review(who):
            return "not theirs to hand over"
        if put.state != "asked" and not (put.way in MARKED and not put.late_review):
            return "nothing waits"
        if to == who or not self.may_review(to):
            return "nobody who may answer it"
        return "" if note else "no note"

    def may_be_away(self, who: str, deputy: str, last_day: int) -> str:
        if who not in self.leads:
            return "not a lead of this agency"
        if not self.today <= last_day <= self.today + LONGEST_AWAY:
            return "past, or too far off"
        others = self.leads | (self.outside if self.has_approver else set())
        return "" if deputy != who and deputy in others else "no other lead"

    def may_come_back(self, who: str) -> str:
        return "" if who in self.leads and who in self.away else "not a lead of this agency who is away"

    def told_when_asked(self) -> set[str]:
        """Whoever may be asked; for one who is away the one who answers for them, where that one may."""
        found = set()
        for lead in self.to_be_asked():
            deputy, last_day = self.away.get(lead, ("", -1))
            found.add(deputy if last_day >= self.today and self.may_review(deputy) else lead)
        return found
