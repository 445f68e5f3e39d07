"""Reads by a key and writes that every act makes: their SQL is built once per process, not each time.

Building one of them takes Django twice as long as PostgreSQL needs to answer it.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, wraps
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, connection, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)
Key = TypeVar("Key", uuid.UUID, int, str)

# The types known of it are those of a later Django, which asks for one argument more.
_populators: Any = get_related_populators
_KEY = models.UUIDField()
_ANY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Built(Generic[Row]):
    """A query as Django compiles it: its SQL, and how its columns become rows of the model.

    `columns` are the model's, in the SQL's order; `annotations` by name, with their places behind them; `related` fill
    in the rows that the query selects with its own; `before` and `behind` the key stand parameters that never change.
    """

    query: models.QuerySet[Row]
    sql: str
    before: tuple[Any, ...]
    behind: tuple[Any, ...]
    columns: tuple[str, ...]
    annotations: Mapping[str, int]
    related: tuple[Any, ...]
    converters: Mapping[int, Any]


def by_key(query: Callable[[Key], models.QuerySet[Row]]) -> Callable[[Key], list[Row]]:
    """`query` as a function that reads its rows at once by a key: a UUID, a number or a text.

    What else it asks for never changes, so it must be a choice: a state. A lock is refused outside a transaction, as
    Django does while it builds the SQL.
    """

    @wraps(query)
    def read(key: Key) -> list[Row]:
        made: Built[Row] = built(query)
        if made.query.query.select_for_update and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a lock needs a transaction around it")
        with connection.cursor() as cursor:
            cursor.execute(made.sql, [*made.before, _parameter(key), *made.behind])
            found = cursor.fetchall()
        return [_row(made, values) for values in _converted(made, found)]

    return read


@cache
def built(query: Callable[[Any], models.QuerySet[Row]]) -> Built[Row]:
    """A read as Django compiles it at the first use in this process."""
    rows = query(_ANY)
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    # A column of numbers makes a number of the key, one of texts a text: so Django does with whatever is compared.
    places = [place for place, value in enumerate(parameters) if value in (_parameter(_ANY), int(_ANY), str(_ANY))]
    others = [value for place, value in enumerate(parameters) if place not in places]
    if len(places) != 1 or not all(isinstance(value, Enum) for value in others):
        raise TypeError(f"{query.__qualname__} asks for more than its key and what never changes: {sql}")
    chosen, shape = [expression for expression, _, _ in compiler.select or ()], compiler.klass_info
    if shape is None:
        raise TypeError(f"{query.__qualname__} must give rows of a model")
    return Built(
        query=rows,
        sql=sql,
        before=tuple(parameters[: places[0]]),
        behind=tuple(parameters[places[0] + 1 :]),
        columns=tuple(chosen[place].target.attname for place in shape["select_fields"]),
        annotations=compiler.annotation_col_map or {},
        related=tuple(_populators(shape, compiler.select, connection.alias)),
        converters=compiler.get_converters(chosen),
    )


def insert(rows: Sequence[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Insert a few rows of one model in one statement, none for none; many belong to `bulk_create`.

    A key that the database gives is not read back, and no signal is sent: `bulk_create` sends none either.
    """
    if rows:
        fields, sql = _insertion(type(rows[0]), len(rows), ignore_conflicts)
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


def update(row: models.Model, names: Sequence[str], *, was: Mapping[str, Any]) -> None:
    """Save the fields `names` of a row; DatabaseError unless its fields `was` still have those values.

    No signal is sent.
    """
    fields, sql = _change(type(row), tuple(names), tuple(was))
    values = [*(getattr(row, name) for name in names), *was.values(), row.pk]
    stored = [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(sql, stored)
        if not cursor.rowcount:
            raise DatabaseError(f"{row!r} was changed by somebody else")


@cache
def _change(model: type[models.Model], names: tuple[str, ...], was: tuple[str, ...]) -> tuple[Sequence[Any], str]:
    by_name, key = {field.attname: field for field in model._meta.concrete_fields}, model._meta.pk.attname
    fields = [by_name[name] for name in (*names, *was, key)]
    places = [f"{_quoted(field.column)} = %s" for field in fields]
    changes, conditions = ", ".join(places[: len(names)]), " AND ".join(places[len(names) :])
    return fields, " ".join(("UPDATE", _quoted(model._meta.db_table), "SET", changes, "WHERE", conditions))


@cache
def _insertion(model: type[models.Model], count: int, ignore_conflicts: bool) -> tuple[Sequence[Any], str]:
    fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    on_conflict, ops = OnConflict.IGNORE if ignore_conflicts else None, connection.ops
    columns = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    start = f"{ops.insert_statement(on_conflict)} {_quoted(model._meta.db_table)} ({columns})"
    return fields, f"{start} VALUES {places} {ops.on_conflict_suffix_sql(fields, on_conflict, (), ())}"


def _quoted(name: Any) -> str:
    return connection.ops.quote_name(name)


def _converted(made: Built[Row], found: list[Any]) -> Any:
    if not made.converters:
        return found
    return made.query.query.get_compiler(connection=connection).apply_converters(found, made.converters)


def _row(made: Built[Row], values: Any) -> Row:
    row = made.query.model.from_db(connection.alias, made.columns, values[: len(made.columns)])
    for populator in made.related:
        populator.populate(values, row)
    for name, place in made.annotations.items():
        setattr(row, name, values[place])
    return row


def _parameter(key: uuid.UUID | int | str) -> Any:
    return _KEY.get_db_prep_value(key, connection) if isinstance(key, uuid.UUID) else key
