"""`manage.py demo`: invented people, families and cases, for an empty database."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from demo.cases import SEED
from demo.people import people_make
from partnerships.models import User

PARTS = 2
"""Processes that make cases side by side: a start is waited for."""


class Command(BaseCommand):
    help = "Make the demo's people and cases in a database that has nobody yet. Run as the owner of the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed tells the same stories")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("there are people here already: the demo is for an empty database")
        now = timezone.now()
        people_make(today=timezone.localdate(now))
        connection.close()
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo_cases"]
        told = ["--at", now.isoformat(), "--seed", str(seed), "--of", str(PARTS)]
        environment = os.environ | {"RIGHTHELP_LOGIN": "web"}
        makers = [
            subprocess.Popen([*manage, *told, "--part", str(number)], env=environment, stdout=sys.stderr)
            for number in range(PARTS)
        ]
        ended = [maker.wait() for maker in makers]
        if any(ended):
            raise CommandError("the cases could not be made (see above); `make reset` begins again")
        self._keep_quiet()
        self.stdout.write(f"{User.objects.count()} people and their cases")

    def _keep_quiet(self) -> None:
        """Nobody is to be written to about a year that never was: the e-mails of the demo are dropped unsent."""
        with connection.cursor() as cursor:
            cursor.execute("truncate notices_outboxemail")
