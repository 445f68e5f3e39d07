"""What every app's two-person proposals share above the kernel: the same one sent again, and the API's shape."""

from typing import Any

from rest_framework import serializers

from acts.common import history, proposals
from acts.common.models import Proposal

FIELDS = [
    "verb",
    "office",
    "data",
    "data_hash",
    "status",
    "proposed_by",
    "proposed_at",
    "lapses_at",
    "decided_by",
    "decided_at",
    "reason",
]


def same_again(row: Proposal, *, data: dict[str, Any], by: Any) -> Proposal:
    """The open proposal, for who proposes the very same once more. Refuses (class 92) everybody else."""
    if (row.data_hash, row.proposed_by) == (history.digest(data), by):
        return row
    raise proposals.StillOpen(row)


class ProposalAnswer(serializers.ModelSerializer[Proposal]):
    """What one officer proposes and another must confirm; `data_hash` is what the second person saw."""

    proposed_by = serializers.CharField(source="proposed_by.username")
    decided_by = serializers.CharField(source="decided_by.username", default=None, allow_null=True)

    class Meta:
        model = Proposal
        fields = FIELDS
        read_only_fields = FIELDS
