"""The API's shape of what the principal manages: access codes, thresholds, headroom."""

from typing import Any

from rest_framework import serializers

from acts.common.api.fields import Integer, Text
from acts.common.api.serializers import StrictSerializer
from guarantees.api.serializers.guarantee import Amount
from guarantees.models import AccessCode


class NewCode(StrictSerializer):
    """For whom the code is: an employee or a branch."""

    given_to = Text(max_length=60)


class Thresholds(StrictSerializer):
    """Null: as the country's profile says."""

    low_balance_percent = Integer(min_value=0, max_value=100, allow_null=True)
    expiry_days = Integer(min_value=0, max_value=366, allow_null=True)


class CodeAnswer(serializers.ModelSerializer[AccessCode]):
    """A code without itself: only its digest is kept."""

    given_to = serializers.CharField(source="label")

    class Meta:
        model = AccessCode
        fields = ["id", "given_to", "made_at", "withdrawn_at"]


class DrawnAnswer(serializers.Serializer[Any]):
    """A code just made: shown this once."""

    id = serializers.IntegerField(source="key")
    given_to = serializers.CharField(source="label")
    access_code = serializers.CharField(source="code")


class PointAnswer(serializers.Serializer[Any]):
    day = serializers.DateField()
    available = Amount()


class HeadroomAnswer(serializers.Serializer[Any]):
    """What will be available at the end of each day, if every use ends when expected."""

    currency = serializers.CharField()
    points = PointAnswer(many=True)
    late = Amount(help_text="held by uses that should have ended")
    open_ended = Amount(help_text="held by uses without an expected day")
