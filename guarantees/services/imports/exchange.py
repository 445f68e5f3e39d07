"""Importing exchange rates: one unit of base is so many units of quote, from a day on."""

from collections.abc import Iterator, Mapping

from django.db import transaction

from acts.common import money
from guarantees.models import ExchangeRate
from guarantees.services.imports import table
from guarantees.services.imports.table import BadLine, Source

COLUMNS = (("base", "quote", "rate", "valid_from"),)


def load(*, source: Source) -> int:
    """Import a file of exchange rates, all or nothing; how many. The same file again changes nothing."""
    with transaction.atomic():
        rows = table.read(source=source, columns=COLUMNS, parse=_parse)
        ExchangeRate.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["base", "quote", "valid_from"], update_fields=["rate"]
        )
        table.record(source=source, model=ExchangeRate, rows=len(rows))
    return len(rows)


def _parse(line: Mapping[str, str]) -> Iterator[tuple[object, ExchangeRate]]:
    base, quote = line["base"], line["quote"]
    for name, code in (("base", base), ("quote", quote)):
        if not money.is_currency(code):
            raise BadLine(f"{name}: {code!r} is no currency of ISO 4217")
    if base == quote:
        raise BadLine("base and quote are the same")
    rate = table.number(line["rate"], "rate", digits=10, decimals=10)
    if not rate:
        raise BadLine("rate: must be greater than zero")
    since = table.day(line["valid_from"], "valid_from")
    yield (base, quote, since), ExchangeRate(base=base, quote=quote, rate=rate, valid_from=since)
