"""What every endpoint does before its verb: read the clock once, know the actor, read body and query strictly."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from acts.common import clock
from acts.common.api.once import OnceView
from acts.common.api.serializers import Nothing, StrictSerializer
from offices import api
from offices.actors import Actor

_POSTING = OpenApiParameter(
    api.POSTING_HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="The id of the posting acted in; needed for a write by an officer who holds several.",
)


class EndpointSchema(AutoSchema):
    """Body, answers and filters as the view itself names them: `takes`, `answers`, `filters`."""

    view: Any

    def get_request_serializer(self) -> Any:
        takes = self.view.takes
        return takes(partial=self.view.partial) if takes._declared_fields else None

    def get_response_serializers(self) -> Any:
        return self.view.answers

    def get_override_parameters(self) -> list[Any]:
        filters = self.view.filters
        posting = [_POSTING] if self.view.posted else []
        return [*posting, *([filters] if filters._declared_fields and self.method == "GET" else [])]


class Endpoint(OnceView):
    """A view that knows `actor` and `at`; `takes` is its body, `filters` its query string when reading.

    `partial`: no field of the body is needed. `answers` is what OpenAPI says it may give; `scopes` the scope a firm's
    program needs, by method: where none is named, no program gets in. `posted`: a write is done in one posting.
    """

    schema = EndpointSchema()
    takes: ClassVar[type[StrictSerializer]] = Nothing
    partial: ClassVar[bool] = False
    filters: ClassVar[type[StrictSerializer]] = Nothing
    answers: ClassVar[dict[int | tuple[int, str], Any]] = {}
    scopes: ClassVar[dict[str, str]] = {}
    posted: ClassVar[bool] = True
    paging: ClassVar[tuple[str, ...]] = ()
    actor: Actor
    at: datetime

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.at = clock.now()
        self.actor = api.actor(request, self.at, posted=self.posted)

    def body(self) -> dict[str, Any]:
        """The body, strictly read; 422 with every finding if it is malformed."""
        return _read(self.takes(data=self.request.data, partial=self.partial))

    def wanted(self) -> dict[str, Any]:
        """The query string, read as strictly as a body: an unknown name or value is a 422. What was left out is
        not in it.
        """
        own = set(self.paging)
        if len(self.renderer_classes) > 1:
            own.add(str(api_settings.URL_FORMAT_OVERRIDE))
        given = {name: value for name, value in self.request.query_params.items() if name not in own}
        return _read(self.filters(data=given))


class Pages(PageNumberPagination):
    """`?page=`, 25 rows each; a page that does not exist is a 404, and so is one without a number."""

    page_size = 25

    def get_page_number(self, request: Request, paginator: Any) -> Any:
        return request.query_params.get(self.page_query_param, 1)


class Listing(Endpoint):
    """Pages of rows, each shown by `gives`."""

    pagination_class = Pages
    paging = (Pages.page_query_param,)
    gives: ClassVar[type[serializers.BaseSerializer[Any]]]

    def paged(self, rows: Any) -> Response:
        """One page of `rows` (a queryset in a fixed order, or a list), each as `gives` shows it."""
        pages = Pages()
        page: Sequence[Any] = pages.paginate_queryset(rows, self.request, view=self) or []
        return pages.get_paginated_response(self.gives(page, many=True).data)


def _read(serializer: StrictSerializer) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    found: dict[str, Any] = serializer.validated_data
    return found
