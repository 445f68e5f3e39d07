"""What a guarantee holds and has held: balance, reservations, ledger. A bank finds MRNs here, never goods."""

import uuid
from collections.abc import Iterable

from django.http import HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common import tables
from acts.common.api.renderers import CSV, CsvRenderer
from guarantees import selectors
from guarantees.api.serializers import books as serializers
from guarantees.api.views.endpoint import GuaranteeView
from offices.endpoint import Listing

_AT_ONCE = 2000
_COLUMNS = ("sequence", "kind", "amount", "currency", "reference", "at", "reserved_after", "paid_after")


class Balance(GuaranteeView):
    """What is available, every use with its expected release, a forecast, alerts."""

    answers = {200: serializers.BalanceAnswer}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        self.wanted()
        return Response(serializers.BalanceAnswer(selectors.balance(guarantee=self.guarantee(pk), at=self.at)).data)


class Reservations(Listing, GuaranteeView):
    """What is held for which journey, the next to be released first."""

    filters = serializers.ReservationFilters
    gives = serializers.ReservationAnswer
    answers = {200: serializers.ReservationAnswer(many=True)}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return self.paged(selectors.reservations(guarantee=self.guarantee(pk), **self.wanted()))


class Ledger(Listing, GuaranteeView):
    """The entries of one guarantee, newest first; as CSV all of the period in one file."""

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
