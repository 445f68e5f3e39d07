"""Reduction and waiver: evidence, and what two officers decide (spec section 9)."""

import uuid

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api.files import FileParser
from acts.common.files import KINDS
from guarantees import proposed, selectors
from guarantees.api.serializers import relief as serializers
from guarantees.api.serializers.guarantee import WhyGiven
from guarantees.api.views.endpoint import GuaranteeView
from guarantees.services import relief
from offices.downloads import handed_out
from offices.endpoint import Listing


class Papers(Listing, GuaranteeView):
    """The evidence kept with a guarantee, the oldest first; for its office, the principal and auditors."""

    parser_classes = [FileParser]
    takes = serializers.EvidenceGiven
    gives = serializers.EvidenceAnswer
    answers = {200: serializers.EvidenceAnswer(many=True)}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        self.wanted()
        return self.paged(proposed.papers(actor=self.actor, guarantee=self.guarantee(pk)))

    @extend_schema(responses={201: serializers.EvidenceAnswer})
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """Attach a paper that the country's scale asks for; by the office or the principal."""
        body = self.body()
        kept = relief.attach(guarantee=pk, upload=body.pop("file"), **body, actor=self.actor, at=self.at)
        return Response(serializers.EvidenceAnswer(kept).data, status.HTTP_201_CREATED)


class PaperFile(GuaranteeView):
    """The paper itself, under the name it was sent with."""

    answers = {(200, kind): OpenApiTypes.BINARY for kind in KINDS}

    def get(self, request: Request, pk: uuid.UUID, paper: uuid.UUID) -> FileResponse:
        self.wanted()
        row = proposed.paper(actor=self.actor, guarantee=self.guarantee(pk), paper=paper)
        return handed_out(row.file, name=row.name, content_type=row.content_type)


class Relief(GuaranteeView):
    """Propose a percentage of the country's scale; it takes effect when a supervisor of the office confirms."""

    takes = serializers.ReliefAsked
    answers = {202: serializers.ReliefAnswer}

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        made = relief.propose(guarantee=pk, **self.body(), actor=self.actor, at=self.at)
        return Response(serializers.ReliefAnswer(made).data, status.HTTP_202_ACCEPTED)


class Proposals(Listing):
    """Reductions and waivers proposed at the offices one is posted at, the last first."""

    gives = serializers.ReliefAnswer
    answers = {200: serializers.ReliefAnswer(many=True)}

    def get(self, request: Request) -> Response:
        self.wanted()
        return self.paged(proposed.known(actor=self.actor, among=selectors.visible(actor=self.actor)))


class Confirm(GuaranteeView):
    """Grant what was proposed, as the second person."""

    def post(self, request: Request, proposal: uuid.UUID) -> Response:
        self.body()
        return self.shown(relief.confirm(proposal=proposal, actor=self.actor, at=self.at))


class Refuse(GuaranteeView):
    """Refuse what was proposed, or take one's own back."""

    takes = WhyGiven
    answers = {200: serializers.ReliefAnswer}

    def post(self, request: Request, proposal: uuid.UUID) -> Response:
        row = relief.refuse(proposal=proposal, **self.body(), actor=self.actor, at=self.at)
        return Response(serializers.ReliefAnswer(row).data)
