"""The Celery application. Celery only carries the news: what is due is found by looking in PostgreSQL."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("righthelp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SWEEP_EVERY = float(os.environ.get("RIGHTHELP_SWEEP_SECONDS", "60"))
"""Seconds between two looks at what is due; less only where a test cannot wait."""

app.conf.beat_schedule = {
    name: {"task": task, "schedule": SWEEP_EVERY / often, "options": {"expires": SWEEP_EVERY / often}}
    for name, task, often in (
        ("sweep", "clocks.sweep", 1),
        ("changes", "clocks.changes", 1),
        ("handlers", "clocks.handlers_start", 1),
        ("mail", "notices.mail_drain", 2),
        ("digest", "clocks.digest", 1 / 5),
    )
}
"""A task that waited longer than its interval says nothing new: the next one looks at the same rows."""


@worker_init.connect
@beat_init.connect
def check_login(**_signal: object) -> None:
    """End the process if its database login is one that row-level security cannot hold (or the database is not there)."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, connection

    from config.logins import refuse_powerful_login

    try:
        refuse_powerful_login()
        connection.close()  # the worker's processes open their own
    except (ImproperlyConfigured, OperationalError) as error:
        raise SystemExit(str(error)) from error
