"""The ACTS project: settings, routes, Celery."""

from acts.celery import app as celery_app

__all__ = ["celery_app"]
