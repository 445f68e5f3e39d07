"""What every endpoint does before its verb: read the clock once, know the actor, read the body strictly."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from acts.common import clock
from acts.common.api.serializers import StrictSerializer
from acts.common.models import Proposal
from offices import api
from offices.actors import Actor
from transit.api.schema import EndpointSchema
from transit.api.serializers.movement import LateFactAnswer, ProposalAnswer, Summary
from transit.api.serializers.verbs import Nothing
from transit.models import LateFact, Movement


class Endpoint(APIView):
    """A view that knows `actor` and `at`; `takes` is its body, `answers` what OpenAPI says it may give."""

    schema = EndpointSchema()
    takes: ClassVar[type[StrictSerializer]] = Nothing
    answers: ClassVar[dict[int | tuple[int, str], Any]] = {200: Summary}
    actor: Actor
    at: datetime

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.at = clock.now()
        self.actor = api.actor(request, self.at)

    def body(self, *, partial: bool = False) -> dict[str, Any]:
        """The body, strictly read; 422 with every finding if it is malformed. `partial`: no field is needed."""
        serializer = self.takes(data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        body: dict[str, Any] = serializer.validated_data
        return body

    def answer(self, done: Movement | LateFact | Proposal) -> Response:
        """What was done, by its kind; a stored proposal and a kept late fact are 202: nothing has moved yet."""
        match done:
            case LateFact():
                return Response(LateFactAnswer(done).data, status.HTTP_202_ACCEPTED)
            case Proposal():
                waiting = done.status == Proposal.Status.OPEN
                return Response(ProposalAnswer(done).data, status.HTTP_202_ACCEPTED if waiting else status.HTTP_200_OK)
            case _:
                return Response(Summary(done).data)


class Pages(PageNumberPagination):
    """`?page=`, 25 rows each; a page that does not exist is a 404."""

    page_size = 25


class Listing(Endpoint):
    """Pages of rows. `filters` reads the query string as strictly as a body: an unknown name or state is a 422."""

    pagination_class = Pages
    gives: ClassVar[type[serializers.BaseSerializer[Any]]] = Summary
    answers = {200: Summary(many=True)}
    filters: ClassVar[type[StrictSerializer]] = Nothing

    def wanted(self) -> dict[str, Any]:
        """The filters of the query string; what was left out is not in it."""
        given = {name: value for name, value in self.request.query_params.items() if name != Pages.page_query_param}
        serializer = self.filters(data=given)
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found

    def paged(self, rows: Any) -> Response:
        """One page of `rows` (a queryset in a fixed order, or a list), each as `gives` shows it."""
        pages = Pages()
        page: Sequence[Any] = pages.paginate_queryset(rows, self.request, view=self) or []
        return pages.get_paginated_response(self.gives(page, many=True).data)
