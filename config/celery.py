"""The Celery application. Celery only carries the news: what is due is found by looking in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("righthelp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
