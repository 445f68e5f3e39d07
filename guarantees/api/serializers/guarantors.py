"""The API's shape of approvals and exposure."""

from typing import Any

from rest_framework import serializers

from acts.common.api.fields import Day, Text
from acts.common.api.serializers import StrictSerializer
from guarantees.api.serializers.guarantee import Amount, Money
from guarantees.models import GuarantorApproval


class ApprovalGiven(StrictSerializer):
    """A bank approved as guarantor at an office, days both inclusive; `limit` in the currency of its country."""

    firm = Text(max_length=20, help_text="the bank's registration number")
    office = Text(max_length=8)
    valid_from = Day()
    valid_until = Day(required=False, allow_null=True)
    limit = Money(required=False, allow_null=True)


class LimitGiven(StrictSerializer):
    """What the bank may owe at the office in all, in the currency of its country; null: no limit."""

    limit = Money(allow_null=True)


class ApprovalAnswer(serializers.ModelSerializer[GuarantorApproval]):
    firm = serializers.CharField(source="guarantor.firm.number")
    name = serializers.CharField(source="guarantor.firm.name")
    office = serializers.CharField(source="office_id")
    limit = Amount(allow_null=True)

    class Meta:
        model = GuarantorApproval
        fields = ["id", "firm", "name", "office", "valid_from", "valid_until", "limit"]


class EndedAnswer(serializers.Serializer[Any]):
    suspended = serializers.IntegerField(help_text="how many guarantees were suspended with it")


class ExposureAnswer(serializers.Serializer[Any]):
    """What a bank (none: deposits and waivers) stands for towards one principal, in one currency."""

    office = serializers.CharField()
    bank = serializers.SerializerMethodField()
    principal = serializers.SerializerMethodField()
    currency = serializers.CharField()
    guarantees = serializers.IntegerField()
    reference_amount = Amount(source="total")
    guarantee_amount = Amount(source="owed")
    reserved = Amount(source="held")
    paid = Amount(source="settled")

    def get_bank(self, row: dict[str, Any]) -> str | None:
        number: str | None = row["guarantor__firm__number"]
        return number

    def get_principal(self, row: dict[str, Any]) -> str:
        return str(row["principal__number"])
