"""`manage.py audit verify`: is the record of who read and changed what whole?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.selectors import Fault, chain_faults, chain_link


class Command(BaseCommand):
    help = "Verify the sealed chain of access, changes and history. Exit status 0: whole; 1: something is wrong; 2: bad input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help=self.help)
        verify.add_argument(
            "--expect",
            metavar="PLACE:LINK",
            help="a link that was printed before and kept elsewhere: the chain must still have it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = chain_faults()
        if options["expect"]:
            faults += _missing(options["expect"])
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"The audit is not whole: {len(faults)} found.", returncode=1)
        last = chain_link()
        self.stdout.write(f"The audit is whole. Last link {last.place}:{last.link}" if last else "The audit is empty.")


def _missing(expected: str) -> list[Fault]:
    place, _, link = expected.partition(":")
    if not place.isdecimal() or not link:
        raise CommandError(f"--expect is PLACE:LINK as printed by an earlier run, not {expected!r}", returncode=2)
    found = chain_link(int(place))
    if found is not None and found.link == link:
        return []
    return [Fault("the chain no longer has the link that was expected", "", int(place))]
