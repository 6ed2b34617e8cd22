"""A picture as plain JSON values, so that a frozen document can keep what it showed and be drawn again the same."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from thresholds.pictures.model import Mark, Picture, PictureDomain, PictureLevel, StrengthMark


def as_content(picture: Picture) -> dict[str, Any]:
    """The picture as mappings, lists, texts, numbers, true, false and null."""
    return {key: _plain(value) for key, value in asdict(picture).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def from_content(content: Mapping[str, Any]) -> Picture:
    """The picture that `as_content` gave. TypeError or KeyError if it is something else."""
    earlier = content.get("earlier")
    return Picture(
        **{
            **content,
            "levels": tuple(PictureLevel(**level) for level in content["levels"]),
            "domains": tuple(PictureDomain(**domain) for domain in content["domains"]),
            "worries": tuple(Mark(**mark) for mark in content.get("worries", ())),
            "strengths": tuple(StrengthMark(**mark) for mark in content.get("strengths", ())),
            "strength_groups": tuple(content.get("strength_groups", ())),
            "not_explored": tuple((name, shape) for name, shape in content.get("not_explored", ())),
            "earlier": (earlier[0], earlier[1]) if earlier else None,
        }
    )
