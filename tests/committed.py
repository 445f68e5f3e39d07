"""What tests that really commit need: a way past the append-only guards, and the reference data again."""

from django.apps import apps
from django.db import connection, models, transaction

# Every row of reference data as the session loaded it, models in the order of their foreign keys.
_reference: list[tuple[type[models.Model], list[models.Model]]] = []


def remember() -> None:
    """Keep the reference data just loaded."""
    of_house = [model for label in ("offices", "guarantees") for model in apps.get_app_config(label).get_models()]
    _reference[:] = [(model, list(model._default_manager.all())) for model in of_house]


def restore() -> None:
    """Write the reference data back after a flush: the same rows with the same keys, a statement a model."""
    with transaction.atomic():
        for model, rows in _reference:
            if rows and not model._default_manager.exists():
                model._default_manager.bulk_create(rows)


def arm() -> None:
    """PostgreSQL: refuse TRUNCATE again, as in production. SQLite: its guards were never left off."""
    _truncate_guards("ENABLE")


def disarm() -> None:
    """Let the flush at the end of a committed test through.

    PostgreSQL's guard fires once per TRUNCATE, so it is off until the next `arm`; SQLite's fires per row, so
    emptying the tables here is enough.
    """
    _truncate_guards("DISABLE")
    if connection.vendor == "sqlite":
        _empty()


def _truncate_guards(what: str) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%\\_no\\_truncate'")
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {what} TRIGGER {trigger}")


def _empty() -> None:
    # Rows that lead here, as a payment to its entry, go with the flush that follows.
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND name LIKE '%\\_no\\_delete' ESCAPE '\\'"
        )
        for trigger, table, definition in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {trigger}")
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(definition)
