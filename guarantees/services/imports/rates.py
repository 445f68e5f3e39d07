"""Importing rate rows: the short form (duty and consumption tax in percent) or the general one, row by row."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from guarantees.enums import Basis, Charge
from guarantees.models import RateRow
from guarantees.services.imports import table
from guarantees.services.imports.table import BadLine, Source
from offices.models import Country

SHORT = ("country", "code_prefix", "duty_percent", "consumption_tax_percent", "valid_from")
GENERAL = (
    "country",
    "code_prefix",
    "charge",
    "basis",
    "rate",
    "unit",
    "cumulation",
    "valid_from",
    "valid_until",
)
Parsed = Iterable[tuple[object, RateRow]]


def load(*, source: Source) -> int:
    """Import a file of rates, all or nothing; how many rows. The same file again changes nothing."""
    with transaction.atomic():
        rows = table.read(source=source, columns=(SHORT, GENERAL), parse=_parser())
        RateRow.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["country", "code_prefix", "charge", "valid_from"],
            update_fields=["basis", "rate", "unit", "cumulation", "valid_until"],
        )
        table.record(source=source, model=RateRow, rows=len(rows))
    return len(rows)


def _parser() -> Callable[[Mapping[str, str]], Parsed]:
    countries = frozenset(Country.objects.values_list("code", flat=True))

    def parse(line: Mapping[str, str]) -> Parsed:
        country, prefix = line["country"], line["code_prefix"]
        if country not in countries:
            raise BadLine(f"country: {country!r} is no member state")
        if not (2 <= len(prefix) <= 8 and prefix.isascii() and prefix.isdigit()):
            raise BadLine(f"code_prefix: {prefix!r} is not 2 to 8 digits")
        since = table.day(line["valid_from"], "valid_from")
        rows = _general(line, since) if "charge" in line else _short(line, since)
        for row in rows:
            row.country_id, row.code_prefix = country, prefix
            yield (country, prefix, row.charge, since), row

    return parse


def _short(line: Mapping[str, str], since: date) -> list[RateRow]:
    """Duty on the value; consumption tax on the value with the duty."""
    duty = _percent(line["duty_percent"], "duty_percent")
    tax = _percent(line["consumption_tax_percent"], "consumption_tax_percent")
    return [
        RateRow(charge=Charge.DUTY, rate=duty, cumulation=0, valid_from=since),
        RateRow(charge=Charge.CONSUMPTION_TAX, rate=tax, cumulation=1, valid_from=since),
    ]


def _general(line: Mapping[str, str], since: date) -> list[RateRow]:
    if line["charge"] not in Charge.values:
        raise BadLine(f"charge: {line['charge']!r} is none of {', '.join(Charge.values)}")
    if line["basis"] not in Basis.values:
        raise BadLine(f"basis: {line['basis']!r} is none of {', '.join(Basis.values)}")
    unit = line["unit"]
    if (line["basis"] == Basis.SPECIFIC) != bool(unit) or len(unit) > 10:
        raise BadLine(f"unit: {unit!r} does not go with {line['basis']} (at most 10 characters)")
    step = line["cumulation"]
    if not (step.isascii() and step.isdigit() and int(step) <= 99):
        raise BadLine(f"cumulation: {step!r} is not a number from 0 to 99")
    until = table.day(line["valid_until"], "valid_until") if line["valid_until"] else None
    if until is not None and until < since:
        raise BadLine("valid_until lies before valid_from")
    return [
        RateRow(
            charge=line["charge"],
            basis=line["basis"],
            rate=_percent(line["rate"], "rate"),
            unit=unit,
            cumulation=int(step),
            valid_from=since,
            valid_until=until,
        )
    ]


def _percent(text: str, name: str) -> Decimal:
    return table.number(text, name, digits=8, decimals=6)
