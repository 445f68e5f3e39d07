"""The API's shape of what one of a bank's people proposes and another confirms."""

from typing import Any

from rest_framework import serializers

from acts.common.api.fields import Choice, Flag
from acts.common.api.serializers import StrictSerializer
from acts.common.models import Proposal
from guarantees.models import Guarantor


class Filters(StrictSerializer):
    """The query string of the list."""

    status = Choice(choices=Proposal.Status.choices, required=False)


class Choosing(StrictSerializer):
    """Whether two of the bank's people issue, raise, cancel and take a notice back, or one."""

    two_persons = Flag()


class ChoiceAnswer(serializers.ModelSerializer[Guarantor]):
    class Meta:
        model = Guarantor
        fields = ["two_persons"]


class BankProposalAnswer(serializers.ModelSerializer[Proposal]):
    """What was proposed, by whom, until when it can be confirmed; `data_hash` is what the second person saw."""

    guarantee = serializers.SerializerMethodField()
    asked = serializers.SerializerMethodField()
    proposed_by = serializers.CharField(source="data.actor", help_text="a program: its account and name")
    decided_by = serializers.CharField(source="decided_by.username", default=None, allow_null=True)

    class Meta:
        model = Proposal
        fields: Any = [
            "id",
            "verb",
            "guarantee",
            "asked",
            "data_hash",
            "status",
            "proposed_by",
            "proposed_at",
            "lapses_at",
            "decided_by",
            "decided_at",
            "reason",
        ]

    def get_guarantee(self, row: Proposal) -> str | None:
        """The guarantee's id; one to be issued has it once that is confirmed."""
        return None if row.verb == "choose_one_person" else str(row.subject)

    def get_asked(self, row: Proposal) -> dict[str, Any]:
        """What was asked for: the terms to be issued, the amount as it is and as it shall be."""
        return {name: value for name, value in row.data.items() if name not in ("bank", "actor", "client")}
