"""What gunicorn imports: ready before the first request, and no worse for being read twice."""

import importlib
import runpy

from django.urls import get_resolver

from acts import health, settings, wsgi


def test_application_is_warm_before_the_first_request() -> None:
    health.last_migrations.cache_clear()
    importlib.reload(wsgi)
    assert health.last_migrations.cache_info().currsize == 1
    assert "url_patterns" in vars(get_resolver())


def test_settings_read_twice_are_the_same() -> None:
    """gunicorn's own settings read them beside the application; warnings are errors here."""
    first, second = (runpy.run_path(str(settings.__file__)) for _ in range(2))
    assert first["LOGGING"] == second["LOGGING"]
    assert first["DATABASES"] == second["DATABASES"]
    assert first["INSTALLED_APPS"] == second["INSTALLED_APPS"]
