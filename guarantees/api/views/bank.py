"""The bank's verbs on a guarantee it gave (spec section 9). Of deposits and waivers the officer changes the amount."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from guarantees.api.serializers import guarantee as serializers
from guarantees.api.views.endpoint import BY_TWO, GuaranteeView
from guarantees.enums import Scope
from guarantees.services import amounts, two_persons


class Raise(GuaranteeView):
    """Raise the reference amount, at once; only of an ACTIVE guarantee."""

    scopes = {"POST": Scope.GUARANTEES_CHANGE}
    answers = BY_TWO
    takes = serializers.NewAmount

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        body = self.body()
        return self.shown(
            two_persons.raise_amount(
                guarantee=pk,
                amount=body["reference_amount"],
                currency=body["currency"],
                actor=self.actor,
                at=self.at,
            )
        )


class Lower(GuaranteeView):
    """Lower the reference amount, never below what is reserved and paid."""

    scopes = {"POST": Scope.GUARANTEES_CHANGE}
    takes = serializers.NewAmount

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        body = self.body()
        return self.shown(
            amounts.lower_amount(
                guarantee=pk,
                amount=body["reference_amount"],
                currency=body["currency"],
                actor=self.actor,
                at=self.at,
            )
        )


class Cancel(GuaranteeView):
    """Give notice: no new use from now on, cancelled after the country's period; open uses stay covered."""

    scopes = {"POST": Scope.GUARANTEES_CANCEL}
    answers = BY_TWO

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        self.body()
        return self.shown(two_persons.give_notice(guarantee=pk, actor=self.actor, at=self.at))


class WithdrawNotice(GuaranteeView):
    """Take the notice back: the guarantee is again what it was before."""

    scopes = {"POST": Scope.GUARANTEES_CANCEL}
    answers = BY_TWO

    def post(self, request: Request, pk: uuid.UUID) -> Response:
        self.body()
        return self.shown(two_persons.withdraw_notice(guarantee=pk, actor=self.actor, at=self.at))
