"""What is closed with a check: the check and its family. Its author keeps what they wrote."""

from people.policies import CLOSED, closes
from rowsecurity.registry import definer_may_read, restrict

_CHECKS = """
    select c.id from public.thresholds_check c where (c.id = any(conflicts) or c.id = any(restricted)) and c.author_id <> who
    union all
    select c.household_id from public.thresholds_check c
    where (c.id = any(conflicts) or c.id = any(restricted)) and c.author_id <> who
    union all
    select m.person_id from public.thresholds_check c join public.people_householdmember m on m.household_id = c.household_id
    where (c.id = any(conflicts) or c.id = any(restricted)) and c.author_id <> who"""


def declare_closing() -> None:
    definer_may_read("thresholds_check", "people_householdmember")
    closes("rls.checks_closed", _CHECKS)
    for table in ("thresholds_check", "people_household", "people_person"):
        restrict(table, using=f"id <> {CLOSED}")
