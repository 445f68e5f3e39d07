"""The API's shape of reductions and waivers: evidence, proposals."""

from rest_framework import serializers

from acts.common.api.fields import Integer, Text
from acts.common.api.serializers import StrictSerializer
from guarantees.api.serializers.guarantee import Reason
from guarantees.models import Evidence
from offices import proposals


class EvidenceGiven(StrictSerializer):
    """A paper of a type that the country's scale asks for: PDF, JPEG or PNG, at most 5 MB."""

    document_type = Text(max_length=20)
    reference = Text(max_length=35, help_text="number of the paper")
    file = serializers.FileField()


class EvidenceAnswer(serializers.ModelSerializer[Evidence]):
    class Meta:
        model = Evidence
        fields = ["id", "document_type", "reference", "name", "content_type", "size", "sha256", "at"]


class ReliefAsked(StrictSerializer):
    """A step of the country's scale; 0 is the waiver that was booked."""

    percentage = Integer(min_value=0, max_value=100)
    reason = Reason()


class ReliefAnswer(proposals.ProposalAnswer):
    """What one officer proposes about a guarantee and a supervisor of the office must confirm."""

    guarantee = serializers.UUIDField(source="subject")

    class Meta(proposals.ProposalAnswer.Meta):
        fields = ["id", "guarantee", *proposals.FIELDS]
