"""What the principal manages of a guarantee: access codes (IE026), thresholds of alerts, the days ahead."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from guarantees import selectors
from guarantees.api.serializers import principal as serializers
from guarantees.api.views.endpoint import GuaranteeView
from guarantees.services import access, alerts
from offices.endpoint import Listing


class AccessCodes(Listing, GuaranteeView):
    """The codes of a guarantee by whom they were given to, the last first; none is shown again."""

    takes = serializers.NewCode
    gives = serializers.CodeAnswer
    answers = {200: serializers.CodeAnswer(many=True)}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        self.wanted()
        return self.paged(selectors.access_codes(actor=self.actor, guarantee=pk))

    @extend_schema(responses={201: serializers.DrawnAnswer})
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """Draw a code: the first one, or a further one for an employee or branch. Shown this once."""
        made = access.make(guarantee=pk, label=self.body()["given_to"], actor=self.actor, at=self.at)
        return Response(serializers.DrawnAnswer(made).data, status.HTTP_201_CREATED)


class RenewAccessCode(GuaranteeView):
    """A new code in the place of this one, which ends at once. Shown this once."""

    answers = {200: serializers.DrawnAnswer}

    def post(self, request: Request, pk: uuid.UUID, code: int) -> Response:
        self.body()
        made = access.renew(guarantee=pk, code=code, actor=self.actor, at=self.at)
        return Response(serializers.DrawnAnswer(made).data)


class WithdrawAccessCode(GuaranteeView):
    """The code ends at once."""

    answers = {204: None}

    def post(self, request: Request, pk: uuid.UUID, code: int) -> Response:
        self.body()
        access.withdraw(guarantee=pk, code=code, actor=self.actor, at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)


class HeadroomAhead(GuaranteeView):
    """What will be available today and on each of the thirty days ahead."""

    answers = {200: serializers.HeadroomAnswer}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        self.wanted()
        found = selectors.headroom(guarantee=self.guarantee(pk), at=self.at)
        return Response(serializers.HeadroomAnswer(found).data)


class Alerts(GuaranteeView):
    """The principal's own thresholds; null: as the country's profile says."""

    takes = serializers.Thresholds

    def put(self, request: Request, pk: uuid.UUID) -> Response:
        return self.shown(alerts.set_thresholds(guarantee=pk, **self.body(), actor=self.actor, at=self.at))
