"""How the endpoints of transit describe themselves in OpenAPI."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from offices.api import POSTING_HEADER

_POSTING = OpenApiParameter(
    POSTING_HEADER,
    str,
    OpenApiParameter.HEADER,
    description="The id of the posting acted in; needed for a write by an officer who holds several.",
)


class EndpointSchema(AutoSchema):
    """Body, answers and filters as the view itself names them: `takes`, `answers`, `filters`."""

    view: Any

    def get_request_serializer(self) -> Any:
        takes = self.view.takes
        return takes if takes._declared_fields else None

    def get_response_serializers(self) -> Any:
        return self.view.answers

    def get_override_parameters(self) -> list[Any]:
        filters = getattr(self.view, "filters", None)
        listed = [filters] if filters and filters._declared_fields and self._is_list_view() else []
        return [_POSTING, *listed]
