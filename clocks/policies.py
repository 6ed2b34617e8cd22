"""Who may read and write clocks in the database."""

from rowsecurity import roles
from rowsecurity.registry import Policy, declare, declare_function, declare_impersonal, definer_may_read

_MINE = (
    "(owner_id = rls.uid() or started_by_id = rls.uid() or organisation_id = any((select rls.my_agencies())::bigint[]) "
    "or organisation_id = any((select rls.my_reviewed())::bigint[]) "
    "or front_door_id = any((select rls.my_front_doors())::bigint[])) and passes_by_id is distinct from rls.uid()"
)
_ADMINISTERED = "authority_id = any((select rls.my_authorities())::bigint[])"
_OF_MY_CLOCK = "exists (select 1 from clocks_clock c where c.id = clock_id)"
"""Reads the clock through its own policy, which says whose it is."""


def _system(*commands: str) -> list[Policy]:
    """The sweep reads and writes every row, so far as its grants go."""
    return [
        Policy(
            command,
            using=None if command == "INSERT" else "true",
            check=None if command == "SELECT" else "true",
            role=roles.SYSTEM,
        )
        for command in commands
    ]


_TOUCHED = """
    create or replace function rls.clocks_touched(authority bigint, day date) returns bigint
    language sql stable security definer set search_path = '' as $$
      select count(*) from public.clocks_clock c
      where c.authority_id = authority and authority = any(rls.my_authorities()) and c.stopped_at is null
        and c.rule_snapshot ->> 'unit' = 'working-days'
        and (c.started_at at time zone 'Europe/London')::date < day and (c.due_at at time zone 'Europe/London')::date >= day
    $$"""
"""How many open clocks count a day, for the admin who changes it: a number, of their own authority alone."""


_FEED_OWNER = """
    create or replace function rls.calendar_feed_owner(wanted_hash text) returns table (id uuid, user_id bigint)
    language sql stable security definer set search_path = '' as $$
      select f.id, f.user_id from public.clocks_calendarfeed f join public.partnerships_user u on u.id = f.user_id
      where f.link_hash = wanted_hash and f.revoked_at is null and u.is_active
    $$"""
"""Whose link this is, for whoever holds its token: asked by its hash, with nobody signed in."""


def _declare_ways_to_hear() -> None:
    """A person's own link and choice; the sweep reads the choice, and nobody but the function above reads a link by hash."""
    mine = "user_id = rls.uid()"
    declare(
        "clocks_calendarfeed",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (revoked_at, read_at, counted_from, asked)")},
        policies=[
            Policy("SELECT", using=mine),
            Policy("INSERT", check=f"{mine} and revoked_at is null"),
            Policy("UPDATE", using=f"{mine} and revoked_at is null", check=mine),
        ],
    )
    declare_function("rls.calendar_feed_owner(text)", _FEED_OWNER)
    definer_may_read("clocks_calendarfeed")
    declare(
        "clocks_digestchoice",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE"), roles.SYSTEM: ("SELECT",)},
        policies=[
            Policy("SELECT", using=mine),
            Policy("INSERT", check=mine),
            Policy("UPDATE", using=mine, check=mine),
            *_system("SELECT"),
        ],
    )


def declare_policies() -> None:
    """Agencies and front doors see their own clocks, and whoever starts one for another sees that one.

    So a referrer sees the front door's time run. The sweep sees all clocks and changes what it must.
    """
    _declare_clocks()
    _declare_runs()
    _declare_changes()
    _declare_ways_to_hear()
    declare_impersonal("clocks_sweepstate", grants={roles.WEB: ("SELECT",), roles.SYSTEM: ("SELECT", "INSERT", "UPDATE")})


def _declare_clocks() -> None:
    """A clock with its milestones and events: who sees the clock sees these."""
    declare(
        "clocks_clock",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE"), roles.SYSTEM: ("SELECT", "UPDATE")},
        policies=[
            Policy("SELECT", using=_MINE),
            Policy("INSERT", check="started_by_id = rls.uid()"),
            Policy("UPDATE", using=_MINE, check=_MINE),
            *_system("SELECT", "UPDATE"),
        ],
    )
    declare(
        "clocks_milestone",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE"), roles.SYSTEM: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=_OF_MY_CLOCK),
            Policy("INSERT", check=_OF_MY_CLOCK),
            Policy("UPDATE", using=_OF_MY_CLOCK, check=_OF_MY_CLOCK),
            *_system("SELECT", "INSERT", "UPDATE"),
        ],
    )
    declare(
        "clocks_clockevent",
        grants={roles.WEB: ("SELECT", "INSERT"), roles.SYSTEM: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using=_OF_MY_CLOCK),
            Policy("INSERT", check=f"by_id = rls.uid() and {_OF_MY_CLOCK}"),
            *_system("SELECT", "INSERT"),
        ],
    )


def _declare_runs() -> None:
    """What a handler has to do, seen by whoever it is done as."""
    declare(
        "clocks_handlerrun",
        grants={roles.WEB: ("SELECT", "UPDATE (done_at)"), roles.SYSTEM: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using="actor_id = rls.uid()"),
            Policy("UPDATE", using="actor_id = rls.uid()", check="actor_id = rls.uid()"),
            *_system("SELECT", "INSERT", "UPDATE"),
        ],
    )


def _declare_changes() -> None:
    """What an admin asks for, of their own authority; the sweep carries it out."""
    declare_function("rls.clocks_touched(bigint, date)", _TOUCHED)
    definer_may_read("clocks_clock")
    declare(
        "clocks_schedulechange",
        grants={roles.WEB: ("SELECT", "INSERT"), roles.SYSTEM: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("SELECT", using=_ADMINISTERED),
            Policy("INSERT", check=f"asked_by_id = rls.uid() and {_ADMINISTERED} and (applied_at is null or kind = 'rule')"),
            Policy("INSERT", check="asked_by_id is null and kind = 'document' and applied_at is null", role=roles.OWNER),
            *_system("SELECT", "INSERT", "UPDATE"),
        ],
    )
