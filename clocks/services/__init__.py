"""What is done with clocks: starting, stopping, replacing, handing over, and moving them when calendar or rule change."""

from clocks.services.running import (
    NoOpenClock,
    clock_assign,
    clock_release,
    clock_reopen,
    clock_start,
    clock_stop,
    clock_supersede,
    clocks_pass_by,
)
from clocks.services.schedule import (
    ScheduleRefused,
    changes_apply,
    day_off_add,
    day_off_check,
    day_off_remove,
    days_off_load,
    rule_change,
)

__all__ = [
    "NoOpenClock",
    "ScheduleRefused",
    "changes_apply",
    "clock_assign",
    "clock_release",
    "clock_reopen",
    "clock_start",
    "clock_stop",
    "clock_supersede",
    "clocks_pass_by",
    "day_off_add",
    "day_off_check",
    "day_off_remove",
    "days_off_load",
    "rule_change",
]
