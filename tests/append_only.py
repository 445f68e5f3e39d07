"""Emptying append-only tables between tests that commit: by dropping the guard, never by weakening it in a test."""

from django.db import connection


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
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND name LIKE '%\\_no\\_delete' ESCAPE '\\'"
        )
        for trigger, table, definition in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {trigger}")
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(definition)
