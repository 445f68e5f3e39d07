"""The API's shape of a guarantee, and the bodies of the verbs of bank and office."""

from typing import Any

from rest_framework import serializers

from acts.common.api.fields import Choice, Day, Flag, Number, Text
from acts.common.api.serializers import StrictSerializer
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee
from guarantees.services.risk_amount import plain


class Amount(serializers.DecimalField):
    """Money as text, without trailing zeros."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=20, decimal_places=4, **options)

    def to_representation(self, value: Any) -> str:
        return plain(value)


class Money(Number):
    """An amount as asked for; whether size and decimals are right is the service's word, with the other findings."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=40, decimal_places=20, **options)


class Reason(Text):
    """Why, in up to 1,000 characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=1000, lines=True, **options)


class Terms(StrictSerializer):
    """What a bank issues or an officer books."""

    kind = Choice(choices=GuaranteeKind.choices)
    principal = Text(max_length=20, help_text="registration number")
    office = Text(max_length=8, help_text="office of guarantee")
    currency = Text(max_length=3)
    reference_amount = Money()
    valid_from = Day()
    valid_until = Day(required=False, allow_null=True)
    bank_reference = Text(max_length=35, required=False, allow_blank=True)
    blocked_countries = serializers.ListField(child=Text(max_length=2), required=False, max_length=20)
    code_prefixes = serializers.ListField(child=Text(max_length=8), required=False, max_length=100)
    sensitive_goods = Flag(required=False)


class NewAmount(StrictSerializer):
    """The reference amount as it shall be, in the guarantee's own currency."""

    reference_amount = Money()
    currency = Text(max_length=3)


class WhyGiven(StrictSerializer):
    """Why; principal, bank and office are told."""

    reason = Reason()


class Filters(StrictSerializer):
    """The query string of the list."""

    grn = Text(max_length=17, required=False)
    kind = Choice(choices=GuaranteeKind.choices, required=False)
    state = Choice(choices=GuaranteeState.choices, required=False)
    bank_reference = Text(max_length=35, required=False)
    principal = Text(max_length=20, required=False, source="principal__number", help_text="registration number")


class GuaranteeAnswer(serializers.ModelSerializer[Guarantee]):
    """A guarantee with its totals."""

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
