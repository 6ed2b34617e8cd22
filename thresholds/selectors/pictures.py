"""A child's picture of need, as a plain value that can be kept in a document and drawn again the same."""

from collections.abc import Mapping
from typing import Any

from people.selectors import age_words
from thresholds.models import CheckChild
from thresholds.models.check import Check, Observation
from thresholds.pictures import as_content
from thresholds.pictures.model import Mark, Picture, PictureDomain, PictureLevel, Shape, StrengthMark
from thresholds.rules.framework import Framework, ListItem
from thresholds.rules.framework.entries import MET
from thresholds.rules.suggestion import Answers, not_explored_in, weigh
from thresholds.selectors.checks import answers_for, day_of

_SHAPES: dict[str, Shape] = {"circle": "circle", "square": "square", "hexagon": "hexagon"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def picture_for(child: CheckChild, framework: Framework, *, show_suggestion: bool = True) -> dict[str, Any]:
    """The picture of one child in a check, as `thresholds.pictures.model.Picture` fields.

    The suggestion is drawn only beside a judgement, and only where asked for: seen first, it anchors.
    """
    check = child.case_check
    answers = answers_for(child, at=child.judged_at or check.updated_at)
    shapes = {domain.code: _SHAPES[domain.shape] for domain in framework.domains}
    judged = child.level or None
    suggested = (child.suggestion or {}).get("level") if judged and show_suggestion else None
    not_explored = not_explored_in(framework, answers)
    picture = Picture(
        form=framework.picture.form if framework.picture else "balance",
        title=f"{child.person.short_name}, {age_words(child.person, day_of(check))}",
        model_name=framework.title,
        who=check.author.name,
        levels=tuple(PictureLevel(level.code, level.name, level.statutory) for level in framework.levels),
        domains=tuple(PictureDomain(d.code, d.name, shapes[d.code]) for d in framework.domains),
        worries=_worries(child, framework, answers, shapes),
        strengths=_strengths(child, framework),
        strength_groups=tuple(dict.fromkeys(item.group or "Strengths" for item in framework.strengths)),
        not_explored=tuple(
            (dimension.name, shapes[domain.code])
            for domain in framework.domains
            for dimension in domain.dimensions
            if dimension.code in not_explored
        ),
        judgement=judged,
        suggested=suggested,
        danger=check.urgency == Check.Urgency.NOW,
        grouping_note="" if len(framework.domains) > 1 else "The framework does not group its indicators.",
        why=child.level_why,
        centre=(framework.picture and framework.picture.centre) or "",
        blocks=(framework.picture and framework.picture.blocks) or "",
        blocks_note=(framework.picture and framework.picture.blocks_note) or "",
    )
    return as_content(picture)


def _worries(child: CheckChild, framework: Framework, answers: Answers, shapes: Mapping[str, Shape]) -> tuple[Mark, ...]:
    seen = {observation.code: observation for observation in child.observations.all()}
    first = framework.domains[0].code if framework.domains else ""
    worries: list[Mark] = []
    for item in weigh(framework, answers):
        if not item.is_worry:
            continue
        domain, observation = item.domain or first, seen.get(item.code)
        asked = bool(getattr(item.entry, "conditions", ()))
        worries.append(
            Mark(
                number=len(worries) + 1, level=item.counts_at.code, domain=domain, shape=shapes.get(domain, "circle"),
                text=item.words, unconfirmed=asked and observation is not None and observation.conditions_met is None,
            )
        )  # fmt: skip
    return tuple(worries)


def _strengths(child: CheckChild, framework: Framework) -> tuple[StrengthMark, ...]:
    found = []
    for seen in child.observations.all():
        if seen.kind == Observation.Kind.STRENGTH:
            item = framework.strength(seen.code)
            found.append((item.group or "Strengths", item.text))
        elif seen.kind == Observation.Kind.INDICATOR and not framework.indicator(seen.code).is_worry:
            indicator = framework.indicator(seen.code)
            found.append((framework.domain(indicator.domain).name, indicator.wording))
        elif seen.kind == Observation.Kind.QUESTION and seen.value == "yes":
            question = framework.question(seen.code)
            if question.is_strength or question.polarity == MET:
                found.append((_topic(framework, question), question.statement))
    return tuple(StrengthMark(_LETTERS[place % 26], group, text) for place, (group, text) in enumerate(found))


def _topic(framework: Framework, question: ListItem) -> str:
    return framework.dimension(question.dimension).name if question.dimension else "Strengths"
