"""What a guarantee holds and has held: balance, reservations, ledger, statements. MRNs stand here, never goods."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api.renderers import CSV, PDF, CsvRenderer, PdfRenderer
from guarantees import selectors, tables
from guarantees.api.serializers import books as serializers
from guarantees.api.views.endpoint import GuaranteeView
from guarantees.enums import Scope
from guarantees.pdf import statement as paper
from guarantees.services import statements
from offices.endpoint import Listing

_AT_ONCE = 2000
_COLUMNS = ("sequence", "kind", "amount", "currency", "reference", "at", "reserved_after", "paid_after")


class Balance(GuaranteeView):
    """What is available, every use with its expected release, a forecast, alerts."""

    scopes = {"GET": Scope.GUARANTEES_READ}
    answers = {200: serializers.BalanceAnswer}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        self.wanted()
        return Response(serializers.BalanceAnswer(selectors.balance(guarantee=self.guarantee(pk), at=self.at)).data)


class Reservations(Listing, GuaranteeView):
    """What is held for which journey, the next to be released first."""

    scopes = {"GET": Scope.GUARANTEES_READ}
    filters = serializers.ReservationFilters
    gives = serializers.ReservationAnswer
    answers = {200: serializers.ReservationAnswer(many=True)}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return self.paged(selectors.reservations(guarantee=self.guarantee(pk), **self.wanted()))


class Ledger(Listing, GuaranteeView):
    """The entries of one guarantee, newest first; as CSV all of the period in one file."""

    scopes = {"GET": Scope.GUARANTEES_READ}
    renderer_classes = (JSONRenderer, CsvRenderer)
    filters = serializers.Period
    gives = serializers.EntryAnswer
    answers = {
        (200, "application/json"): serializers.EntryAnswer(many=True),
        (200, CSV): OpenApiTypes.STR,
    }

    def get(self, request: Request, pk: uuid.UUID) -> HttpResponseBase:
        row = self.guarantee(pk)
        entries = selectors.ledger(guarantee=row, **self.wanted())
        if request.accepted_renderer.format == CsvRenderer.format:
            rows = ([getattr(entry, name) for name in _COLUMNS] for entry in entries.iterator(chunk_size=_AT_ONCE))
            return csv_file(f"ledger-{row}.csv", tables.lines(_COLUMNS, rows))
        return self.paged(entries)


def csv_file(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """A CSV to keep under that name, sent as its lines come."""
    answer = StreamingHttpResponse(lines, content_type=f"{CSV}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class Statements(GuaranteeView):
    """The statement of a day or a month: as JSON, as CSV between an OPENING and a CLOSING line, or as PDF.

    More than 5,000 entries come as CSV alone.
    """

    scopes = {"GET": Scope.GUARANTEES_READ}
    renderer_classes = (JSONRenderer, CsvRenderer, PdfRenderer)
    filters = serializers.StatementFilters
    answers = {
        (200, "application/json"): serializers.StatementAnswer,
        (200, CSV): OpenApiTypes.STR,
        (200, PDF): OpenApiTypes.BINARY,
    }

    def get(self, request: Request, pk: uuid.UUID) -> HttpResponseBase:
        wanted = self.wanted()
        row = self.guarantee(pk)
        first_day, last_day = statements.period(day=wanted.get("day"), month=wanted.get("month"))
        found = statements.statement(guarantee=row, first_day=first_day, last_day=last_day, at=self.at)
        if request.accepted_renderer.format == CsvRenderer.format:
            return csv_file(f"{found.name}.csv", tables.lines(_COLUMNS, _table(found)))
        statements.refuse_too_long(found)
        if request.accepted_renderer.format == PdfRenderer.format:
            answer = HttpResponse(paper.draw(found), content_type=PDF)
            answer["Content-Disposition"] = f'attachment; filename="{found.name}.pdf"'
            answer["Cache-Control"] = "private, no-store"
            return answer
        return Response(serializers.StatementAnswer(found).data)


def _table(found: statements.Statement) -> Iterator[list[Any]]:
    """A statement's lines: the totals before, the entries, the totals after."""
    currency = found.guarantee.currency

    def line(name: str, day: date, totals: statements.Totals) -> list[Any]:
        return [None, name, None, currency, None, day, totals.reserved, totals.paid]

    yield line("OPENING", found.first_day, found.opening)
    for entry in found.entries.iterator(chunk_size=_AT_ONCE):
        amount = -entry.amount if entry.reverses_id is not None else entry.amount
        after = [entry.reserved_after, entry.paid_after]
        yield [entry.sequence, entry.kind, amount, entry.currency, entry.reference, entry.at, *after]
    yield line("CLOSING", found.last_day, found.closing)
