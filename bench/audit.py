"""What the audit costs on writes: `.venv/bin/python -m bench.audit [--writers 8] [--seconds 4] [--rounds 3]` prints JSON lines.

A database of its own in the tests' cluster; writers that each change a person, say what they did and that they read it, in one
transaction as the web role. The same work with nothing of the audit's triggers, with history, with the chain, and with both,
by turns in one run; `early` is both with the chain's lock taken at the first mark, as it would be without deferred triggers.
The tests' cluster does not wait for the disk; `--durable` makes one that does, in a folder that is removed afterwards.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import threading
import time
import uuid
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection

from config.embedded import postgres
from rowsecurity import roles
from tests.roles import as_factory

ROOT = Path(__file__).resolve().parent.parent
NAME = f"bench_audit_{os.getpid()}"
HISTORY = ["people_person"]
MARKS = ["audit_accessevent", "audit_changeevent", "people_personhistory"]
VARIANTS = {
    "nothing": (False, False),
    "history": (True, False),
    "chain": (False, True),
    "both": (True, True),
    "early": (True, True),
}


def made() -> tuple[int, list[uuid.UUID]]:
    """A school with one practitioner and a person for each writer."""
    from partnerships.models import LocalAuthority, Membership, Organisation, User
    from people.models import Person

    with as_factory():
        authority = LocalAuthority.objects.create(slug="bench", name="Bench", council="Bench", content={})
        school = Organisation.objects.create(slug="school", name="School", kind="school", authority=authority)
        user = User.objects.create(email="writer@example.org", name="Writer")
        Membership.objects.create(user=user, organisation=school, role="practitioner", from_date="2020-01-01")
        people = [
            Person.objects.create(kind="child", organisation=school, recorded_by=user, given_name=f"Child {number}")
            for number in range(64)
        ]
    return user.pk, [person.pk for person in people]


def switch(history: bool, chain: bool) -> None:
    with postgres.superuser(NAME) as superuser:
        for table in HISTORY:
            for name in ("insert_insert", "update_update", "delete_delete"):
                found = superuser.execute(
                    "select tgname from pg_trigger where tgrelid = %s::regclass and tgname like %s",
                    [table, f"pgtrigger_{name}%"],
                ).fetchone()
                superuser.execute(f'alter table {table} {"enable" if history else "disable"} trigger "{found[0]}"')
        for table in MARKS:
            superuser.execute(f"alter table {table} {'enable' if chain else 'disable'} trigger audit_sealed")


def write(asking: psycopg.Connection, user: int, person: uuid.UUID, number: int, early: bool) -> None:
    with asking.transaction():
        asking.execute("select set_config('app.user_id', %s, true)", [str(user)])
        if early:
            asking.execute("set constraints all immediate")
        asking.execute("update people_person set contact_details = %s where id = %s", [f"call {number}", person])
        mark = [uuid.uuid4(), user, person]
        asking.execute(
            "insert into audit_changeevent (id, at, actor_id, event, subject_type, subject_id, detail) "
            "values (%s, now(), %s, 'changed', 'person', %s, '{}')", mark,
        )  # fmt: skip
        asking.execute(
            "insert into audit_accessevent (id, at, actor_id, action, subject_type, subject_id, reason) "
            "values (%s, now(), %s, 'read', 'person', %s, '')", mark,
        )  # fmt: skip


def measured(user: int, people: list[uuid.UUID], writers: int, seconds: float, early: bool) -> list[float]:
    """The milliseconds of every transaction of some seconds."""
    times: list[float] = []
    until = time.monotonic() + seconds
    given = connection.get_connection_params()
    address = {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)}

    def work(person: uuid.UUID) -> None:
        with psycopg.connect(dbname=NAME, autocommit=True, **address) as asking:
            asking.execute(f"set role {roles.WEB}")
            number = 0
            while time.monotonic() < until:
                began = time.perf_counter()
                write(asking, user, person, number, early)
                times.append((time.perf_counter() - began) * 1000)
                number += 1

    threads = [threading.Thread(target=work, args=(person,)) for person in people[:writers]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def verified() -> float:
    """Seconds for the whole chain; ends the run if it is not whole."""
    began = time.perf_counter()
    with postgres.superuser(NAME) as superuser:
        superuser.execute(f"set role {roles.OWNER}")
        broken = superuser.execute("select count(*) from rls.audit_faults() where fault not like '%no seal%'").fetchone()
    if broken != (0,):
        raise SystemExit(f"the chain broke under load: {broken}")
    return time.perf_counter() - began


def _state(durable: bool) -> str:
    """The folder of the cluster: the tests', or a new one that waits for the disk and that its account may enter."""
    if not durable:
        return str(ROOT / ".var" / "test")
    postgres.HASTY.clear()
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    return str(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--durable", action="store_true")
    wanted = parser.parse_args()
    state = _state(wanted.durable)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_TESTS": "1"}
    os.environ |= {"RIGHTHELP_LOGIN": "owner", "RIGHTHELP_STATE": state}
    django.setup()
    postgres.start(for_tests=True)
    with postgres.superuser("postgres") as superuser:
        superuser.execute(f'create database "{NAME}" owner {roles.OWNER}')
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0)
        run(wanted)
    finally:
        connection.close()
        with postgres.superuser("postgres") as superuser:
            superuser.execute(f'drop database "{NAME}" with (force)')
        if wanted.durable:
            postgres.stop()
            shutil.rmtree(state)


def run(wanted: argparse.Namespace) -> None:
    user, people = made()
    per_second: dict[str, list[float]] = {name: [] for name in VARIANTS}
    medians: dict[str, list[float]] = {name: [] for name in VARIANTS}
    for _ in range(wanted.rounds):
        for name, (history, chain) in VARIANTS.items():
            switch(history, chain)
            times = measured(user, people, wanted.writers, wanted.seconds, name == "early")
            per_second[name].append(len(times) / wanted.seconds)
            medians[name].append(statistics.median(times))
    for name in VARIANTS:
        rate, median = statistics.median(per_second[name]), statistics.median(medians[name])
        base_rate, base = statistics.median(per_second["nothing"]), statistics.median(medians["nothing"])
        print(json.dumps({
            "variant": name, "writers": wanted.writers, "per_second": round(rate), "median_ms": round(median, 2),
            "rate_against_nothing": round(rate / base_rate, 2), "median_against_nothing": round(median / base, 2),
        }))  # fmt: skip
    with postgres.superuser(NAME) as superuser:
        seals = superuser.execute("select count(*) from audit_seal").fetchone()
    print(json.dumps({"verify_seconds": round(verified(), 2), "links": seals[0] if seals else 0}))


if __name__ == "__main__":
    main()
