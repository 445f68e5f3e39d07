"""Creating and lodging the largest lawful declaration over the API: speed, statements, memory.

As a program: once, in a fresh process, against DATABASE_URL; prints the process's peak memory in MB.
"""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction

ITEMS = 1999
RATIO = 2.5
MEGABYTES = 250.0
STATEMENTS = 70
"""For both requests together, whatever the number of items."""
_SAMPLE = "singapore-bangkok"


def bench() -> list[Any]:
    """Three lines: the speed against reading and storing alone, the statements, the memory."""
    from tests.benchmarks import report

    principal = _Principal()
    principal.declare()  # Imports, routes and caches are there from here on.
    pairs = []
    for _ in range(report.ROUNDS):
        body = principal.body()
        started = time.perf_counter()
        principal.send(body)
        pairs.append((time.perf_counter() - started, _floor(principal.body())))
    with _counted() as statements:
        principal.declare()
    lines = [
        report.at_most("lodge_1999", pairs, bar=RATIO, n=ITEMS),
        report.bounded("lodge_1999_queries", len(statements), bar=STATEMENTS, n=ITEMS),
        report.bounded("lodge_1999_memory", _peak_of_a_fresh_process(), bar=MEGABYTES, n=ITEMS),
    ]
    for line in lines:
        line.show()
    return lines


class _Principal:
    """A trader with a guarantee who uses the API with a token, through the real routes and middleware."""

    def __init__(self) -> None:
        from knox.models import AuthToken
        from rest_framework.test import APIClient

        from acts.common import clock
        from transit.rehearsal import company

        at = clock.now()
        (self.player,) = company.players(count=1, at=at, countries=["SG"])
        _, token = AuthToken.objects.create(self.player.cast.trader.user)
        self._client = APIClient(SERVER_NAME="localhost", HTTP_AUTHORIZATION=f"Bearer {token}")

    def body(self) -> bytes:
        from acts.common import clock
        from transit import samples

        at = clock.now()
        content = self.player.content(_SAMPLE, lrn=uuid.uuid4().hex[:22], at=at)
        goods = samples.large(items=ITEMS, at=at, name=_SAMPLE)["consignments"]
        return json.dumps(content | {"consignments": goods}).encode()

    def send(self, body: bytes) -> None:
        """Create and lodge; RuntimeError if either is refused."""
        created = self._post("/api/v1/declarations/", body)
        self._post(f"/api/v1/declarations/{created['id']}/lodge/", b"{}")

    def declare(self) -> None:
        self.send(self.body())

    def _post(self, path: str, body: bytes) -> dict[str, Any]:
        answer = self._client.post(path, data=body, content_type="application/json")
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:1000]!r}")
        result: dict[str, Any] = answer.json()
        return result


def _floor(body: bytes) -> float:
    """Seconds to read the JSON, validate its form and store the rows; making the instances is not counted."""
    from acts.common import clock
    from offices.models import Firm
    from transit.api.serializers.declaration import Declaration
    from transit.models import Movement
    from transit.services import content

    started = time.perf_counter()
    serializer = Declaration(data=json.loads(body))
    serializer.is_valid(raise_exception=True)
    seconds = time.perf_counter() - started
    at = clock.now()
    principal = Firm.objects.get(number=serializer.validated_data["principal"])
    movement = Movement(principal=principal, created_at=at, changed_at=at)
    parts = content.build(movement=movement, content=serializer.validated_data)
    started = time.perf_counter()
    with transaction.atomic():
        for rows in ([parts.movement], [parts.declaration], parts.guarantees, parts.consignments, parts.items):
            type(rows[0])._default_manager.bulk_create(rows)
    return seconds + time.perf_counter() - started


@contextmanager
def _counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield statements


def _peak_of_a_fresh_process() -> float:
    done = subprocess.run([sys.executable, "-m", "tests.benchmarks.lodge"], stdout=subprocess.PIPE, check=True)
    return float(done.stdout)


def _peak() -> float:
    """The most memory this process ever had, in MB. Not from getrusage: there a parent's peak outlives exec."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not tell the peak")


if __name__ == "__main__":
    django.setup()
    _Principal().declare()
    print(round(_peak(), 1))
