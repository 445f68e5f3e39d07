"""OpenAPI: what our own serializers and fields take and give, where their description would otherwise say less."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from rest_framework import serializers

from acts.common.api import fields

_PLAIN_NUMBER = r"^[0-9]{1,20}(\.[0-9]{1,20})?$"


class StrictBody(OpenApiSerializerExtension):
    """A name nobody asked for is refused."""

    target_class = "acts.common.api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        found: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return found | {"additionalProperties": False} if direction == "request" else found


class NumberTaken(OpenApiSerializerFieldExtension):
    """A decimal may be sent as a JSON number too."""

    target_class = fields.Number
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        found: dict[str, Any] = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        if direction != "request":
            return found
        return found | {"type": ["string", "number"], "minimum": 0, "pattern": _PLAIN_NUMBER}


class PatternedText(OpenApiSerializerFieldExtension):
    """The form a text must have as a whole."""

    target_class = fields.Text
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        found: dict[str, Any] = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        pattern = self.target.pattern
        if direction != "request" or pattern is None:
            return found
        blank = "|" if self.target.allow_blank else ""
        return found | {"pattern": f"^(?:{pattern.pattern}{blank})$"}


class BlankChoice(OpenApiSerializerFieldExtension):
    """A code that is not yet known is given as an empty text."""

    target_class = serializers.ChoiceField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        found: dict[str, Any] = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        if self.target.read_only and _may_be_blank(self.target) and "" not in found["enum"]:
            found["enum"] = [*found["enum"], ""]
        return found


def _may_be_blank(field: serializers.ChoiceField) -> bool:
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    try:
        column = model._meta.get_field(field.source) if model is not None else None
    except FieldDoesNotExist:
        return False
    return isinstance(column, models.Field) and column.blank
