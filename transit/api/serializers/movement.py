"""What the API shows of a movement. Nothing here is read from a body."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from offices import proposals
from transit.api.serializers.declaration import Declaration
from transit.enums import State
from transit.models import Arrival, Control, Cover, LateFact, Movement, Passage, RiskHit


class Summary(serializers.ModelSerializer[Movement]):
    """Identity, state and dates: the answer of every verb and a row of every list."""

    principal = serializers.CharField(source="principal.number")

    class Meta:
        model = Movement
        fields = [
            "id",
            "state",
            "kind",
            "simplified",
            "lrn",
            "mrn",
            "principal",
            "office_of_departure",
            "office_of_destination",
            "channel",
            "limit_date",
            "created_at",
            "changed_at",
            "lodged_at",
            "presented_at",
            "accepted_at",
            "released_at",
            "arrived_at",
            "ended_at",
            "guarantee_due_at",
        ]
        read_only_fields = fields


class GuaranteeReason(serializers.Serializer[Any]):
    """Why a guarantee is refused, in the words that its principal may read."""

    grn = serializers.CharField()
    text = serializers.CharField()


class Outcome(Summary):
    """The movement after a verb. `guarantee_reasons`: why it has just become, or stays, GUARANTEE_REFUSED."""

    guarantee_reasons = GuaranteeReason(many=True)

    class Meta(Summary.Meta):
        fields = [*Summary.Meta.fields, "guarantee_reasons"]
        read_only_fields = fields


class PassageAnswer(serializers.ModelSerializer[Passage]):
    class Meta:
        model = Passage
        fields = ["office", "state", "expected_at", "presented_at", "crossed_at", "recorded_at", "findings", "alarm"]
        read_only_fields = fields


class ArrivalAnswer(serializers.ModelSerializer[Arrival]):
    class Meta:
        model = Arrival
        fields = [
            "office",
            "state",
            "expected_at",
            "arrived_at",
            "recorded_at",
            "by_trader",
            "late_reason",
            "findings",
            "unloading_permitted_at",
            "remarks",
            "result",
            "result_at",
            "seals_found",
            "differences",
        ]
        read_only_fields = fields


class ControlAnswer(serializers.ModelSerializer[Control]):
    class Meta:
        model = Control
        fields = ["place", "office", "kind", "ordered_at", "extended_until", "finished_at", "result", "text"]
        read_only_fields = fields


class CoverAnswer(serializers.ModelSerializer[Cover]):
    """The amount at risk as computed last, country by country and line by line."""

    class Meta:
        model = Cover
        fields = ["computed_at", "day", "amount", "currency", "country", "totals", "lines"]
        read_only_fields = fields


class RiskHitAnswer(serializers.ModelSerializer[RiskHit]):
    class Meta:
        model = RiskHit
        fields = ["channel", "reason", "assessed_at"]
        read_only_fields = fields


class LateFactAnswer(serializers.ModelSerializer[LateFact]):
    """Something that truly happened but came too late for the state; a person decides about it."""

    class Meta:
        model = LateFact
        fields = [
            "id",
            "movement",
            "verb",
            "office",
            "happened_at",
            "recorded_at",
            "state",
            "data",
            "decided_at",
            "decision",
        ]
        read_only_fields = fields


class ProposalAnswer(proposals.ProposalAnswer):
    """What one officer proposes about a movement and another must confirm."""

    movement = serializers.UUIDField(source="subject")

    class Meta(proposals.ProposalAnswer.Meta):
        fields = ["id", "movement", *proposals.FIELDS]
        read_only_fields = fields


class VehicleNow(serializers.ModelSerializer[Movement]):
    """The vehicle as it should be now, whatever was declared."""

    registration = serializers.CharField(source="vehicle_registration")
    country = serializers.CharField(source="vehicle_country")

    class Meta:
        model = Movement
        fields = [
            "registration",
            "country",
            "permit_number",
            "trailer_registration",
            "trailer_country",
            "trailer_permit_number",
        ]
        read_only_fields = fields


class Detail(Summary):
    """One movement in full. What the reader may not see is null."""

    # Expects in its context `at`, `proposals` (those open that the reader may know of), `officer` (whether hits,
    # alarms, an officer's words and late facts are shown) and `goods` (whether amounts and differences of goods are):
    # spec sections 9 and 14.

    overdue = serializers.SerializerMethodField()
    vehicle = VehicleNow(source="*")
    seals = serializers.ListField(child=serializers.CharField())
    passages = PassageAnswer(source="route", many=True)
    arrival = ArrivalAnswer(default=None, allow_null=True)
    controls = ControlAnswer(many=True)
    cover = CoverAnswer(default=None, allow_null=True)
    risk_hits = RiskHitAnswer(many=True, allow_null=True)
    late_facts = LateFactAnswer(many=True, allow_null=True)
    proposals = serializers.SerializerMethodField()

    class Meta(Summary.Meta):
        fields = [
            *Summary.Meta.fields,
            "version",
            "overdue",
            "vehicle",
            "seals",
            "passages",
            "arrival",
            "controls",
            "cover",
            "risk_hits",
            "late_facts",
            "proposals",
        ]
        read_only_fields = fields

    def get_overdue(self, movement: Movement) -> bool:
        return movement.is_overdue(self.context["at"])

    @extend_schema_field(ProposalAnswer(many=True, allow_null=True))
    def get_proposals(self, movement: Movement) -> Any:
        return ProposalAnswer(self.context["proposals"], many=True).data if self.context["officer"] else None

    def to_representation(self, movement: Movement) -> dict[str, Any]:
        shown = super().to_representation(movement)
        if not self.context["goods"]:
            shown["cover"] = None
            if shown["arrival"] is not None:
                shown["arrival"] |= {"differences": [], "seals_found": []}
        if not self.context["officer"]:
            shown |= {"risk_hits": None, "late_facts": None}
            shown["passages"] = [row | {"alarm": "", "findings": []} for row in shown["passages"]]
            if shown["arrival"] is not None:
                shown["arrival"] |= {"findings": []}
            shown["controls"] = [row | {"text": ""} for row in shown["controls"]]
        return shown


class HistoryAnswer(serializers.Serializer[Any]):
    """One entry; `data` holds the facts of the verb."""

    sequence = serializers.IntegerField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    actor = serializers.CharField()
    posting = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        # Not as an attribute: a serializer's own `data` has that name.
        return {**super().get_fields(), "data": serializers.JSONField()}


class Verdict(serializers.Serializer[Any]):
    """What the checks say: findings would refuse the lodging, warnings would not."""

    findings = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_findings(self, verdict: Any) -> list[dict[str, Any]]:
        return [finding.as_dict() for finding in verdict.findings]

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_warnings(self, verdict: Any) -> list[dict[str, Any]]:
        return [finding.as_dict() for finding in verdict.warnings]


class FileAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class DeclarationAnswer(Declaration):
    """A declaration in full: its content as it can be sent again, with identity and dates (for OpenAPI only).

    Access codes are never given; registered parties show name and address of the register.
    """

    id = serializers.UUIDField(read_only=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    mrn = serializers.CharField(read_only=True)
    channel = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    changed_at = serializers.DateTimeField(read_only=True)
    lodged_at = serializers.DateTimeField(read_only=True)
    presented_at = serializers.DateTimeField(read_only=True)
    accepted_at = serializers.DateTimeField(read_only=True)
    released_at = serializers.DateTimeField(read_only=True)
    arrived_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True)
    guarantee_due_at = serializers.DateTimeField(read_only=True)
