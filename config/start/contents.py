"""`python -m config.start.contents`: bring what is in the database, and the static files, up to date. Run as the owner."""

import io
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from config.embedded import ready
from config.embedded.errors import ServiceError
from config.start.demo_cases import has_people
from config.start.marks import demo_wanted
from config.start.sign_ins import note_sign_ins


def main() -> int:
    django.setup()
    try:
        wanted = ready.fingerprint()
        if not ready.is_loaded(wanted):
            ready.migrate_and_load()
            ready.note_loaded(wanted)
    except (CommandError, ServiceError) as error:
        print(f"righthelp: {error}", file=sys.stderr)
        return 1
    demo_wanted().unlink(missing_ok=True)
    if settings.DEMO and not has_people():
        demo_wanted().touch()
    note_sign_ins()
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["scss", ".*"], stdout=io.StringIO())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
