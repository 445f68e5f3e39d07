"""Importing an edition of the AHTN (spec section 2: 8 digits, all 11,414 lines)."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import transaction

from guarantees.models import TariffEdition, TariffLine
from guarantees.services.imports import table
from guarantees.services.imports.table import BadLine, Source

COLUMNS = (("code", "description_en", "description_vi"),)


def load(*, source: Source, edition: str, valid_from: date) -> int:
    """Import a file as the lines of `edition`, all or nothing; how many. The same file again changes nothing."""
    with transaction.atomic():
        owner, _ = TariffEdition.objects.update_or_create(name=edition, defaults={"valid_from": valid_from})

        def parse(line: Mapping[str, str]) -> Iterator[tuple[object, TariffLine]]:
            code = line["code"]
            if len(code) != 8 or not (code.isascii() and code.isdigit()):
                raise BadLine(f"code: {code!r} is not 8 digits")
            if not line["description_en"]:
                raise BadLine("description_en is empty")
            yield code, TariffLine(edition=owner, **line)

        rows = table.read(source=source, columns=COLUMNS, parse=parse)
        TariffLine.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["edition", "code"],
            update_fields=["description_en", "description_vi"],
        )
        table.record(source=source, model=TariffLine, rows=len(rows), edition=edition)
    return len(rows)
