"""Calls that a front door takes, and advice that it gives: who reads and writes them in the database."""

from people.policies import CLOSED, OPENED_IN_EMERGENCY
from rowsecurity import roles
from rowsecurity.registry import Policy, also_show, declare, declare_function, definer_may_read, keep_unwritten, restrict

_OURS = "front_door_id = any((select rls.my_front_doors())::bigint[])"
_MINE = f"by_id = rls.uid() and {_OURS}"
_CONTACT = (
    "exists (select 1 from referrals_contact c where c.id = {} "
    "and c.front_door_id = any((select rls.my_front_doors())::bigint[]))"
)
_BOTH = f"{_CONTACT.format('call_id')} and {_CONTACT.format('written_id')}"


_WRITES_UP = """
    create or replace function rls.writes_up_already(person bigint) returns boolean
    language sql stable security definer set search_path = '' as $$
      select exists (
        select 1 from public.clocks_clock c
        where c.owner_id = person and c.subject_type = 'check' and c.rule = 'written-follow-up' and c.stopped_at is null)
    $$"""
"""Whether a same-day clock runs on a check of this person: yes or no, so that nobody is reminded twice of one call."""


def declare_calling() -> None:
    """A call belongs to the door that took it: no agency reads who rang. What is closed of its contact is closed of it."""
    declare_function("rls.writes_up_already(bigint)", _WRITES_UP)
    definer_may_read("clocks_clock")
    declare(
        "referrals_call",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[Policy("SELECT", using=_OURS), Policy("INSERT", check=f"taken_by_id = rls.uid() and {_OURS}")],
    )
    restrict("referrals_call", using=f"contact_id <> {CLOSED}")
    also_show("referrals_call", using=f"contact_id = {OPENED_IN_EMERGENCY}")
    keep_unwritten("referrals_call", rows=f"contact_id = {OPENED_IN_EMERGENCY}")
    declare(
        "referrals_calldraft",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE", "DELETE")},
        policies=[
            Policy("SELECT", using=_MINE),
            Policy("INSERT", check=_MINE),
            Policy("UPDATE", using=_MINE, check=_MINE),
            Policy("DELETE", using=_MINE),
        ],
    )
    declare(
        "referrals_calljoin",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (undone_by_id, undone_at, undone_why)")},
        policies=[
            Policy("SELECT", using=_BOTH),
            Policy("INSERT", check=f"by_id = rls.uid() and {_BOTH}"),
            Policy("UPDATE", using=_BOTH, check=f"undone_by_id = rls.uid() and {_BOTH}"),
        ],
    )
    declare(
        "referrals_advicegiven",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[Policy("SELECT", using=_OURS), Policy("INSERT", check=f"given_by_id = rls.uid() and {_OURS}")],
    )
