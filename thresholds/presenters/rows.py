"""One row of the page of worries: its words, and once it is ticked its level, its evidence and the duties that go with it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from thresholds.forms.evidence import EvidenceForm, Sheet
from thresholds.models.check import Observation
from thresholds.presenters.entries import EntryGroup
from thresholds.presenters.levels import LevelWords, level_words
from thresholds.rules.framework import Framework, Indicator, ListItem
from thresholds.rules.suggestion.weighing import Weighed
from thresholds.rules.tools import answers_condition, told

SHORTEST_MARKED = 3


@dataclass(frozen=True)
class Row:
    """`level` is where it counts, shown only once it is recorded; `under` says why it counts lower than it is printed.

    `tool_words` say what a tool that the wording names showed; `tool_answers`: that answers its condition, too.
    """

    group: EntryGroup
    ticked: bool
    recorded: bool
    pieces: tuple[tuple[str, bool], ...]
    place: str
    level: LevelWords | None = None
    under: str = ""
    form: EvidenceForm | None = None
    is_open: bool = False
    told: str = ""
    tool_words: str = ""
    tool_answers: bool = False
    shared_with: tuple[str, ...] = ()
    duties: tuple[ListItem, ...] = ()

    @property
    def key(self) -> str:
        return self.group.key

    @property
    def anchor(self) -> str:
        return f"row-{self.key}"


def row_of(
    group: EntryGroup,
    *,
    sheet: Sheet,
    framework: Framework,
    weighed: dict[str, Weighed],
    words: Sequence[str] = (),
    keep_open: Container[str] = (),
) -> Row:
    """A group as the page shows it; `words` are those of a search, marked in it."""
    observation = sheet.observation(group)
    form = sheet.forms.get(group.key)
    item = weighed.get(observation.code) if observation else None
    wrong = form is not None and form.is_bound and bool(form.errors)
    return Row(
        group=group,
        ticked=group.key in sheet.ticked,
        recorded=observation is not None,
        pieces=marked(group.wording, words),
        place=getattr(group.entries[0], "theme", None)
        or (framework.dimension(group.dimension).name if group.dimension else ""),
        level=level_words(item.counts_at) if item else None,
        under=under_of(item, observation) if item else "",
        form=form if observation is not None or wrong else None,
        is_open=wrong or group.key in keep_open,
        told=told_of(observation) if observation else "",
        tool_words=told(framework, observation.tool, observation.tool_result) if observation else "",
        tool_answers=observation is not None and answers_condition(framework, observation.tool, observation.tool_result),
        shared_with=tuple(child.person.short_name for child in sheet.shared_with(group)),
        duties=tuple(duty for duty in framework.duties if set(duty.indicators) & set(group.codes)) if observation else (),
    )


def place_of(group: EntryGroup, framework: Framework) -> str:
    """Under which heading the list has it: a theme of ours, or its dimension."""
    first = group.entries[0]
    if isinstance(first, Indicator):
        return first.theme or framework.dimension(first.dimension).name
    return ""


def under_of(item: Weighed, observation: Observation | None) -> str:
    """Why a worry counts lower than it is printed, or what is still to be asked about it."""
    if item.counts_at.order == item.printed.order:
        waits = getattr(item.entry, "conditions", ()) and observation is not None and observation.conditions_met is None
        return "to be confirmed" if waits else ""
    printed = level_words(item.printed).words
    if item.in_age is False:
        return f"printed at {printed}, for a child who is {item.entry.age}"
    if observation is not None and observation.conditions_met is False:
        return f"printed at {printed}, which does not hold here"
    return f"would be {printed} once confirmed"


def told_of(observation: Observation) -> str:
    """What is recorded under a tick, in one paragraph."""
    said = {
        Observation.Who.ME: "Seen or heard by me", Observation.Who.CHILD: "Told by a child",
        Observation.Who.PARENT: "Told by a parent", Observation.Who.OTHER: "Told by someone else",
    }  # fmt: skip
    parts = [observation.seen, observation.when, observation.how_often]
    parts += [said[Observation.Who(observation.who)]] if observation.who else []
    parts += [observation.get_nature_display().partition(":")[0]] if observation.nature else []
    parts += [f"Since {observation.since:%-d %B %Y}"] if observation.since else []
    parts += ["Growing"] if observation.growing else []
    return " ".join(part if part[-1] in ".!?”\"'" else f"{part}." for part in parts if part)


def marked(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, those that begin like one of the words marked."""
    stems = [re.escape(word) for word in words if len(word) >= SHORTEST_MARKED]
    if not stems:
        return ((text, False),)
    pattern = re.compile(rf"\b((?:{'|'.join(stems)})\w*)", re.IGNORECASE)
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(pattern.split(text)) if piece)
