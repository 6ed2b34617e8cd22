"""`manage.py demo`: invented people, families and cases, for an empty database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from demo.cases import SEED, cases_make
from demo.logins import as_web_login
from demo.people import people_make, people_remove
from partnerships.models import User


class Command(BaseCommand):
    help = "Make the demo's people and cases in a database that has nobody yet. Run as the owner of the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed tells the same stories")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("there are people here already: the demo is for an empty database")
        now = timezone.now()
        people_make(today=timezone.localdate(now))
        made = 0
        try:
            with as_web_login():
                made = cases_make(now=now, seed=seed, say=self.stdout.write)
        except ValueError as error:
            raise CommandError(f"the cases need the web server's login as well: {error}") from error
        finally:
            if not made:
                people_remove()
        self._keep_quiet()
        self.stdout.write(f"{User.objects.count()} people, {made} cases")

    def _keep_quiet(self) -> None:
        """Nobody is to be written to about a year that never was: the e-mails of the demo are dropped unsent."""
        with connection.cursor() as cursor:
            cursor.execute("truncate notices_outboxemail")
