"""The API's shape of guarantees; requests refuse unknown fields."""

from typing import Any

from rest_framework import serializers

from acts.common.api.serializers import StrictSerializer
from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services.risk_amount import plain

_MONEY: Any = {"max_digits": 20, "decimal_places": 4}


class Amount(serializers.DecimalField):
    """Money as text, without trailing zeros."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(_MONEY | options))

    def to_representation(self, value: Any) -> str:
        return plain(value)


class TermsSerializer(StrictSerializer):
    """What a bank issues or an officer books."""

    kind = serializers.ChoiceField(choices=GuaranteeKind.choices)
    principal = serializers.CharField(max_length=20, help_text="registration number")
    office = serializers.CharField(max_length=8, help_text="office of guarantee")
    currency = serializers.CharField(max_length=3)
    # Sign, size and decimals are rules of the currency: the service tells them with the other findings.
    reference_amount = serializers.DecimalField(max_digits=None, decimal_places=None)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)
    bank_reference = serializers.CharField(max_length=35, required=False, allow_blank=True)
    blocked_countries = serializers.ListField(child=serializers.CharField(max_length=2), required=False, max_length=20)
    code_prefixes = serializers.ListField(child=serializers.CharField(max_length=8), required=False, max_length=100)
    sensitive_goods = serializers.BooleanField(required=False)


class AcceptSerializer(StrictSerializer):
    """The part of the reference amount the guarantee is for; less than 100 as the country's profile lets."""

    percentage = serializers.IntegerField(min_value=1, max_value=100, default=100)


class ReasonSerializer(StrictSerializer):
    """Why."""

    reason = serializers.CharField(max_length=1000)


class NothingSerializer(StrictSerializer):
    """A body without any field."""


class GuaranteeSerializer(serializers.ModelSerializer[Guarantee]):
    guarantor = serializers.SerializerMethodField()
    principal = serializers.CharField(source="principal.number")
    office = serializers.CharField(source="office_id")
    reference_amount = Amount()
    guarantee_amount = Amount()
    reserved = Amount()
    paid = Amount()
    available = Amount()

    class Meta:
        model = Guarantee
        fields = [
            "id",
            "grn",
            "kind",
            "state",
            "guarantor",
            "principal",
            "office",
            "bank_reference",
            "currency",
            "reference_amount",
            "percentage",
            "guarantee_amount",
            "reserved",
            "paid",
            "available",
            "valid_from",
            "valid_until",
            "blocked_countries",
            "code_prefixes",
            "sensitive_goods",
            "cancellation_effective_at",
            "issued_at",
            "accepted_at",
            "reason",
        ]

    def get_guarantor(self, row: Guarantee) -> str | None:
        return row.guarantor.firm.number if row.guarantor is not None else None


class OpenedSerializer(GuaranteeSerializer):
    """A guarantee just made usable, with its first access code: shown this once."""

    access_code = serializers.CharField()

    class Meta(GuaranteeSerializer.Meta):
        fields = [*GuaranteeSerializer.Meta.fields, "access_code"]


class IssuedSerializer(GuaranteeSerializer):
    """A guarantee issued; one that was booked brings its first access code."""

    access_code = serializers.CharField(required=False)

    class Meta(GuaranteeSerializer.Meta):
        fields = [*GuaranteeSerializer.Meta.fields, "access_code"]


class UseSerializer(serializers.Serializer[Any]):
    reference = serializers.CharField()
    amount = Amount()
    country = serializers.CharField()
    reserved_at = serializers.DateTimeField()
    expected_release_at = serializers.DateTimeField(allow_null=True)


class ForecastSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    available = Amount()


class BalanceSerializer(serializers.Serializer[Any]):
    currency = serializers.CharField()
    reference_amount = Amount()
    percentage = serializers.IntegerField()
    guarantee_amount = Amount()
    reserved = Amount()
    paid = Amount()
    available = Amount()
    uses = UseSerializer(many=True)
    forecast = ForecastSerializer(many=True)
    alerts = serializers.ListField(child=serializers.ChoiceField(choices=["LOW_BALANCE", "EXPIRY"]))


class EntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    amount = Amount()
    reserved_after = Amount()
    paid_after = Amount()
    reverses = serializers.SerializerMethodField()

    class Meta:
        model = LedgerEntry
        fields = [
            "sequence",
            "kind",
            "amount",
            "currency",
            "reference",
            "at",
            "reserved_after",
            "paid_after",
            "reverses",
        ]

    def get_reverses(self, row: LedgerEntry) -> int | None:
        """The sequence of the entry this one corrects."""
        return row.reverses.sequence if row.reverses is not None else None
