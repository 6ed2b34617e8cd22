"""`manage.py clocks check`: is the sweep running, how far behind is it, and is every open clock due when its rule says?

`manage.py clocks move` gives those that are not their right time, as a recorded change: after the list of England's bank
holidays itself was brought up to date, say.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clocks.differences import differences
from clocks.health import Health, health_now
from clocks.models import ChangeKind, ScheduleChange
from clocks.services import changes_apply
from partnerships.models import LocalAuthority

MOST_LINES = 50


class Command(BaseCommand):
    help = "Check or move the open clocks. Exit status 0: all is well; 1: something is not; 2: bad input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check", help="say whether the sweep runs and whether every open clock is due when its rule says")
        verbs.add_parser("move", help="give every open clock that differs the time that its rule gives today")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "move":
            self._move()
        self._check()

    def _check(self) -> None:
        health = health_now(timezone.now())
        self.stdout.write(sweep_words(health))
        found = 0
        for difference in differences():
            found += 1
            if found <= MOST_LINES:
                self.stdout.write(str(difference))
        if found > MOST_LINES:
            self.stdout.write(f"and {found - MOST_LINES} more")
        if found or not health.sweep_runs or health.is_behind:
            counted = f"{found} open clock{'' if found == 1 else 's'} differ{'s' if found == 1 else ''} from the rule"
            runs = "does not run" if not health.sweep_runs else "runs, and is behind" if health.is_behind else "runs"
            raise CommandError(f"{counted}; the sweep {runs}.", returncode=1)
        self.stdout.write("Every open clock is due when its rule says.")

    def _move(self) -> None:
        authorities = {difference.authority_id for difference in differences()}
        now = timezone.now()
        for authority in LocalAuthority.objects.filter(pk__in=authorities):
            days = [{"date": str(c.date), "name": c.name, "source": c.source} for c in authority.closures.filter(set_by=None)]
            ScheduleChange.objects.create(
                authority=authority, kind=ChangeKind.DOCUMENT, days=days, asked_at=now, next_try_at=now,
                why="the calendar was brought up to date",
            )  # fmt: skip
        self.stdout.write(f"{changes_apply()} calendars brought up to date.")


def sweep_words(health: Health) -> str:
    """How the sweep stands, in a sentence."""
    if health.last_sweep_at is None:
        return "The sweep has not run yet."
    last = timezone.localtime(health.last_sweep_at)
    behind = f"{int(health.behind.total_seconds())} seconds behind" if health.behind.total_seconds() > 0 else "not behind"
    return f"The sweep last ended at {last:%H:%M:%S on %d %B %Y}, {behind}; {health.failing} milestones keep failing."
