"""Random walks through agreement and sharing, as many as wanted: `.venv/bin/python -m bench.walks [--walks 5000] [--seed N]`.

The state machine of `tests/walks` (or with `--drawn` its walks of a seed each) in a database of its own in the tests' cluster
(kept for another run with `--keep`). Prints JSON as it goes and at the end: walks, steps, what left by which way, refusals,
and the seed to go on from. Interrupted (SIGINT), it prints the same. Ends with an error where a walk fails, made short.
"""

import argparse
import json
import logging
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

import django
from django.core.management import call_command
from django.db import connection

from config.embedded import postgres
from rowsecurity import roles

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261122


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walks", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=SEED, help="of the first walk; each next one has the next")
    parser.add_argument("--steps", type=int, default=15, help="the most steps that are drawn for a walk")
    parser.add_argument("--every", type=int, default=100, help="print the counts after so many walks")
    parser.add_argument("--failures", type=int, default=3, help="stop after so many failing walks")
    parser.add_argument("--drawn", action="store_true", help="the walks of a seed each, not those of the state machine")
    parser.add_argument("--keep", action="store_true", help="keep the database, and use it where it is there")
    wanted = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_TESTS": "1", "RIGHTHELP_HTTPS": "false"}
    os.environ |= {"RIGHTHELP_LOGIN": "owner", "RIGHTHELP_STATE": str(ROOT / ".var" / "test")}
    django.setup()
    logging.disable(logging.INFO)
    postgres.start(for_tests=True)
    name = "bench_walks" if wanted.keep else f"bench_walks_{os.getpid()}"
    _make_database(name)
    try:
        wrong = run(wanted) if wanted.drawn else run_machine(wanted)
    finally:
        connection.close()
        if not wanted.keep:
            with postgres.superuser("postgres") as superuser:
                superuser.execute(f'drop database "{name}" with (force)')
    if wrong:
        raise SystemExit("\n\n".join(wrong))


def _make_database(name: str) -> None:
    with postgres.superuser("postgres") as superuser:
        if superuser.execute("select from pg_database where datname = %s", [name]).fetchone() is None:
            superuser.execute(f'create database "{name}" owner {roles.OWNER}')
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = roles.WEB


def run(wanted: argparse.Namespace) -> list[str]:
    """The walks from the seed on, in one transaction that is rolled back. What failed, as it is reported."""
    from tests.lasting import rolled_back
    from tests.walks.drawing import draw, failure, report
    from tests.walks.stage import all_stages

    stopping: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        stopping.append(number)

    seen: Counter[str] = Counter()
    wrong: list[str] = []
    seed = wanted.seed
    with rolled_back():
        stages = all_stages()
        began = time.perf_counter()
        signal.signal(signal.SIGINT, stop)
        while seed < wanted.seed + wanted.walks and not stopping and len(wrong) < wanted.failures:
            drawn = draw(seed, most=wanted.steps)
            if failure(stages, drawn, seen):
                wrong.append(f"walk {seed - wanted.seed + 1}: {report(stages, seed, drawn)}")
                print(wrong[-1], file=sys.stderr, flush=True)
            seed += 1
            if (seed - wanted.seed) % wanted.every == 0:
                _print(seen, wanted.seed, seed, time.perf_counter() - began, len(wrong))
    _print(seen, wanted.seed, seed, time.perf_counter() - began, len(wrong), everything=True)
    return wrong


def run_machine(wanted: argparse.Namespace) -> list[str]:
    """The walks of hypothesis's state machine, from its seed. A failing one is raised by hypothesis, made short."""
    from tests.lasting import rolled_back
    from tests.walks.machine import walk_by_machine
    from tests.walks.stage import all_stages

    seen: Counter[str] = Counter()
    began = time.perf_counter()

    def counted() -> None:
        if seen["walks"] % wanted.every == 0:
            _print(seen, wanted.seed, wanted.seed + seen["walks"], time.perf_counter() - began, 0)

    with rolled_back():
        stages = all_stages()
        try:
            walk_by_machine(stages, seen, walks=wanted.walks, most=wanted.steps, first=wanted.seed, after=counted)
        finally:
            _print(seen, wanted.seed, wanted.seed + seen["walks"], time.perf_counter() - began, 0, everything=True)
    return []


def _print(seen: Counter[str], first: int, following: int, seconds: float, wrong: int, *, everything: bool = False) -> None:
    by_way = {what.removesuffix(": done"): count for what, count in sorted(seen.items())
              if what.startswith("send by") and what.endswith(": done")}  # fmt: skip
    found = {
        "walks": seen["walks"], "failed": wrong, "steps": seen["steps"], "sends": by_way,
        "refusals": sum(count for what, count in seen.items() if what.endswith(": refused")),
        "seed": first, "go_on_from": following, "a_second": round((following - first) / seconds, 2) if seconds else 0,
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(json.dumps(found | ({"all": dict(sorted(seen.items()))} if everything else {})), flush=True)


if __name__ == "__main__":
    main()
