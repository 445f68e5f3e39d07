"""What the database itself sees to, on PostgreSQL and SQLite: append-only tables, stamps of change."""

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRES = """
CREATE OR REPLACE FUNCTION acts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION acts_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION acts_append_only();
"""
_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
_POSTGRES_STAMP = """
CREATE OR REPLACE FUNCTION {stamp}_renew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO {stamp} (id, value) VALUES (1, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {table}_stamped AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {stamp}_renew();
"""
_SQLITE_STAMP = (
    "CREATE TRIGGER {table}_stamped_{event} AFTER {event} ON {table} "
    "BEGIN INSERT INTO {stamp} (id, value) VALUES (1, lower(hex(randomblob(16)))) "
    "ON CONFLICT (id) DO UPDATE SET value = excluded.value; END"
)
_EVENTS = ("insert", "update", "delete")


def _create(table: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            # No parameters: the percent sign in the text is PL/pgSQL's own.
            schema_editor.execute(_POSTGRES.format(table=table), None)
        else:
            for statement in _SQLITE:
                schema_editor.execute(statement.format(table=table))

    return run


def _drop(table: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete")

    return run


def append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes `table` append-only.

    SQLite rebuilds a table when a column changes and loses its triggers then: such a migration repeats this operation.
    """
    return migrations.RunPython(_create(table), _drop(table))


def stamped(table: str, *, stamp: str) -> migrations.RunPython:
    """A migration operation that renews the one row of `stamp` (id 1, value a UUID) at every change of `table`.

    In the transaction of the change: who reads the same stamp again knows that nothing was committed in between. As for
    SQLite's rebuilt tables: see `append_only`.
    """

    def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRES_STAMP.format(table=table, stamp=stamp), None)
        else:
            for event in _EVENTS:
                schema_editor.execute(_SQLITE_STAMP.format(table=table, stamp=stamp, event=event))

    def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stamped ON {table}")
        else:
            for event in _EVENTS:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stamped_{event}")

    return migrations.RunPython(create, drop)
