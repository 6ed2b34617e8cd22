"""The WSGI application that granian serves."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def checked_application() -> WSGIHandler:
    """Django's application, once the database login has been found to be one that row-level security holds."""
    made = get_wsgi_application()
    from django.db import connection

    from config.logins import refuse_powerful_login

    refuse_powerful_login()
    connection.close()  # this process only starts others, or threads with their own
    return made


application = checked_application()
