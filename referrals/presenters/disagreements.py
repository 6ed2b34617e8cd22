"""A disagreement as both sides read it: every stage of the partnership, what was said at each, and the time to answer."""

import datetime
from dataclasses import dataclass
from typing import Any

from clocks.rules.countdown import Countdown
from clocks.selectors import clock_display, clocks_on
from partnerships.models import User
from referrals.models import Contact, Disagreement, DisagreementStep
from referrals.permissions import is_at_door
from thresholds.rules.authority import Stage
from thresholds.selectors.authorities import document_of


@dataclass(frozen=True)
class ShownStage:
    """A stage with what was said at it; `standing` is past, now or ahead."""

    stage: Stage
    standing: str
    steps: list[DisagreementStep]
    countdown: Countdown | None

    @property
    def time(self) -> str:
        """How long the stage may take, in words."""
        if self.stage.amount is None:
            return ""
        unit = {"working-days": "working day", "elapsed-hours": "hour", "same-day": "same day"}.get(self.stage.unit or "", "")
        return f"{self.stage.amount} {unit}{'' if self.stage.amount == 1 else 's'}"


def disagreement_page(disagreement: Disagreement, user: User, now: datetime.datetime) -> dict[str, Any]:
    """Everything on the page but the form."""
    stages = stages_shown(disagreement, user, now)
    return {
        "disagreement": disagreement,
        "stages": stages,
        "is_open": disagreement.state == Disagreement.State.OPEN,
        "back": back_to(disagreement, user),
        "contact": Contact.objects.select_related("front_door", "author", "owner").filter(pk=disagreement.subject_id).first(),
    }


def stages_shown(disagreement: Disagreement, user: User, now: datetime.datetime) -> list[ShownStage]:
    """Every stage in order, the ones ahead too, so that everybody knows what comes next."""
    document = document_of(disagreement.front_door.authority).disagreement
    stages = document.stages if document else ()
    codes = [stage.code for stage in stages]
    at = codes.index(disagreement.stage) if disagreement.stage in codes else 0
    clocks = {clock.rule: clock for clock in clocks_on(user, "disagreement", disagreement.pk).select_related("authority")}
    over = disagreement.state == Disagreement.State.RESOLVED
    shown = []
    for place, stage in enumerate(stages):
        clock = clocks.get(f"disagreement-{stage.code}")
        standing = "ahead" if place > at else "past" if place < at or over else "now"
        said = [step for step in disagreement.steps.all() if step.stage == stage.code]
        shown.append(ShownStage(stage, standing, said, clock_display(clock, now) if clock else None))
    return shown


def next_stage(disagreement: Disagreement) -> str:
    """The name of the stage after this one; empty past the last."""
    document = document_of(disagreement.front_door.authority).disagreement
    names = [(stage.code, stage.name) for stage in (document.stages if document else ())]
    codes = [code for code, _ in names]
    place = codes.index(disagreement.stage) + 1 if disagreement.stage in codes else len(codes)
    return names[place][1] if place < len(names) else ""


def back_to(disagreement: Disagreement, user: User) -> str:
    """The page of the contact for this person's side, by the name of its address."""
    return "referrals:contact" if is_at_door(user, disagreement.front_door_id) else "referrals:sent"
