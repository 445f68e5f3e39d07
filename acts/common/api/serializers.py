"""Reading bodies strictly: a field nobody asked for is a finding, like a malformed one, and all are told at once."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses unknown names at its level; nested ones derive from it too."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = [name for name in data if name not in self.fields] if isinstance(data, dict) else []
        if not unknown:
            return super().to_internal_value(data)
        findings: dict[str, Any] = {
            _printable(name): [ErrorDetail("There is no such field.", code="unknown")] for name in unknown
        }
        try:
            super().to_internal_value(data)
        except serializers.ValidationError as error:
            findings = {**error.detail, **findings} if isinstance(error.detail, dict) else findings
        raise serializers.ValidationError(findings)


class Nothing(StrictSerializer):
    """No body, or an empty object."""


def _printable(name: str) -> str:
    """A name from outside, fit to stand in an answer: short, and without what JSON cannot carry."""
    return name.encode("ascii", "backslashreplace").decode()[:60]
