"""Twenty people decide one contact at once, a thousand times: `.venv/bin/python -m bench.twenty_deciders [--rounds 1000]`.

A database of its own in the tests' cluster; twenty threads with a connection each, as the web role, through the service; with
`--pages` every tenth time through the page instead. Ends with an error at the first round that does not end in exactly one
decision, one assessment, one clock of each kind and nineteen refusals; prints JSON.
"""

import argparse
import json
import logging
import os
import statistics
import time
from pathlib import Path

import django
from django.core.management import call_command

from config.embedded import postgres
from rowsecurity import roles

ROOT = Path(__file__).resolve().parent.parent
NAME = f"bench_deciders_{os.getpid()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--pages", action="store_true")
    wanted = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_TESTS": "1", "RIGHTHELP_HTTPS": "false"}
    os.environ |= {"RIGHTHELP_LOGIN": "owner", "RIGHTHELP_STATE": str(ROOT / ".var" / "test")}
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    logging.disable(logging.INFO)
    postgres.start(for_tests=True)
    with postgres.superuser("postgres") as superuser:
        superuser.execute(f'create database "{NAME}" owner {roles.OWNER}')
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0)
        connection.close()
        connection.settings_dict["OPTIONS"]["assume_role"] = roles.WEB
        run(wanted.rounds, pages=wanted.pages)
    finally:
        connection.close()
        with postgres.superuser("postgres") as superuser:
            superuser.execute(f'drop database "{NAME}" with (force)')


def run(rounds: int, *, pages: bool) -> None:
    """The rounds, and what they came to."""
    from django.utils import timezone

    from tests.journeys.front_door import ANSWERS, sent
    from tests.journeys.world import world_of
    from tests.reliability.at_once import browsers_of, decide_by_service, post_at_once, twenty_at
    from tests.reliability.test_twenty_at_once import assert_decided_once, assert_told, deciding

    world = world_of("blackpool", "duty-and-assessment", "plymouth")
    people = twenty_at(world)
    browsers = browsers_of(people) if pages else []
    times: list[float] = []
    first: dict[str, int] = {}
    through = {"service": 0, "page": 0}
    for number in range(rounds):
        contact = sent(world, timezone.now())
        by_page = pages and number % 10 == 9
        began = time.perf_counter()
        if by_page:
            path = f"/front-door/contacts/{contact.pk}/"
            presses = post_at_once(browsers, people, path, lambda _, words: ANSWERS | {"reasons": words})
        else:
            presses = decide_by_service(contact, people, deciding, timezone.now())
            times.append((time.perf_counter() - began) * 1000)
        decision = assert_decided_once(contact)
        if by_page:
            assert_told(presses, decision.decided_by, decision.decided_at)
        elif sum(isinstance(press.met, Exception) for press in presses) != len(people) - 1:
            raise SystemExit(f"round {number}: {[type(press.met).__name__ for press in presses]}")
        through["page" if by_page else "service"] += 1
        first[decision.decided_by.name] = first.get(decision.decided_by.name, 0) + 1
    print(json.dumps({
        "rounds": rounds, "people": len(people), "through": through, "decisions": sum(first.values()),
        "different_people_first": len(first), "median_ms_of_twenty": round(statistics.median(times), 1),
        "load": os.getloadavg()[0],
    }))  # fmt: skip


if __name__ == "__main__":
    main()
