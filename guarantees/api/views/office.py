"""The verbs of the office of guarantee on one guarantee (spec section 9)."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from guarantees.api.serializers import guarantee as serializers
from guarantees.api.views.endpoint import GuaranteeView
from guarantees.services import life


class Accept(GuaranteeView):
    """Accept an issued guarantee: it has its GRN, and the principal can draw its first access code."""

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        self.body()
        return self.shown(life.accept(guarantee=pk, actor=self.actor, at=self.at))


class Refuse(GuaranteeView):
    """Do not take an issued guarantee."""

    takes = serializers.WhyGiven

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        reason = self.body()["reason"]
        return self.shown(life.refuse(guarantee=pk, reason=reason, actor=self.actor, at=self.at))


class Suspend(GuaranteeView):
    """No new use from now on; open uses stay covered."""

    takes = serializers.WhyGiven

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        reason = self.body()["reason"]
        return self.shown(life.suspend(guarantee=pk, reason=reason, actor=self.actor, at=self.at))


class Resume(GuaranteeView):
    """Usable again."""

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        self.body()
        return self.shown(life.resume(guarantee=pk, actor=self.actor, at=self.at))
