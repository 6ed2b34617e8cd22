"""Telling one story as somebody of an agency: a check from its beginning to what would be shared, through the real services."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from consent.models import Agreement
from consent.selectors.proposals import people_to_ask, rule_for
from consent.services.agreements import Asking, agreement_record
from demo.families import DemoFamily
from partnerships.models import LocalAuthority, User
from rowsecurity.session import acting_as
from thresholds.models import Check
from thresholds.selectors.authorities import routes_of
from thresholds.services.checks import check_begin, conversation_record
from thresholds.services.judgements import route_choose

MINUTE = datetime.timedelta(minutes=1)


@dataclass
class Telling:
    """One case while it is being told. `at` is its own clock, which never passes `now`."""

    rng: random.Random
    now: datetime.datetime
    at: datetime.datetime
    authority: LocalAuthority
    author: User
    story: Mapping[str, Any]
    family: DemoFamily
    answers: Mapping[str, Any]
    urgency: str = Check.Urgency.NEITHER
    check: Check = field(init=False)

    @contextmanager
    def as_(self, user: User, *, after: tuple[float, float] = (1, 5)) -> Iterator[datetime.datetime]:
        """Act as somebody, some minutes later."""
        later = self.at + self.rng.uniform(*after) * MINUTE
        self.at = min(later, self.now).replace(microsecond=0)
        with acting_as(user.pk):
            yield self.at

    def say(self, text: str) -> str:
        """A text with the family's names in it."""
        return text.replace("{child}", self.family.first).replace("{adult}", self.family.mother)

    def pick(self, texts: list[str]) -> str:
        return self.say(self.rng.choice(texts))

    def told(self, key: str) -> str:
        """A text of the story; empty where it has none."""
        return self.say(self.story.get(key, ""))


def begin(telling: Telling, **kind: Any) -> None:
    with telling.as_(telling.author) as at:
        telling.check = check_begin(by=telling.author, urgency=telling.urgency, at=at, **kind)


def choose(telling: Telling, kinds: tuple[str, ...]) -> None:
    """The first route of these kinds that applies, after the conversation where it speaks first."""
    by = telling.author
    with telling.as_(by, after=(2, 10)) as at:
        routes = [route for route in routes_of(telling.check, level=_level(telling), at=at) if route.kind in kinds]
        route = next(route for route in routes if not route.needs)
        document = telling.check.framework_version.framework_document()
        actions = {item.code: "Done, see the account." for item in document.actions_to_consider[:2]}
        telling.check = route_choose(
            check=telling.check, route=route.code, basis=telling.story["basis"], need="", allocated_worker="no",
            actions=actions, by=by, at=at,
        )  # fmt: skip
        if route.speaks_first:
            conversation_record(
                check=telling.check, kind="front-door", with_whom=route.name, held_at=at - 4 * MINUTE, by=by, at=at,
                said=telling.told("account"), advised=telling.pick(telling.answers["talks"]), written_asked=True,
            )  # fmt: skip


def ask_family(telling: Telling, answer: str) -> None:
    """Ask everybody who is to be asked. A refusal, or not asking, comes with the rule's own ground."""
    by = telling.author
    with telling.as_(by, after=(10, 40)) as at:
        rule = rule_for(telling.check)
        fitting = [ground.code for ground in rule.grounds if answer in ground.applies_to] if rule else []
        ground = telling.rng.choice(fitting) if fitting else ""
        note = telling.told("not_asked" if answer == "not-asked" else "ground_note") if ground else ""
        for person in people_to_ask(telling.check):
            asking = Asking(answer="not-asked", ground=ground, ground_note=note)
            if answer != Agreement.Answer.NOT_ASKED:
                said = telling.told("yes" if answer == "agreed" else "no")
                asking = Asking(
                    answer=answer, how=telling.rng.choice(["face-to-face", "face-to-face", "phone"]),
                    asked_at=at - telling.rng.randint(5, 9) * MINUTE, explained_why=True, explained_what=True,
                    explained_with_whom=telling.rng.random() < 0.9, explained_purpose=True, their_words=said,
                    ground=ground, ground_note=note or ("I have seen what I describe." if ground else ""),
                )  # fmt: skip
            agreement_record(check=telling.check, person=person, asking=asking, by=by, at=at)


def _level(telling: Telling) -> str:
    return str(telling.story["level"])
