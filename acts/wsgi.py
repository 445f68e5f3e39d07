"""The WSGI entry point for gunicorn."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acts.settings")


def _warm() -> WSGIHandler:
    """The application with what is read once read already: no first request, least of all a probe's, waits for it."""
    ready = get_wsgi_application()
    # Only now: the apps are loaded.
    from acts import health

    health.warm()
    return ready


application = _warm()
