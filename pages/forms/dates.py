"""A date in three boxes, with an error that says which box and why; and a time typed as people write it."""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DateLimit = datetime.date | Callable[[], datetime.date]


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year. Their names end in _day, _month and _year, and so do their ids."""

    template_name = "rh_govuk/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in PARTS}, attrs)

    def decompress(self, value: datetime.date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{part}") or "").strip() for part in PARTS]


class DateField(forms.Field):
    """A date. Months may be numbers or names. Errors carry ``params["parts"]``, the boxes that are wrong.

    ``earliest`` and ``latest`` are dates, or functions that give one when the form is cleaned (today, say). ``subject`` is
    how errors call it; if empty, the label without its question mark.
    """

    widget = DatePartsWidget
    default_error_messages: ClassVar = {
        "missing": "%(subject)s must include a %(missing)s",
        "impossible": "%(subject)s must be a real date",
        "year": "Year must include 4 numbers",
        "too_early": "%(subject)s must be on or after %(limit)s",
        "too_late": "%(subject)s must be on or before %(limit)s",
    }

    def __init__(
        self, *, earliest: DateLimit | None = None, latest: DateLimit | None = None, subject: str = "", **kwargs: Any
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        self.subject = subject
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = DatePartsWidget().decompress(initial) if isinstance(initial, datetime.date) else (initial or ["", "", ""])
        return [str(part) for part in before] != [str(part) for part in (data or ["", "", ""])]

    def to_python(self, value: Any) -> datetime.date | None:
        """The date of three typed parts. Raises ValidationError with the parts that are missing or impossible."""
        if value is None or isinstance(value, datetime.date):
            return value
        typed = dict(zip(PARTS, [str(part).strip() for part in value], strict=True))
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self._wrong("missing", missing, missing=" and a ".join(missing))
        if not re.fullmatch(r"[0-9]{4}", typed["year"]):
            raise self._wrong("year", ["year"])
        day, month = _number(typed["day"]), _month(typed["month"])
        wrong = [part for part, number, most in (("day", day, 31), ("month", month, 12)) if not 1 <= number <= most]
        if wrong:
            raise self._wrong("impossible", wrong)
        try:
            return datetime.date(int(typed["year"]), month, day)
        except ValueError:
            raise self._wrong("impossible", list(PARTS)) from None

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest, latest = _limit(self.earliest), _limit(self.latest)
        if earliest and value < earliest:
            raise self._wrong("too_early", list(PARTS), limit=_long(earliest))
        if latest and value > latest:
            raise self._wrong("too_late", list(PARTS), limit=_long(latest))

    def _wrong(self, code: str, parts: list[str], **params: str) -> ValidationError:
        subject = self.subject or str(self.label or "Date").rstrip("?")
        return ValidationError(
            self.error_messages[code], code=code, params={"subject": subject, "parts": tuple(parts), **params}
        )


class TimeField(forms.Field):
    """A time of day as people write it: 9:30, 9.30pm, 0930, 9am, midday."""

    default_error_messages: ClassVar = {"invalid": "Enter a time, like 9:30am or 14:05"}
    named: ClassVar = {"midday": datetime.time(12), "noon": datetime.time(12), "midnight": datetime.time(0)}
    pattern = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?m?\.?", re.IGNORECASE)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else value

    def to_python(self, value: Any) -> datetime.time | None:
        if value is None or isinstance(value, datetime.time):
            return value
        typed = str(value).strip().lower()
        if not typed:
            return None
        if typed in self.named:
            return self.named[typed]
        found = self.pattern.fullmatch(typed)
        hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 99)
        if found and found["half"]:
            hour = hour % 12 + (12 if found["half"] == "p" else 0) if 1 <= hour <= 12 else 99
        elif found and not found["minute"]:
            hour = 99
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return datetime.time(hour, minute)


def _number(typed: str) -> int:
    return int(typed) if re.fullmatch(r"[0-9]{1,2}", typed) else 0


def _month(typed: str) -> int:
    name = typed.lower()[:3]
    return MONTHS.index(name) + 1 if name in MONTHS and typed.isalpha() else _number(typed)


def _limit(limit: DateLimit | None) -> datetime.date | None:
    return limit() if callable(limit) else limit


def _long(date: datetime.date) -> str:
    return f"{date.day} {date:%B %Y}"
