"""From a picture to one SVG."""

from thresholds.pictures.description import describe
from thresholds.pictures.forms import form_for
from thresholds.pictures.markup import Svg
from thresholds.pictures.model import Picture
from thresholds.pictures.scale import SCALES, Width
from thresholds.pictures.sheet import closed


def draw(picture: Picture, width: Width = "wide", uid: str = "picture") -> Svg:
    """The picture as an escaped `<svg>`, 960 or 328 units wide; `uid` keeps ids apart on a page with several.

    Raises ValueError if a worry, the judgement, the suggestion or the earlier check names a level or a domain that
    the picture does not have: a worry is never left out quietly.
    """
    checked = picture.checked()
    scale, words = SCALES[width], describe(checked)
    return closed(form_for(checked).draw(checked, scale), scale, words.title, words.desc, uid)
