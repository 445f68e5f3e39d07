"""Guarantees seen from above: the journeys they cover by their movements' state, what a declaration would hold."""

import uuid
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.views.endpoint import Endpoint, Listing
from transit.enums import State
from transit.selectors import uses
from transit.services import declaration


class CoveredUse(serializers.Serializer[Any]):
    """A journey that a guarantee covers. Of a movement one may not know, only what the guarantee holds for it."""

    reference = serializers.CharField(help_text="MRN")
    amount = serializers.DecimalField(max_digits=20, decimal_places=4, normalize_output=True)
    currency = serializers.CharField()
    country = serializers.CharField(help_text="whose charges are the highest on the route")
    reserved_at = serializers.DateTimeField()
    expected_release_at = serializers.DateTimeField(allow_null=True)
    movement = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices, allow_null=True)
    limit_date = serializers.DateTimeField(allow_null=True)


class Uses(Listing):
    """Every live use of a guarantee with its movement's state, the next to be released first."""

    gives = CoveredUse
    answers = {200: CoveredUse(many=True)}

    def get(self, request: Request, guarantee: uuid.UUID) -> Response:
        self.wanted()
        return self.paged(uses.of_guarantee(actor=self.actor, guarantee=guarantee))


class ShareAnswer(serializers.Serializer[Any]):
    grn = serializers.CharField()
    currency = serializers.CharField()
    available = serializers.DecimalField(max_digits=20, decimal_places=4, normalize_output=True)
    share = serializers.DecimalField(max_digits=20, decimal_places=4, normalize_output=True)


class CoverForecastAnswer(serializers.Serializer[Any]):
    """The amount at risk, country by country and line by line, and what each guarantee would give."""

    fits = serializers.BooleanField()
    amount = serializers.DecimalField(source="at_risk.amount", max_digits=20, decimal_places=4, normalize_output=True)
    currency = serializers.CharField(source="at_risk.currency")
    country = serializers.CharField(source="at_risk.country", help_text="the one with the highest total")
    totals = serializers.ListField(source="at_risk.totals", child=serializers.DictField())
    lines = serializers.ListField(source="at_risk.lines", child=serializers.DictField())
    shares = ShareAnswer(many=True)
    findings = serializers.SerializerMethodField()

    def get_findings(self, forecast: Any) -> list[dict[str, Any]]:
        return [finding.as_dict() for finding in forecast.findings]


class CoverForecast(Endpoint):
    """Would this declaration fit? The full computation by country; nothing is reserved."""

    answers = {200: CoverForecastAnswer}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        self.body()
        found = declaration.cover_forecast(actor=self.actor, movement=movement, at=self.at)
        return Response(CoverForecastAnswer(found).data)
