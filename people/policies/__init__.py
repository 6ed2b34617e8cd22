"""Row-level security of people, and of what is closed to somebody."""

from people.policies.need_to_know import CLOSED, CURRENT, closes, declare_need_to_know, leaves_out, puts_in_conflict
from people.policies.opening import OPENED_IN_EMERGENCY, declare_opened, declare_openings
from people.policies.records import declare_about_a_child, declare_one_child, declare_records

__all__ = ["CLOSED", "CURRENT", "OPENED_IN_EMERGENCY", "closes", "declare_policies", "leaves_out", "puts_in_conflict"]


def declare_policies() -> None:
    declare_records()
    declare_opened()
    declare_one_child()
    declare_need_to_know()
    declare_about_a_child()
    declare_openings()
