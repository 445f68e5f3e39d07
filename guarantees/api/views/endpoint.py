"""What the endpoints of one guarantee share."""

import uuid
from typing import Any, ClassVar

from rest_framework import status
from rest_framework.response import Response

from acts.common.models import Proposal
from acts.common.refusals import NotFound
from guarantees import selectors
from guarantees.api.serializers.guarantee import GuaranteeAnswer
from guarantees.api.serializers.proposals import BankProposalAnswer
from guarantees.models import Guarantee
from offices.endpoint import Endpoint

BY_TWO: dict[int | tuple[int, str], Any] = {200: GuaranteeAnswer, 202: BankProposalAnswer}


class GuaranteeView(Endpoint):
    """A view that answers with a guarantee unless it says otherwise."""

    answers: ClassVar[dict[int | tuple[int, str], Any]] = {200: GuaranteeAnswer}

    def guarantee(self, pk: uuid.UUID) -> Guarantee:
        """The guarantee, if the actor may know of it."""
        row = selectors.visible(actor=self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row

    def shown(self, row: Guarantee | Proposal, status_code: int = status.HTTP_200_OK) -> Response:
        """The guarantee as it is now; 202 with what waits for a second person."""
        if isinstance(row, Proposal):
            return Response(BankProposalAnswer(row).data, status.HTTP_202_ACCEPTED)
        return Response(GuaranteeAnswer(row).data, status_code)
