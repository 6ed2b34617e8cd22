"""`manage.py demo_cases`: the cases of the demo, or a part of them, as the web server's login. Called by `manage.py demo`."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from demo.cases import SEED, Part, cases_make


class Command(BaseCommand):
    help = "Make the demo's cases as the people of the demo, held by every rule of the database (RIGHTHELP_LOGIN=web)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=datetime.datetime.fromisoformat, required=True, help="the moment that is now")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--part", type=int, default=0, help="which part, from 0")
        parser.add_argument("--of", type=int, default=1, help="how many parts there are")

    def handle(self, *args: Any, at: datetime.datetime, seed: int, part: int, of: int, **options: Any) -> None:
        if settings.DATABASE_LOGIN != "web":
            raise CommandError("run it with RIGHTHELP_LOGIN=web: the owner's login may not write cases")
        # Made whole or not at all, so without savepoints: they were half of all statements.
        connection.features.uses_savepoints = False
        made = cases_make(now=at, seed=seed, part=Part(part, of))
        self.stdout.write(f"{made} cases")
