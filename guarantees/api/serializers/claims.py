"""The API's shape of claims; never any goods."""

from typing import Any

from rest_framework import serializers

from acts.common.api.fields import Choice, Day, Text
from acts.common.api.serializers import StrictSerializer
from guarantees.api.serializers.guarantee import Amount, Money, Reason
from guarantees.enums import ClaimState
from guarantees.models import Claim, Contest, Payment


class Filters(StrictSerializer):
    """The query string of the list."""

    state = Choice(choices=ClaimState.choices, required=False)
    reference = Text(max_length=35, required=False, help_text="MRN")
    grn = Text(max_length=17, required=False, source="guarantee__grn")


class PaymentGiven(StrictSerializer):
    """A payment made, in the claim's currency; `payment_reference` is the bank's own and counts once."""

    amount = Money()
    currency = Text(max_length=3)
    payment_reference = Text(max_length=35)


class Objection(StrictSerializer):
    """Why nothing is owed; a file as multipart/form-data: PDF, JPEG or PNG, at most 5 MB."""

    reason = Reason()
    file = serializers.FileField(required=False)


class DemandGiven(StrictSerializer):
    due_on = Day()


class AnswerGiven(StrictSerializer):
    """Why the office stays by its demand."""

    answer = Reason()


class PaymentAnswer(serializers.ModelSerializer[Payment]):
    amount = Amount()
    entry = serializers.IntegerField(source="entry.sequence", help_text="its entry in the ledger")

    class Meta:
        model = Payment
        fields = ["reference", "amount", "at", "entry"]


class ContestAnswer(serializers.ModelSerializer[Contest]):
    file_name = serializers.CharField(source="name")

    class Meta:
        model = Contest
        fields = ["id", "reason", "at", "file_name", "content_type", "size", "sha256", "answer", "answered_at"]


class ClaimAnswer(serializers.ModelSerializer[Claim]):
    """A claim with its payments and contests; `debt_amount` is the whole debt, in its own currency."""

    grn = serializers.CharField(source="guarantee.grn")
    amount = Amount(help_text="the most to be paid, in the guarantee's currency")
    paid = Amount()
    outstanding = Amount()
    debt_amount = Amount()
    payments = PaymentAnswer(many=True)
    contests = ContestAnswer(many=True)

    class Meta:
        model = Claim
        fields: Any = [
            "id",
            "guarantee",
            "grn",
            "reference",
            "office",
            "state",
            "amount",
            "paid",
            "outstanding",
            "currency",
            "debt_amount",
            "debt_currency",
            "debt_fixed_on",
            "notified_at",
            "acknowledged_at",
            "demanded_at",
            "due_on",
            "ended_at",
            "reason",
            "payments",
            "contests",
        ]
