"""Celery carries kicks, never truth: the job rows in the database are the truth (acts.common.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acts.settings")

app = Celery("acts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
