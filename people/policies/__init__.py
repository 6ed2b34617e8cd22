"""Row-level security of people, and of what is closed to somebody."""

from people.policies.need_to_know import CLOSED, CURRENT, closes, declare_need_to_know, puts_in_conflict
from people.policies.records import declare_records

__all__ = ["CLOSED", "CURRENT", "closes", "declare_policies", "puts_in_conflict"]


def declare_policies() -> None:
    declare_records()
    declare_need_to_know()
