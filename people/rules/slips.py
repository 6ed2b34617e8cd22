"""How a date of birth is written down wrongly. Product decisions: these are the slips that people who key in dates make."""

import datetime

NEAR_BIRTH = 42
"""Days around the day on which a child was expected within which a birth may be theirs: product decision."""


def swapped(day: datetime.date | None) -> datetime.date | None:
    """The date with day and month changed over, where that is another real date."""
    if day is None or day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def slip_words(one: datetime.date, other: datetime.date) -> str:
    """What one slip makes of two dates one, in words; empty where it is more than one."""
    if swapped(one) == other:
        return "Day and month swapped"
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) == 1:
        return "The year is off by one"
    pairs = list(zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
    differing = [index for index, (left, right) in enumerate(pairs) if left != right]
    if len(differing) == 1:
        return "One digit differs"
    if len(differing) == 2 and differing[1] - differing[0] == 1 and pairs[differing[0]] == pairs[differing[1]][::-1]:
        return "Two digits swapped"
    return ""


def slips_of(day: datetime.date) -> tuple[datetime.date, ...]:
    """Every other date that one slip makes of this one, within a childhood either way."""
    near = (day + datetime.timedelta(days=step) for step in range(-366, 367))
    found = [one for one in near if one != day and slip_words(day, one)]
    far = (_in_year(day, day.year + step) for step in range(-10, 11, 10) if step)
    wide = [one for one in (swapped(day), *far) if one is not None and slip_words(day, one)]
    return tuple(sorted({*found, *wide}))


def _in_year(day: datetime.date, year: int) -> datetime.date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def apart_words(one: datetime.date, other: datetime.date) -> str:
    """How far two dates are apart, for a fact that speaks against."""
    days = abs((one - other).days)
    if days >= 365:
        years = days // 365
        return f"Differs by about {years} year{'' if years == 1 else 's'}"
    return f"Differs by {days} day{'' if days == 1 else 's'}"


def near_birth(born: datetime.date, expected: datetime.date) -> bool:
    """Whether somebody born then may be the child who was expected then."""
    return abs((born - expected).days) <= NEAR_BIRTH
