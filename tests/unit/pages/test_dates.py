import datetime

import pytest
from django.core.exceptions import ValidationError

from pages.forms import DateField, TimeField

BORN = DateField(label="Date of birth", earliest=datetime.date(2000, 1, 1), latest=lambda: datetime.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        (["27", "3", "2017"], datetime.date(2017, 3, 27)),
        (["01", "09", "2024"], datetime.date(2024, 9, 1)),
        (["29", "2", "2024"], datetime.date(2024, 2, 29)),
        (["4", "March", "2025"], datetime.date(2025, 3, 4)),
        ([" 4 ", "sept", "2025"], datetime.date(2025, 9, 4)),
        (["10", "3", "2026"], datetime.date(2026, 3, 10)),
    ],
)
def test_a_real_date_is_read_with_its_month_as_a_number_or_a_name(typed, date):
    assert BORN.clean(typed) == date


@pytest.mark.parametrize(
    ("typed", "says", "parts"),
    [
        (["27", "3", ""], "Date of birth must include a year", ("year",)),
        (["", "", "2017"], "Date of birth must include a day and a month", ("day", "month")),
        (["31", "2", "2020"], "Date of birth must be a real date", ("day", "month", "year")),
        (["29", "2", "2023"], "Date of birth must be a real date", ("day", "month", "year")),
        (["32", "1", "2020"], "Date of birth must be a real date", ("day",)),
        (["1", "13", "2020"], "Date of birth must be a real date", ("month",)),
        (["0", "0", "2020"], "Date of birth must be a real date", ("day", "month")),
        (["one", "1", "2020"], "Date of birth must be a real date", ("day",)),
        (["1", "1", "20"], "Year must include 4 numbers", ("year",)),
        (["1", "1", "0000"], "Date of birth must be a real date", ("day", "month", "year")),
        (["٣", "1", "2020"], "Date of birth must be a real date", ("day",)),
        (["31", "12", "1999"], "Date of birth must be on or after 1 January 2000", ("day", "month", "year")),
        (["11", "3", "2026"], "Date of birth must be on or before 10 March 2026", ("day", "month", "year")),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_in_which_boxes(typed, says, parts):
    with pytest.raises(ValidationError) as refusal:
        BORN.clean(typed)
    assert refusal.value.messages == [says]
    assert refusal.value.params["parts"] == parts


def test_an_empty_date_is_none_where_it_is_optional():
    assert DateField(required=False).clean(["", "", ""]) is None


def test_a_date_has_changed_only_if_its_parts_have():
    assert not BORN.has_changed(datetime.date(2017, 3, 27), ["27", "3", "2017"])
    assert BORN.has_changed(datetime.date(2017, 3, 27), ["28", "3", "2017"])
    assert not BORN.has_changed(None, ["", "", ""])


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9:30", (9, 30)), ("9.30pm", (21, 30)), ("0930", (9, 30)), ("14:05", (14, 5)), ("9am", (9, 0)), ("12am", (0, 0)),
        ("12 pm", (12, 0)), ("11:59 p.m.", (23, 59)), ("midday", (12, 0)), ("00:00", (0, 0)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, time):
    assert TimeField().clean(typed) == datetime.time(*time)


@pytest.mark.parametrize("typed", ["9", "25:00", "9:60", "13pm", "0am", "soon", "9:3", "1200000"])
def test_what_is_not_a_time_is_refused(typed):
    with pytest.raises(ValidationError, match="Enter a time, like 9:30am or 14:05"):
        TimeField().clean(typed)
