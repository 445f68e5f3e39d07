"""Papers as PDF (spec section 12)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from acts.common.api.serializers import StrictSerializer
from transit.api.views.endpoint import Endpoint
from transit.services import documents

PDF = "application/pdf"


class PdfRenderer(BaseRenderer):
    """Lets clients ask for PDF; a refusal is answered in JSON all the same."""

    media_type = PDF
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return JSONRenderer().render(data)


class Wanted(StrictSerializer):
    version = serializers.IntegerField(required=False, min_value=1, max_value=9999)


class AccompanyingDocument(Endpoint):
    """The Transit Accompanying Document; only from release on. Without `version` the one in force."""

    renderer_classes = (PdfRenderer, JSONRenderer)
    answers = {(200, PDF): OpenApiTypes.BINARY}

    @extend_schema(parameters=[OpenApiParameter("version", int, description="An earlier one is marked as replaced.")])
    def get(self, request: Request, movement: uuid.UUID) -> HttpResponse:
        wanted = Wanted(data=request.query_params.dict())
        wanted.is_valid(raise_exception=True)
        paper = documents.accompanying_document(
            actor=self.actor, movement=movement, at=self.at, version=wanted.validated_data.get("version")
        )
        answer = HttpResponse(paper.content, content_type=PDF)
        answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
