#!/usr/bin/env python
"""Django's command line. With no database configured it uses the embedded one (see `config/embedded`)."""

import os
import sys

READY_FIRST = {"suggest", "due"}
"""Commands that bring up, migrate and load the embedded database by themselves."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["runserver"]:
        os.environ.setdefault("RIGHTHELP_LOGIN", "web")
    if sys.argv[1:2] == ["clocks"]:
        os.environ.setdefault("RIGHTHELP_LOGIN", "system")
    if len(sys.argv) > 1 and sys.argv[1] in READY_FIRST and not {"-h", "--help"} & set(sys.argv):
        from config.embedded import ensure_ready

        ensure_ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
