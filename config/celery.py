"""The Celery application. Celery only carries the news: what is due is found by looking in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("righthelp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep": {"task": "clocks.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "handlers": {"task": "clocks.handlers_start", "schedule": 60.0, "options": {"expires": 55}},
    "mail": {"task": "notices.mail_drain", "schedule": 30.0, "options": {"expires": 25}},
}
"""A task that waited longer than its interval says nothing new: the next one looks at the same rows."""
