"""What row-level security and the audit cost on pages: `.venv/bin/python -m bench.rowsecurity [--repeats 30] [--keep]`.

A million contacts and 1.5 million children at twenty front doors, from two hundred agencies, in a database of its own in the
tests' cluster, kept for another run with `--keep`. Each page is asked for as the web role and as one that bypasses every
policy, with the audit (history, chain, marks of reading) and without, by turns. It prints a JSON line for each: medians in
milliseconds, and ratios of with to without.
"""

import argparse
import json
import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django
from django.core.management import call_command
from django.db import connection

from bench import million
from config.embedded import postgres
from rowsecurity import roles

ROOT = Path(__file__).resolve().parent.parent
NAME = "bench_rowsecurity"
VARIANTS = {
    "both": (roles.WEB, True),
    "no-policies": (roles.FACTORY, True),
    "no-audit": (roles.WEB, False),
    "neither": (roles.FACTORY, False),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", action="append", default=[], metavar="PAGE", help="measure this page alone; may be repeated")
    parser.add_argument("--fewer", type=int, default=1, help="divide the number of contacts by this")
    wanted = parser.parse_args()
    _set_up()
    is_there = _make_database()
    try:
        if not is_there:
            fill(wanted.fewer)
        _act_as(roles.WEB)
        run(wanted.repeats, wanted.only)
    finally:
        connection.close()
        if not wanted.keep:
            with postgres.superuser("postgres") as superuser:
                superuser.execute(f'drop database "{NAME}" with (force)')


def _set_up() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_TESTS": "1", "RIGHTHELP_HTTPS": "false"}
    os.environ |= {"RIGHTHELP_LOGIN": "owner", "RIGHTHELP_STATE": str(ROOT / ".var" / "test")}
    django.setup()
    from django.conf import settings

    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    logging.disable(logging.INFO)


def _make_database() -> bool:
    """Whether it is there from a former run."""
    postgres.start(for_tests=True)
    with postgres.superuser("postgres") as superuser:
        whole = superuser.execute(
            "select 1 from pg_database where datname = %s and shobj_description(oid, 'pg_database') = 'filled'", [NAME]
        ).fetchone()
        if whole is None:
            superuser.execute(f'drop database if exists "{NAME}" with (force)')
            superuser.execute(f'create database "{NAME}" owner {roles.OWNER}')
    connection.settings_dict["NAME"] = NAME
    call_command("migrate", verbosity=0)  # policies, too, as they are now
    connection.close()
    return whole is not None


def _act_as(role: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = role


def fill(fewer: int) -> None:
    """The town, its people many times over, and its cases a million times."""
    from tests.security.town import town_of

    began = time.perf_counter()
    _act_as(roles.WEB)
    town = town_of()
    places = _places(town)
    connection.close()
    closed, opened = million.CLOSED // fewer, million.OPEN // fewer
    sent = million.Template(_ids(town.sent), 1, closed, "3 minutes", slim=True)
    waiting = million.Template(_ids(town.passed_by), closed + 1, closed + opened, f"{8 * fewer} seconds", slim=False)
    with postgres.superuser(NAME) as superuser:
        with million.without_indexes(superuser):
            for template in (sent, waiting):
                million.copy(superuser, template, places)
            million.narrow(superuser, places, fewer)
        superuser.execute("vacuum analyze")
        superuser.execute(f"comment on database \"{NAME}\" is 'filled'")
        counted = superuser.execute(
            "select (select count(*) from referrals_contact), (select count(*) from referrals_contactchild), "
            "pg_size_pretty(pg_database_size(current_database()))"
        ).fetchone()
    print(json.dumps({"filled_seconds": round(time.perf_counter() - began), "contacts_children_size": counted}))


def _ids(case: Any) -> dict[str, Any]:
    return {
        "check": case.check.pk, "household": case.check.household_id, "proposal": case.proposal.pk, "contact": case.contact.pk,
        "document": case.contact.document_id,
    }  # fmt: skip


def _places(town: Any) -> dict[str, list[int]]:
    """Front doors, agencies, authors and staff; the town's own come first."""
    from partnerships.models import FrontDoor, Role
    from tests.factories.partnerships import MembershipFactory, OrganisationFactory, UserFactory
    from tests.roles import as_factory

    world = town.world
    with as_factory():
        more = [
            FrontDoor.objects.create(
                authority=world.authority, code=f"door-{n}", name=f"Door {n}", short_name=f"Door {n}", reference_prefix="BEN"
            )
            for n in range(1, million.DOORS)
        ]
        doors = [world.door, *more]
        agencies = [world.school, *OrganisationFactory.create_batch(million.AGENCIES - 1, authority=world.authority)]
        authors = [world.practitioner, *UserFactory.create_batch(million.AUTHORS - 1)]
        for n, user in enumerate(authors[1:], 1):
            MembershipFactory(user=user, role=Role.PRACTITIONER, organisation=agencies[n % million.AGENCIES])
        staff = [world.worker, *UserFactory.create_batch(million.STAFF - 1)]
        for n, user in enumerate(staff[1:], 1):
            MembershipFactory(user=user, role=Role.FRONT_DOOR, front_door=doors[n % million.DOORS])
    found = {"doors": doors, "agencies": agencies, "authors": authors, "staff": staff}
    return {name: [each.pk for each in listed] for name, listed in found.items()}


def run(repeats: int, only: Sequence[str] = ()) -> None:
    """Every page, or those named, in every variant, by turns."""
    pages = {name: asked for name, asked in _pages().items() if not only or name in only}
    for name, asked in pages.items():
        times: dict[str, list[float]] = {variant: [] for variant in VARIANTS}
        for variant, (role, audited) in VARIANTS.items():
            _act_as(role)
            with _audit(audited):
                for _ in range(repeats + 3):
                    began = time.perf_counter()
                    asked()
                    times[variant].append((time.perf_counter() - began) * 1000)
        medians = {variant: statistics.median(found[3:]) for variant, found in times.items()}
        print(json.dumps({
            "page": name, **{variant: round(median, 2) for variant, median in medians.items()},
            "policies": round(medians["both"] / medians["no-policies"], 2),
            "audit": round(medians["both"] / medians["no-audit"], 2),
            "whole": round(medians["both"] / medians["neither"], 2), "load": os.getloadavg()[0],
        }), flush=True)  # fmt: skip


def _pages() -> dict[str, Callable[[], object]]:
    from django.test import Client
    from django.utils import timezone

    from partnerships.models import User
    from referrals.models import Contact, ContactChild
    from referrals.selectors.inbox import Asked, inbox_counts, inbox_page
    from referrals.selectors.matching import candidates_for
    from rowsecurity.session import acting_as

    people = {user.name: user for user in User.objects.filter(name__in=["Wyn Worker", "Mo Manager", "Pat Practitioner"])}
    worker = people["Wyn Worker"]
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        client.force_login(people[name])
    with acting_as(worker.pk):
        contact = Contact.objects.exclude(state="decided").filter(owner=worker, reference__startswith="BEN").first()
        assert contact is not None
        child = ContactChild.objects.select_related("contact__front_door").filter(contact=contact)[0]

    def by(user: User, ask: Callable[[], object]) -> Callable[[], object]:
        def asked() -> object:
            with acting_as(user.pk):
                return ask()

        return asked

    def page(name: str, path: str) -> Callable[[], object]:
        def asked() -> None:
            status = clients[name].get(path).status_code
            if status != 200:
                raise SystemExit(f"{path} answered {status} to {name}")

        return asked

    return {
        "inbox, its query": by(worker, lambda: inbox_page(worker, asked=Asked(), after=None, now=timezone.now())),
        "inbox, its counts": by(worker, lambda: inbox_counts(worker, timezone.now())),
        "inbox": page("Wyn Worker", "/front-door/"),
        "inbox, decided lately": page("Wyn Worker", "/front-door/?view=decided"),
        "inbox of the manager": page("Mo Manager", "/front-door/"),
        "contact": page("Wyn Worker", f"/front-door/contacts/{contact.pk}/"),
        "matching, its search": by(worker, lambda: candidates_for(child, worker)),
        "matching": page("Wyn Worker", f"/front-door/contacts/{contact.pk}/children/{child.pk}/match/"),
        "deadlines": page("Wyn Worker", "/deadlines/"),
        "home of the front door": page("Wyn Worker", "/"),
        "home of a practitioner": page("Pat Practitioner", "/"),
    }


@contextmanager
def _audit(on: bool) -> Iterator[None]:
    """With every trigger of history and of the chain, and the marks themselves; or with none of them."""
    if on:
        yield
        return
    from audit.models import AccessEvent, ChangeEvent

    _switch("disable")
    try:
        with patch.object(AccessEvent.objects, "create"), patch.object(ChangeEvent.objects, "create"):
            yield
    finally:
        _switch("enable")


def _switch(word: str) -> None:
    with postgres.superuser(NAME) as superuser:
        found = superuser.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger where tgname = 'audit_sealed' "
            "or tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)'"
        ).fetchall()
        for table, name in found:
            superuser.execute(f'alter table {table} {word} trigger "{name}"')


if __name__ == "__main__":
    main()
