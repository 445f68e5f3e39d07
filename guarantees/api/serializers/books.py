"""The API's shape of what a guarantee holds and has held: balance, reservations, ledger. Never any goods."""

import re
from typing import Any

from rest_framework import serializers

from acts.common.api.fields import Choice, Day, Text
from acts.common.api.serializers import StrictSerializer
from guarantees.api.serializers.guarantee import Amount
from guarantees.enums import EntryKind, ReservationState
from guarantees.models import LedgerEntry, Reservation


class Period(StrictSerializer):
    """Days where the office of guarantee stands, both inclusive."""

    first_day = Day(required=False)
    last_day = Day(required=False)
    kind = Choice(choices=EntryKind.choices, required=False)
    reference = Text(max_length=35, required=False, help_text="MRN")


class ReservationFilters(StrictSerializer):
    """LIVE ones unless another state is asked for."""

    state = Choice(choices=ReservationState.choices, default=ReservationState.LIVE)
    reference = Text(max_length=35, required=False, help_text="MRN")


class UseAnswer(serializers.Serializer[Any]):
    reference = serializers.CharField()
    amount = Amount()
    country = serializers.CharField()
    reserved_at = serializers.DateTimeField()
    expected_release_at = serializers.DateTimeField(allow_null=True)


class ForecastAnswer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    available = Amount()


class BalanceAnswer(serializers.Serializer[Any]):
    currency = serializers.CharField()
    reference_amount = Amount()
    percentage = serializers.IntegerField()
    guarantee_amount = Amount()
    reserved = Amount()
    paid = Amount()
    available = Amount()
    uses = UseAnswer(many=True)
    forecast = ForecastAnswer(many=True)
    alerts = serializers.ListField(child=serializers.ChoiceField(choices=["LOW_BALANCE", "EXPIRY"]))


class ReservationAnswer(serializers.ModelSerializer[Reservation]):
    """Cover held for one journey: its MRN, what is held, and the country that set the amount."""

    amount = Amount(help_text="what is held: less what was paid from it")
    country = serializers.CharField(help_text="whose charges are the highest on the route")

    class Meta:
        model = Reservation
        fields = [
            "id",
            "reference",
            "state",
            "amount",
            "currency",
            "country",
            "reserved_at",
            "expected_release_at",
            "ended_at",
        ]


class EntryAnswer(serializers.ModelSerializer[LedgerEntry]):
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


class StatementFilters(StrictSerializer):
    """Either a day or a month, where the office of guarantee stands."""

    day = Day(required=False)
    month = Text(pattern=re.compile("2[01][0-9]{2}-(0[1-9]|1[0-2])"), required=False, help_text="2026-11")


class TotalsAnswer(serializers.Serializer[Any]):
    reserved = Amount()
    paid = Amount()


class StatementAnswer(serializers.Serializer[Any]):
    """What was held and paid at the beginning and at the end, and each entry between, oldest first."""

    grn = serializers.CharField(source="guarantee.grn")
    currency = serializers.CharField(source="guarantee.currency")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    made_at = serializers.DateTimeField()
    final = serializers.BooleanField(help_text="false: the last day is not over")
    opening = TotalsAnswer()
    closing = TotalsAnswer()
    sums = serializers.DictField(child=Amount(), help_text="net amount by kind of entry")
    entries = EntryAnswer(many=True)
