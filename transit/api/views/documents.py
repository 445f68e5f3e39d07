"""Papers as PDF (spec section 12)."""

import uuid

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from acts.common.api.renderers import PDF, PdfRenderer
from acts.common.api.serializers import StrictSerializer
from transit.api.views.endpoint import Endpoint
from transit.services import documents


class Wanted(StrictSerializer):
    version = serializers.IntegerField(
        required=False, min_value=1, max_value=9999, help_text="An earlier one is marked as replaced."
    )


class AccompanyingDocument(Endpoint):
    """The Transit Accompanying Document; only from release on. Without `version` the one in force."""

    filters = Wanted
    renderer_classes = (PdfRenderer, JSONRenderer)
    answers = {(200, PDF): OpenApiTypes.BINARY}

    def get(self, request: Request, movement: uuid.UUID) -> HttpResponse:
        paper = documents.accompanying_document(
            actor=self.actor, movement=movement, at=self.at, version=self.wanted().get("version")
        )
        answer = HttpResponse(paper.content, content_type=PDF)
        answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
