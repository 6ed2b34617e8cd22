"""`python -m config.start.demo_cases`: the demo's people and cases, in a database that has nobody yet. Run as the owner."""

import sys

import django
from django.core.management import CommandError, call_command

from config.start.marks import demo_begun, demo_wanted
from config.start.sign_ins import note_sign_ins


def main() -> int:
    django.setup()
    demo_begun().touch()
    try:
        if not has_people():
            call_command("demo", stdout=sys.stderr)
    except CommandError as error:
        print(f"righthelp: {error}", file=sys.stderr)
        return 1
    demo_begun().unlink()
    demo_wanted().unlink(missing_ok=True)
    note_sign_ins()
    return 0


def has_people() -> bool:
    """Whether anybody can sign in. Needs Django to be set up."""
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.exists()


if __name__ == "__main__":
    raise SystemExit(main())
