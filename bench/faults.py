"""The long run of faults: `.venv/bin/python -m bench.faults [--clocks 2000] [--kills 200]` prints its counts as JSON.

On a cluster of its own, which waits for the disk: four worker processes, two beats, web, Valkey, a mail server that refuses and
PostgreSQL itself, killed in turn at random moments. Exit status 1 where anything was lost, early or twice.
"""

import argparse
import dataclasses
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from config.embedded import layout, postgres


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    state = Path(tempfile.mkdtemp(prefix="rh-"))
    state.chmod(0o755)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "RIGHTHELP_TESTS": "1", "RIGHTHELP_LOGIN": "owner"}
    os.environ |= {"RIGHTHELP_STATE": str(state), "RIGHTHELP_HTTPS": "false"}
    postgres.HASTY.clear()
    try:
        django.setup()
        postgres.start(for_tests=True)
        return faults(wanted)
    finally:
        connection.close()
        postgres.stop()
        shutil.rmtree(layout.root(), ignore_errors=True)
        shutil.rmtree(state, ignore_errors=True)


def faults(wanted: argparse.Namespace) -> int:
    from rowsecurity import roles
    from tests.reliability.faults import run
    from tests.reliability.processes import Processes
    from tests.unit.clocks.partnership import make_partnership

    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = roles.WEB
    processes = Processes(web=True)
    try:
        counts = run(make_partnership(), processes, clocks=wanted.clocks, kills=wanted.kills, seed=wanted.seed)
        said = {"load": round(os.getloadavg()[0], 1)} | dataclasses.asdict(counts)
        print(json.dumps(said), flush=True)
        if wrong := complaints(said):
            print(f"{wrong}\n{processes.log()[-3000:]}", file=sys.stderr)
        return 1 if wrong else 0
    finally:
        processes.stop_all()


def complaints(said: dict) -> list[str]:
    """What must be nothing and is not, and what is missing."""
    tally = said["tally"]
    nothing = (
        "recorded_twice", "lost", "early", "notices_without_email", "emails_of_nothing", "days_off_done_twice",
        "clocks_at_wrong_time", "moves_told_twice",
    )  # fmt: skip
    wrong = [f"{name}: {tally[name]}" for name in nothing if tally[name]]
    if not 0 <= said["caught_up_after_s"] <= 60:
        wrong.append(f"caught up after {said['caught_up_after_s']} s")
    if not tally["recorded"] == tally["notices"] == said["clocks"]:
        wrong.append(f"recorded {tally['recorded']} and told {tally['notices']} of {said['clocks']}")
    if tally["days_off_done"] != tally["days_off_asked"]:
        wrong.append(f"{tally['days_off_done']} of {tally['days_off_asked']} days off")
    if tally["email_repeats"] > said["kills"] + said["refused_emails"]:
        wrong.append(f"{tally['email_repeats']} e-mails repeated")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
