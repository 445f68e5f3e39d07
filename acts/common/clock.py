"""The one place that reads the clock. Faces call it once and hand `at` down."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, UTC."""
    return timezone.now()
