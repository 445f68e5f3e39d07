"""The balance of a guarantee with a million ledger entries against that of one with a thousand."""

import logging
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guarantees.models import Guarantee
from tests.benchmarks import report
from tests.factories import guarantees as factory
from tests.factories import offices

BAR, REQUESTS, WARM_UP = 2.0, 200, 10
FEW, MANY, USES = 1_000, 1_000_000, 20
PLANS = Path(__file__).resolve().parent.parent.parent / "docs" / "plans" / "balance.txt"


def bench() -> list[report.Line]:
    """One line: seconds of a request of the API, the same number of uses open on both."""
    logging.disable(logging.INFO)
    principal = offices.firm()
    few, many = (_with_entries(count, principal) for count in (FEW, MANY))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = Client(SERVER_NAME="localhost")
    client.force_login(offices.user(firm=principal))
    asked = [_asking(client, row) for row in (many, few)]
    statements = [_statements(ask) for ask in asked]
    if len(statements[0]) != len(statements[1]):
        raise RuntimeError(f"{len(statements[0])} statements with {MANY} entries, {len(statements[1])} with {FEW}")
    _keep_plans(statements[0])
    for ask in asked:
        report.seconds(ask, WARM_UP)
    each = REQUESTS // report.ROUNDS
    pairs = [(report.seconds(asked[0], each), report.seconds(asked[1], each)) for _ in range(report.ROUNDS)]
    line = report.at_most("balance", pairs, bar=BAR, n=MANY)
    line.show()
    logging.disable(logging.NOTSET)
    return [line]


def _with_entries(count: int, principal: Any) -> Guarantee:
    """A guarantee of which so much was held and freed again: rows only, but for the uses open now."""
    row = factory.guarantee(principal=principal, reference_amount=Decimal(1_000_000))
    with connection.cursor() as cursor:
        cursor.execute(_RESERVATIONS, {"guarantee": row.pk, "pairs": count // 2, "at": factory.AT})
        cursor.execute(_ENTRIES, {"guarantee": row.pk})
    Guarantee.objects.filter(pk=row.pk).update(ledger_sequence=count)
    for number in range(USES):
        factory.reserve(row, amount="100", reference=f"LIVE{count}-{number}")
    return row


_RESERVATIONS = """
INSERT INTO guarantees_reservation
    (id, guarantee_id, reference, "order", amount, currency, country, state, reserved_at, ended_at)
SELECT gen_random_uuid(), %(guarantee)s, 'GONE-' || number, 0, 100, 'SGD', 'MY', 'RELEASED', %(at)s, %(at)s
FROM generate_series(1, %(pairs)s) AS number
"""
_ENTRIES = """
INSERT INTO guarantees_ledgerentry
    (guarantee_id, sequence, kind, amount, currency, reference, reservation_id, at, reserved_after, paid_after)
SELECT guarantee_id, 2 * number - first, CASE first WHEN 1 THEN 'RESERVE' ELSE 'RELEASE' END,
    amount, currency, reference, id, reserved_at, 100 * first, 0
FROM (
    SELECT *, row_number() OVER () AS number FROM guarantees_reservation WHERE guarantee_id = %(guarantee)s
) AS held, (VALUES (1), (0)) AS half (first)
"""


def _asking(client: Client, row: Guarantee) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(f"/api/v1/guarantees/{row.pk}/balance/")
        if answer.status_code != 200 or len(answer.json()["uses"]) != USES:
            raise RuntimeError(f"balance: {answer.status_code}")

    return ask


def _statements(ask: Callable[[], None]) -> list[str]:
    with CaptureQueriesContext(connection) as sent:
        ask()
    return [row["sql"] for row in sent.captured_queries]


def _keep_plans(statements: list[str]) -> None:
    """How PostgreSQL works each of those that read guarantees; the others read who asks."""
    PLANS.parent.mkdir(exist_ok=True)
    with PLANS.open("w") as file, connection.cursor() as cursor:
        for sql in statements:
            if sql.startswith("SELECT") and '"guarantees_' in sql:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
                print(sql, *(line for (line,) in cursor.fetchall()), "", sep="\n", file=file)
