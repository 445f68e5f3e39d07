"""Guarantors as the office of guarantee knows them: approved, ended, and how much they stand for."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from guarantees import exposures, selectors
from guarantees.api.serializers import guarantors as serializers
from guarantees.services import guarantors
from offices.endpoint import Endpoint, Listing


class Approvals(Listing):
    """Approvals of guarantors: of the offices one is posted at, or one's own as a bank."""

    takes = serializers.ApprovalGiven
    gives = serializers.ApprovalAnswer
    answers = {200: serializers.ApprovalAnswer(many=True)}

    def get(self, request: Request) -> Response:
        self.wanted()
        return self.paged(selectors.approvals(actor=self.actor))

    @extend_schema(responses={201: serializers.ApprovalAnswer})
    def post(self, request: Request) -> Response:
        """The office approves a bank as guarantor, with the limit of what it may owe there in all."""
        made = guarantors.approve(**self.body(), actor=self.actor, at=self.at)
        return Response(serializers.ApprovalAnswer(made).data, status.HTTP_201_CREATED)


class EndApproval(Endpoint):
    """End an approval at once: all the bank's guarantees at the office are suspended together; uses stay covered."""

    answers = {200: serializers.EndedAnswer}

    def post(self, request: Request, approval: int) -> Response:
        self.body()
        suspended = guarantors.end(approval=approval, actor=self.actor, at=self.at)
        return Response(serializers.EndedAnswer({"suspended": suspended}).data)


class Limit(Endpoint):
    """Set what the bank may owe at the office in all; what it owes already stays, above a lower limit too."""

    takes = serializers.LimitGiven
    answers = {200: serializers.ApprovalAnswer}

    def post(self, request: Request, approval: int) -> Response:
        row = guarantors.set_limit(approval=approval, **self.body(), actor=self.actor, at=self.at)
        return Response(serializers.ApprovalAnswer(row).data)


class Exposure(Listing):
    """What banks stand for, by office, bank and principal."""

    gives = serializers.ExposureAnswer
    answers = {200: serializers.ExposureAnswer(many=True)}

    def get(self, request: Request) -> Response:
        self.wanted()
        return self.paged(exposures.exposure(actor=self.actor))
