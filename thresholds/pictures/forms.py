"""The forms a picture of need can take, by the name that a framework's data gives. A new form is one more row."""

from collections.abc import Callable
from dataclasses import dataclass

from thresholds.pictures import arch, balance, quadrants, windscreen
from thresholds.pictures.model import Picture
from thresholds.pictures.scale import Scale
from thresholds.pictures.sheet import Sheet


@dataclass(frozen=True)
class Form:
    """How a form draws a picture, whether it can draw this one, and whether its strengths push back instead of up."""

    draw: Callable[[Picture, Scale], Sheet]
    can_draw: Callable[[Picture], bool] = lambda picture: True
    pushes_back: bool = False


FORMS: dict[str, Form] = {
    "balance": Form(balance.draw),
    "arch": Form(arch.draw, arch.can_draw),
    "windscreen": Form(windscreen.draw, windscreen.can_draw, pushes_back=True),
    "quadrants": Form(quadrants.draw, quadrants.can_draw),
}
# Takes any number of levels and domains.
PLAINEST = FORMS["balance"]


def form_for(picture: Picture) -> Form:
    """The picture's own form; where its levels or domains do not fit it, the plainest one. ValueError if unknown."""
    try:
        form = FORMS[picture.form]
    except KeyError:
        raise ValueError(f"no form of picture is called {picture.form!r}; there are {', '.join(FORMS)}") from None
    return form if form.can_draw(picture) else PLAINEST
