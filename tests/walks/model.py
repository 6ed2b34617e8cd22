"""What the design says of agreement and sharing, written for itself: it imports nothing of the code that it judges.

Source: DESIGN.md, "Consent"; ADR 5. It is asked first whether an action may be done (an empty string, or why not), and then
told that it was. Time is counted in minutes from the beginning of a walk.
"""

from dataclasses import dataclass, field
from typing import Any

AGREEMENT, APPROVAL, URGENT, JUDGEMENT = "agreement", "approval", "urgent", "professional-judgement"
WAYS = (AGREEMENT, APPROVAL, URGENT, JUDGEMENT)
MARKED = {URGENT, JUDGEMENT}
WITHOUT = {"refused", "not-asked", "withdrawn"}
STEPS = {
    ("prepared", "asked"), ("returned", "asked"), ("advised", "asked"), ("declined", "asked"),
    ("asked", "approved"), ("asked", "declined"), ("asked", "returned"), ("asked", "advised"),
    *((state, "superseded") for state in ("prepared", "asked", "approved", "advised", "declined", "returned")),
    *((state, "left") for state in ("prepared", "asked", "approved", "advised", "declined", "returned")),
}  # fmt: skip
AFTER = {"approve": "approved", "decline": "declined", "return": "returned", "advise": "advised"}


@dataclass(frozen=True)
class Rule:
    """A consent rule as the framework's file has it. `grounds` are (code, the answers that it fits)."""

    code: str
    levels: tuple[str, ...]
    bases: tuple[str, ...]
    needs_agreement: bool
    implicit: bool
    one_parent: bool
    advice_first: bool
    grounds: tuple[tuple[str, tuple[str, ...]], ...]

    def grounds_for(self, answer: str) -> list[str]:
        return [code for code, fits in self.grounds if answer in fits]


@dataclass(frozen=True)
class Answer:
    """What somebody said; `about` is what they were asked about (front door, route), `part` a yes that leaves something out."""

    kind: str
    ground: str = ""
    asked_at: int | None = None
    about: tuple[str, str] = ("", "")
    part: bool = False

    def counts_as(self, now: tuple[str, str]) -> str:
        """A yes to part is a no to the rest; a yes about another service is no answer about this one."""
        if self.kind not in {"agreed", "implicit"}:
            return self.kind
        return "refused" if self.part else self.kind if self.about == now else "not-asked"


@dataclass
class Member:
    """Somebody of the family. `responsibility` is of an adult; `asked_by_age` and `finding` (when, and what) of a child."""

    adult: bool
    responsibility: str = ""
    asked_by_age: bool = False
    finding: tuple[int, str] | None = None

    @property
    def is_asked(self) -> bool:
        """Whoever has or may have parental responsibility, children of 16 and over, and younger ones judged able to decide."""
        if self.adult:
            return self.responsibility != "no"
        return self.asked_by_age or (self.finding is not None and self.finding[1] == "competent")


@dataclass
class Put:
    """What was prepared: everything that it says (`key`), for whom, and what became of it."""

    key: tuple[Any, ...]
    door: str
    route: str
    to_ask: tuple[str, ...]
    rule: Rule
    urgent: bool
    concern: str | None
    state: str = "prepared"
    asked: bool = False
    due: int | None = None
    decisions: list[tuple[str, str]] = field(default_factory=list)
    way: str = ""
    late_review: bool = False


@dataclass
class Model:
    """One check of one agency. `leads` are those of the agency, `outside` those of the agency that approves for it.

    `lead_time`: how long the authority gives a lead to answer, in minutes. `evidence`: the level to which what was seen points,
    but for immediate danger; `beside`: to which it pointed when each child was last judged, where that was another.
    """

    rules: tuple[Rule, ...]
    level_order: tuple[str, ...]
    family: dict[str, Member]
    author: str
    leads: set[str]
    outside: set[str]
    has_approver: bool = False
    lead_time: int = 120
    now: int = 0
    levels: dict[str, tuple[str, int]] = field(default_factory=dict)
    evidence: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    account: str = ""
    urgency: str = "neither"
    basis: str = ""
    route: str = ""
    door: str = ""
    concern: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    puts: list[Put] = field(default_factory=list)
    closed: bool = False
    decided: bool = False

    @property
    def level(self) -> str:
        return max((level for level, _ in self.levels.values()), key=self.level_order.index)

    @property
    def points_to(self) -> str:
        """Immediate danger points to the highest level, whatever was seen."""
        return self.level_order[-1] if self.urgency == "now" else self.evidence

    def judged_on_something_else(self, child: str) -> bool:
        """Immediate danger asks nobody to look again who has placed the child at the highest level."""
        placed_there = self.urgency == "now" and self.levels[child][0] == self.points_to
        return self.points_to != self.beside.get(child, self.evidence) and not placed_there

    @property
    def rule(self) -> Rule | None:
        return next((r for r in self.rules if self.level in r.levels and (not r.bases or self.basis in r.bases)), None)

    @property
    def open(self) -> Put | None:
        return next((put for put in self.puts if put.state not in {"left", "superseded"}), None)

    @property
    def sent(self) -> Put | None:
        return next((put for put in self.puts if put.state == "left"), None)

    def people_to_ask(self) -> tuple[str, ...]:
        """Those of the family who are asked, and whoever has said no."""
        no = {name for name, answer in self.answers.items() if answer.kind in {"refused", "withdrawn"}}
        return tuple(name for name, member in self.family.items() if member.is_asked or name in no)

    def key(self) -> tuple[Any, ...]:
        """Everything that would be shared: two that are alike are word for word the same."""
        return (
            self.account, self.urgency, self.basis, self.door, self.route, tuple(sorted(self.levels.items())),
            tuple((name, member.responsibility, member.finding) for name, member in self.family.items()),
            tuple((name, self.answers.get(name)) for name in self.people_to_ask()),
        )  # fmt: skip

    # what may be done

    def may_write(self, who: str) -> str:
        if who != self.author:
            return "only the author writes in a check"
        return "closed" if self.closed else ""

    def may_record(self, who: str, person: str, answer: Answer, note: str) -> str:
        if why := self.may_write(who):
            return why
        if self.rule is None:
            return "no rule on this basis"
        if person not in self.people_to_ask():
            return "nobody who is to be asked"
        if answer.asked_at is not None and answer.asked_at > self.now:
            return "in the future"
        if answer.kind == "implicit" and not self.rule.implicit:
            return "the rule needs explicit agreement"
        said = "refused" if answer.part else answer.kind
        if answer.ground and (answer.ground not in self.rule.grounds_for(said) or not note):
            return "not a ground of this rule for this answer, or nothing said about it"
        return ""

    def may_judge(self, who: str, child: str, reasons: str) -> str:
        """Whether this child under 16 can decide: judged by the author, with reasons."""
        if why := self.may_write(who):
            return why
        return "always asked" if self.family[child].asked_by_age else "" if reasons else "no reasons"

    def may_prepare(self, who: str) -> str:
        if self.may_write(who):
            return self.may_write(who)
        if any(self.judged_on_something_else(child) for child in self.levels):
            return "the evidence says something else than when a child was judged"
        return "" if self.rule else "no rule on this basis"

    def may_ask(self, put: Put, who: str, why: str) -> str:
        if who != self.author:
            return "only the author asks"
        if (put.state, "asked") not in STEPS:
            return "no such step"
        if not why:
            return "no reason"
        if self.is_stale(put):
            return "something has changed since it was prepared"
        return "" if self.to_be_asked() else "nobody is left to ask"

    def to_be_asked(self) -> set[str]:
        """The agency's own leads; where none of them can be asked, those who approve from outside."""
        out = {self.author, self.concern}
        return (self.leads - out) or ((self.outside if self.has_approver else set()) - out)

    def may_review(self, who: str) -> bool:
        """Somebody else who leads, here or where the agency names its approver; never one whom the worry is about."""
        leading = self.leads | (self.outside if self.has_approver else set())
        return who in leading and who not in {self.author, self.concern}

    def may_decide(self, put: Put, who: str, decision: str, read: tuple[Any, ...], reasons: str) -> str:
        if not self.may_review(who):
            return "not theirs to decide"
        if put.state != "asked":
            return "no such step"
        if read != put.key:
            return "not what they read"
        return "" if reasons and decision in AFTER else "no decision, or no reasons"

    def is_stale(self, put: Put) -> bool:
        """Any change voids what was prepared; so does a worry about a lead that was said, or turns out, since."""
        return put.key != self.key() or put.concern != self.concern or put.to_ask != self.people_to_ask()

    def open_ways(self, put: Put) -> set[str]:
        """The four ways and what opens each, on the answers that stand now."""
        answers = {name: self.answers[name] for name in put.to_ask if name in self.answers}
        if not put.to_ask or set(answers) != set(put.to_ask):
            return set()
        said = {name: answer.counts_as((put.door, put.route)) for name, answer in answers.items()}
        without = {name: answer for name, answer in answers.items() if said[name] in WITHOUT}
        parents_agreed = [name for name in answers if name not in without and self.family[name].responsibility == "yes"]
        only_adults = all(self.family[name].adult for name in without)
        all_agree = (not without or (put.rule.one_parent and bool(parents_agreed) and only_adults)) and (
            put.rule.implicit or "implicit" not in said.values()
        )
        decided = {decision for _, decision in put.decisions}
        harm = not put.rule.needs_agreement
        grounded = all(answer.ground in {code for code, _ in put.rule.grounds} for answer in without.values())
        found = set()
        if all_agree and (not put.rule.advice_first or decided & {"advise", "approve"}):
            found.add(AGREEMENT)
        if put.state == "approved" and grounded and (not without or harm or put.urgent):
            found.add(APPROVAL)
        if harm or put.urgent:
            found.add(URGENT)
        answered_or_late = "decline" in decided or (put.due is not None and put.due <= self.now)
        if put.asked and answered_or_late and (harm or (put.rule.advice_first and all_agree)):
            found.add(JUDGEMENT)
        return found

    def may_send(self, put: Put, who: str, way: str, reasons: str, door: str) -> str:
        if who != self.author:
            return "only the author sends"
        if put.state in {"left", "superseded"} or self.closed:
            return "no such step"
        if door != put.door:
            return "not the front door that was confirmed"
        if self.is_stale(put):
            return "something has changed since it was prepared"
        if way not in self.open_ways(put):
            return "that way is not open"
        return "no reasons for a marked way" if way in MARKED and not reasons else ""

    def may_late_review(self, put: Put, who: str, reasons: str) -> str:
        if not self.may_review(who):
            return "not theirs to review"
        return "" if put.way in MARKED and not put.late_review and reasons else "nothing to review, or no reasons"

    # what was done

    def judged(self, child: str, finding: str) -> None:
        """The yes of one who cannot decide no longer stands; a no does."""
        self.family[child].finding = (self.now, finding)
        if finding != "competent" and child in self.answers and self.answers[child].kind not in {"refused", "withdrawn"}:
            del self.answers[child]

    def changed(self) -> None:
        """Something was written: what waits for a lead or has been answered is void where it would now read otherwise."""
        put = self.open
        if put is not None and put.state in {"asked", "approved", "advised"} and put.key != self.key():
            put.state = "superseded"

    def prepared(self) -> Put:
        """The open one where nothing differs; else it is superseded, and a new one is prepared."""
        assert self.rule is not None
        asked, former = self.people_to_ask(), self.open
        self.answers = {name: answer for name, answer in self.answers.items() if name in asked}
        same = former is not None and former.key == self.key()
        if former is not None and same and self.concern not in {who for who, _ in former.decisions}:
            former.concern = self.concern
            return former
        if former is not None:
            former.state = "superseded"
        put = Put(self.key(), self.door, self.route, asked, self.rule, self.urgency in {"now", "today"}, self.concern)
        self.puts.append(put)
        return put

    def asked(self, put: Put) -> None:
        put.state, put.asked, put.due = "asked", True, self.now + self.lead_time

    def answered(self, put: Put, who: str, decision: str) -> None:
        put.state = AFTER[decision]
        put.decisions.append((who, decision))

    def left(self, put: Put, way: str) -> None:
        put.state, put.way, self.closed = "left", way, True

    def closed_another_way(self) -> None:
        if self.open is not None:
            self.open.state = "superseded"
        self.closed = True
