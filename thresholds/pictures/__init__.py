"""The picture of need: a check drawn in its framework's own form, and the same in words. No Django here."""

from thresholds.pictures.content import as_content, from_content
from thresholds.pictures.description import Description, describe
from thresholds.pictures.drawing import draw
from thresholds.pictures.forms import FORMS
from thresholds.pictures.key import KeyEntry, key
from thresholds.pictures.model import Mark, Picture, PictureDomain, PictureLevel, StrengthMark

__all__ = [
    "FORMS",
    "Description",
    "KeyEntry",
    "Mark",
    "Picture",
    "PictureDomain",
    "PictureLevel",
    "StrengthMark",
    "as_content",
    "describe",
    "draw",
    "from_content",
    "key",
]
