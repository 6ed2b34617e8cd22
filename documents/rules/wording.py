"""How content is put into words on paper: dates, long texts, fact and opinion. Product decisions, where no source is named."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MOST_PRINTED = 20_000
"""Characters of one text that are printed; the rest stays in the frozen content, and the page says so."""

FACT_OR_OPINION = {
    "fact": "Fact: seen, heard or measured",
    "opinion": "Opinion: what the writer makes of it",
}


def day_words(day: date) -> str:
    """3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def moment_words(moment: datetime) -> str:
    """Tuesday 3 March 2026 at 14:52, London time when it has an offset."""
    local = moment.astimezone(LONDON) if moment.tzinfo else moment
    return f"{local:%A} {day_words(local)} at {local:%H:%M}"


def when_words(written: str) -> str:
    """Return ISO dates and times in words, and anything else as it was written."""
    try:
        if len(written) == len("2026-03-03"):
            return day_words(date.fromisoformat(written))
        return moment_words(datetime.fromisoformat(written))
    except ValueError:
        return written


def fact_words(written: str) -> str:
    """Say whether evidence is fact or opinion (Stoke and Staffordshire and issue 2: evidence tells them apart)."""
    return FACT_OR_OPINION.get(written.lower(), written)


def sentence(text: str) -> str:
    """Return the text with a full stop if it ends without any."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:;”\"'" else f"{text}."


def paragraphs(text: str, *, most: int = MOST_PRINTED) -> tuple[list[str], int]:
    """Return (paragraphs to print, how many characters are left out at the end)."""
    printed, left = text[:most], max(0, len(text) - most)
    return [part.strip() for part in printed.split("\n") if part.strip()], left


def level_rank(level: tuple[str, str], levels: tuple[tuple[str, str], ...]) -> int | None:
    """Return the place from 1 of (code, name) among the framework's levels, by code first; None if it is not among them."""
    code, name = level
    for place, (other_code, other_name) in enumerate(levels, start=1):
        if (code and code == other_code) or (not code and name and name == other_name):
            return place
    return None
