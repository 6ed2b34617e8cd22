"""`python -m config.start.contents`: bring what is in the database, and the static files, up to date. Run as the owner."""

import io
import sys

import django
from django.core.management import CommandError, call_command, get_commands

from config.embedded import ready
from config.embedded.errors import ServiceError
from config.embedded.progress import say
from config.start.sign_ins import note_sign_ins


def main() -> int:
    django.setup()
    try:
        _database()
        note_sign_ins()
    except (CommandError, ServiceError) as error:
        print(f"righthelp: {error}", file=sys.stderr)
        return 1
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["scss", ".*"], stdout=io.StringIO())
    return 0


def _database() -> None:
    wanted = ready.fingerprint()
    if not ready.is_loaded(wanted):
        ready.migrate_and_load()
        ready.note_loaded(wanted)
    if "demo" in get_commands() and not _has_users():
        say("making demo people and cases")
        call_command("demo", stdout=sys.stderr)


def _has_users() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.exists()


if __name__ == "__main__":
    raise SystemExit(main())
