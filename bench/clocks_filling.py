"""Clocks by the million, made by the database itself past its triggers, for `bench.clocks`; begun a second apart."""

import json
from dataclasses import dataclass
from typing import Any

from config.embedded import postgres

PEOPLE = 200
CLOCKS = """
    insert into clocks_clock (id, rule, rule_snapshot, authority_id, subject_type, subject_id, reference, started_at,
        started_by_id, created_at, due_at, why, stop_reason, owner_id, front_door_id, stopped_at, stopped_by_id)
    select gen_random_uuid(), %(rule)s, %(snapshot)s, %(authority)s, 'contact', gen_random_uuid(),
        'BEN-26-' || lpad(n::text, 7, '0'), %(started)s::timestamptz - (n %% 400000) * interval '1 second', %(starter)s,
        %(started)s::timestamptz, %(due)s::timestamptz, '24 hours', '',
        (%(owners)s::bigint[])[1 + n %% cardinality(%(owners)s::bigint[])], %(door)s, %(stopped)s::timestamptz,
        %(stopper)s::bigint
    from generate_series(%(first)s::int, %(last)s::int) n"""
MILESTONES = """
    insert into clocks_milestone (id, clock_id, kind, at, tell, next_try_at, recorded_at, quiet, failures, last_error)
    select gen_random_uuid(), id, 'due', due_at, array['owner'], due_at, stopped_at, false, 0, ''
    from clocks_clock c where not exists (select from clocks_milestone m where m.clock_id = c.id)"""


@dataclass
class Filling:
    """A fictional partnership, the people who own its clocks, and how many there are."""

    database: str
    place: Any
    owners: list[int]
    made: int = 0

    @classmethod
    def begin(cls, database: str) -> "Filling":
        from partnerships.models import User
        from tests.roles import as_factory
        from tests.unit.clocks.partnership import make_partnership

        place = make_partnership()
        with as_factory():
            people = User.objects.bulk_create(
                User(email=f"owner{number}@bench.example", name=f"Owner {number}") for number in range(PEOPLE)
            )
        return cls(database, place, [person.pk for person in people])

    def add(self, count: int, *, rule: str = "decision", is_open: bool = True) -> None:
        """More clocks: open ones are due in ninety days, stopped ones were told of a year ago."""
        from clocks.rules.timescale import rule_to_data
        from clocks.selectors import timescale_of
        from partnerships.models import TimescaleRule
        from tests.roles import as_factory

        with as_factory():
            row = TimescaleRule.objects.get(authority=self.place.authority, rule=rule)
        values = {
            "rule": rule, "snapshot": json.dumps(rule_to_data(timescale_of(row))), "authority": self.place.authority.pk,
            "starter": self.place.practitioner.pk, "door": self.place.front_door.pk, "owners": self.owners,
            "first": self.made + 1, "last": self.made + count,
        }  # fmt: skip
        with postgres.superuser(self.database) as superuser:
            started, due, now = superuser.execute(
                "select now() - interval '1 day', now() + interval '90 days', now()" if is_open
                else "select now() - interval '366 days', now() - interval '365 days', now() - interval '365 days'"
            ).fetchone() or ()  # fmt: skip
            superuser.execute("set session_replication_role = replica")
            superuser.execute(CLOCKS, values | {
                "started": started, "due": due, "stopped": None if is_open else now,
                "stopper": None if is_open else self.place.practitioner.pk,
            })  # fmt: skip
            superuser.execute(MILESTONES)
        self.made += count
        self.tidy()

    def make_due(self, count: int) -> None:
        """Let this many of the open clocks reach their time now."""
        with postgres.superuser(self.database) as superuser:
            superuser.execute(
                "update clocks_milestone set at = now(), next_try_at = now() where id in "
                "(select id from clocks_milestone where recorded_at is null and cancelled_at is null and next_try_at > now() "
                "limit %s)",
                [count],
            )

    def tidy(self) -> None:
        """As autovacuum does in time: statistics, and the index rid of what has moved."""
        with postgres.superuser(self.database) as superuser:
            for table in ("clocks_clock", "clocks_milestone", "notices_notice", "notices_outboxemail"):
                superuser.execute(f"vacuum analyze {table}")
