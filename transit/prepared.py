"""Reads by a movement's key that every act makes: Django builds their SQL once per process, not in each act.

Building one of them takes Django twice as long as PostgreSQL needs to answer it.
"""

import uuid
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar

from django.db import connection, models, transaction

Row = TypeVar("Row", bound=models.Model)

_KEY = models.UUIDField()
_ANY = uuid.UUID(int=0)


def by_key(query: Callable[[uuid.UUID], models.QuerySet[Row]]) -> Callable[[uuid.UUID], list[Row]]:
    """`query` as a function that reads its rows at once; the key it is given must be its SQL's only parameter.

    A lock is refused outside a transaction, as Django does while it builds the SQL.
    """

    @wraps(query)
    def read(key: uuid.UUID) -> list[Row]:
        model, sql, locks = built(query)
        if locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a lock needs a transaction around it")
        return list(model._default_manager.raw(sql, [_parameter(key)]))

    return read


@cache
def built(query: Callable[[uuid.UUID], models.QuerySet[Row]]) -> tuple[type[Row], str, bool]:
    """Model and SQL of a read, and whether it locks: as Django builds it at the first use in this process."""
    rows = query(_ANY)
    sql, parameters = rows.query.sql_with_params()
    if list(parameters) != [_parameter(_ANY)]:
        raise TypeError(f"{query.__qualname__} has other parameters than its key: {sql}")
    return rows.model, sql, rows.query.select_for_update


def _parameter(key: uuid.UUID) -> Any:
    return _KEY.get_db_prep_value(key, connection)
