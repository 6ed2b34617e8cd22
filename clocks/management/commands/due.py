"""`manage.py due LOCAL_AUTHORITY RULE --from 2026-12-18T16:30`: when a limit of an authority falls, and why then."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clocks.rules.calendar import OutsideCalendar
from clocks.rules.deadlines import due_at
from clocks.rules.local_time import LONDON, BadTime, parse_instant
from clocks.rules.timescale import BadRule
from clocks.selectors import UnknownRule, calendar_for, rule_for
from partnerships.models import LocalAuthority

BAD_INPUT = 2


class Command(BaseCommand):
    """Prints one JSON object and nothing else on standard output; status 2 and a message on bad input."""

    help = "Say when a limit of an authority falls due, and why then"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("local_authority", metavar="LOCAL_AUTHORITY", help="its slug, as in the name of its file")
        parser.add_argument("rule", metavar="RULE", help="a timescale rule's code, for example checkpoint-10")
        parser.add_argument("--from", dest="start", metavar="TIME", required=True, help="2026-12-18T16:30, London time")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = answer_for(options["local_authority"], options["rule"], options["start"])
        except (BadTime, UnknownRule, BadRule, OutsideCalendar, OverflowError) as wrong:
            raise CommandError(str(wrong), returncode=BAD_INPUT) from wrong
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def answer_for(slug: str, code: str, start: str) -> dict[str, str]:
    """The command's answer; raises what it makes a message of."""
    begun = parse_instant(start)
    authority = LocalAuthority.objects.filter(slug=slug).first()
    if authority is None:
        known = ", ".join(LocalAuthority.objects.order_by("slug").values_list("slug", flat=True)) or "none are loaded"
        raise CommandError(f"no local authority is called {slug!r}; those there are: {known}", returncode=BAD_INPUT)
    due = due_at(rule_for(authority, code, begun), begun, calendar_for(authority))
    return {"rule": code, "from": local(begun), "due": local(due.due), "why": due.why}


def local(instant: datetime) -> str:
    """An instant in London with its offset."""
    return instant.astimezone(LONDON).isoformat()
