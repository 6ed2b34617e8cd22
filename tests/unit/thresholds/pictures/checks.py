"""Plainly fictional checks to draw, and a strategy for any check there could be."""

from dataclasses import replace

from hypothesis import strategies as st

from thresholds.pictures import Mark, Picture, PictureDomain, PictureLevel, StrengthMark
from thresholds.pictures.model import Shape

NEED_LEVELS = (
    PictureLevel("universal", "Universal"),
    PictureLevel("early-help", "Early Help"),
    PictureLevel("child-in-need", "Child in Need", statutory=True),
    PictureLevel("child-protection", "Child Protection", statutory=True),
)
NUMBERED_LEVELS = (
    PictureLevel("1", "Universal"),
    PictureLevel("2", "Early Help"),
    PictureLevel("3", "Targeted Early Help Support and Prevention"),
    PictureLevel("4", "Statutory Threshold", statutory=True),
)
ONE_DOMAIN = (PictureDomain("indicators", "Risk indicators", "circle"),)
THREE_DOMAINS = (
    PictureDomain("child", "Child's Developmental Needs", "circle"),
    PictureDomain("parents", "Parents and Carers", "square"),
    PictureDomain("family", "Family and Environmental Factors", "hexagon"),
)
GROUPS = ("Basics", "Belonging", "Learning", "Coping", "Core self")

BALANCE = Picture(
    form="balance",
    title="Picture of need: Robin, 10",
    model_name="Continuum model",
    who="T. Example",
    levels=NEED_LEVELS,
    domains=ONE_DOMAIN,
    worries=(
        Mark(1, "early-help", "indicators", "circle", "Sustained poor attendance"),
        Mark(2, "child-in-need", "indicators", "circle", "Behaviour led to regular exclusion", unconfirmed=True),
    ),
    strengths=(StrengthMark("a", "Basics", "Good enough housing"),),
    strength_groups=GROUPS,
    strengths_name="Resilient factors",
)
ARCH = Picture(
    form="arch",
    title="Picture of need: Wren, 7",
    model_name="Arch model",
    who="R. Example",
    levels=NUMBERED_LEVELS,
    domains=THREE_DOMAINS,
    worries=(
        Mark(1, "2", "child", "circle", "Poor punctuality"),
        Mark(2, "3", "parents", "square", "Struggling to provide adequate care"),
        Mark(3, "3", "family", "hexagon", "No bedding"),
    ),
    strengths=(StrengthMark("a", "child", "Good physical health"),),
    not_explored=(("Identity", "circle"), ("Community resources", "hexagon")),
    judgement="3",
    suggested="3",
    earlier=("2", "March 2026"),
)
WINDSCREEN = replace(ARCH, form="windscreen", model_name="Windscreen model", suggested="2", earlier=("4", "May 2026"))
QUADRANTS = Picture(
    form="quadrants",
    title="Picture of need: Ellis, 13",
    model_name="Quadrants model",
    who="J. Example",
    levels=(
        PictureLevel("universal", "Getting Advice: Family Support Network & Universal Services"),
        PictureLevel("early-help", "Getting Help: Early Help"),
        PictureLevel("targeted", "Getting More Help: Targeted Support"),
        PictureLevel("statutory", "Getting Risk Support: Statutory Services", statutory=True),
    ),
    domains=(
        PictureDomain("family", "The child and family", "circle"),
        PictureDomain("outside", "Outside the home", "hexagon"),
    ),
    worries=(
        Mark(1, "early-help", "family", "circle", "A worry is starting to show"),
        Mark(2, "targeted", "family", "circle", "Higher than Early Help usually meets"),
        Mark(3, "early-help", "outside", "hexagon", "At risk outside the home"),
    ),
    strengths=(StrengthMark("a", "The child and family", "Aunt Jo, two streets away"),),
    not_explored=(("What has been tried", "circle"),),
    centre="Prevention & Promotion",
    blocks="Building blocks of support",
    blocks_note="Added on top, never instead of",
)
# Each form, and the balance as it is where a framework has several domains.
IN_DOMAINS = replace(BALANCE, domains=THREE_DOMAINS, worries=tuple(replace(m, domain="child") for m in BALANCE.worries))
FORMS = {"balance": BALANCE, "balance in domains": IN_DOMAINS, "arch": ARCH, "windscreen": WINDSCREEN, "quadrants": QUADRANTS}


def emptied(picture: Picture) -> Picture:
    return replace(
        picture, worries=(), strengths=(), not_explored=(), judgement=None, suggested=None, earlier=None, danger=False
    )


def worries_in(picture: Picture, count: int, level: str, domain: str) -> tuple[Mark, ...]:
    shape: Shape = next(d.shape for d in picture.domains if d.code == domain)
    return tuple(Mark(n, level, domain, shape, f"Worry {n}") for n in range(1, count + 1))


@st.composite
def checks(draw: st.DrawFn, basis: Picture) -> Picture:
    """Any check on a basis: up to 40 worries anywhere (often crowded), anybody's view at any level or none."""
    codes = [level.code for level in basis.levels]
    domains = list(basis.domains)
    crowded = draw(st.booleans())
    level = st.just(draw(st.sampled_from(codes))) if crowded else st.sampled_from(codes)
    cells = draw(st.lists(st.tuples(level, st.sampled_from(domains), st.integers(0, 19)), max_size=40))
    worries = tuple(
        Mark(n, code, domain.code, domain.shape, f"Worry {n}", unconfirmed=dice == 1, danger=dice == 0)
        for n, (code, domain, dice) in enumerate(cells, start=1)
    )
    view = st.none() | st.sampled_from(codes)
    groups = draw(st.lists(st.sampled_from(basis.groups or ("Other",)), max_size=24))
    unseen = draw(st.lists(st.sampled_from(domains), max_size=12))
    return replace(
        basis,
        worries=worries,
        strengths=tuple(StrengthMark(chr(97 + n), group, f"Strength {n}") for n, group in enumerate(groups)),
        not_explored=tuple((f"Area {n}", domain.shape) for n, domain in enumerate(unseen)),
        judgement=draw(view),
        suggested=draw(view),
        earlier=draw(st.none() | st.tuples(st.sampled_from(codes), st.just("March 2026"))),
        danger=draw(st.booleans()),
    )
