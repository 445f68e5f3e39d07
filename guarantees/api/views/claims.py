"""Claims: what a bank is asked to pay, and what the office of recovery does with it (spec section 9)."""

import uuid

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api.files import FileParser
from acts.common.api.parsers import StrictJSONParser
from acts.common.files import KINDS
from acts.common.refusals import NotFound
from guarantees import selectors
from guarantees.api.serializers import claims as serializers
from guarantees.api.serializers.guarantee import WhyGiven
from guarantees.enums import Scope
from guarantees.models import Claim
from guarantees.services import claims, contests
from offices.downloads import handed_out
from offices.endpoint import Endpoint, Listing


class ClaimView(Endpoint):
    """A view that answers with a claim unless it says otherwise."""

    answers = {200: serializers.ClaimAnswer}

    def claim(self, key: uuid.UUID) -> Claim:
        """The claim as it is now, if the actor may know of it."""
        row = selectors.claims_in_full(actor=self.actor).filter(pk=key).first()
        if row is None:
            raise NotFound
        return row

    def shown(self, done: Claim) -> Response:
        return Response(serializers.ClaimAnswer(self.claim(done.pk)).data)


class Claims(Listing, ClaimView):
    """The claims one may know of, the last first."""

    scopes = {"GET": Scope.CLAIMS_READ}
    filters = serializers.Filters
    gives = serializers.ClaimAnswer
    answers = {200: serializers.ClaimAnswer(many=True)}

    def get(self, request: Request) -> Response:
        return self.paged(selectors.claims_in_full(actor=self.actor).filter(**self.wanted()))


class OneClaim(ClaimView):
    """One claim with its payments and contests."""

    scopes = {"GET": Scope.CLAIMS_READ}

    def get(self, request: Request, claim: uuid.UUID) -> Response:
        self.wanted()
        return Response(serializers.ClaimAnswer(self.claim(claim)).data)


class Acknowledge(ClaimView):
    """Say that the claim has come."""

    scopes = {"POST": Scope.CLAIMS_ANSWER}

    def post(self, request: Request, claim: uuid.UUID) -> Response:
        self.body()
        return self.shown(claims.acknowledge(claim=claim, actor=self.actor, at=self.at))


class Pay(ClaimView):
    """Pay a claim that was demanded, in whole or in part."""

    scopes = {"POST": Scope.CLAIMS_PAY}
    takes = serializers.PaymentGiven

    def post(self, request: Request, claim: uuid.UUID) -> Response:
        return self.shown(claims.pay(claim=claim, **self.body(), actor=self.actor, at=self.at))


class ContestIt(ClaimView):
    """Contest a claim that was demanded: a reason, and a file if there is one."""

    scopes = {"POST": Scope.CLAIMS_ANSWER}
    parser_classes = [StrictJSONParser, FileParser]
    takes = serializers.Objection

    def post(self, request: Request, claim: uuid.UUID) -> Response:
        body = self.body()
        return self.shown(
            contests.contest(claim=claim, reason=body["reason"], upload=body.get("file"), actor=self.actor, at=self.at)
        )


class ContestFile(ClaimView):
    """The file that was sent with a contest."""

    scopes = {"GET": Scope.CLAIMS_READ}
    answers = {(200, kind): OpenApiTypes.BINARY for kind in KINDS}

    def get(self, request: Request, claim: uuid.UUID, contest: int) -> FileResponse:
        self.wanted()
        row = self.claim(claim).contests.exclude(file="").filter(pk=contest).first()
        if row is None:
            raise NotFound
        return handed_out(row.file, name=row.name, content_type=row.content_type)


class Demand(ClaimView):
    """The office of recovery asks for payment by a day."""

    takes = serializers.DemandGiven

    def post(self, request: Request, claim: uuid.UUID) -> Response:
        return self.shown(claims.demand(claim=claim, **self.body(), actor=self.actor, at=self.at))


class Uphold(ClaimView):
    """The office of recovery stays by a demand that was contested."""

    takes = serializers.AnswerGiven

    def post(self, request: Request, claim: uuid.UUID) -> Response:
        return self.shown(contests.uphold(claim=claim, **self.body(), actor=self.actor, at=self.at))


class Withdraw(ClaimView):
    """The office of recovery asks for nothing any more; what was paid stays paid."""

    takes = WhyGiven

    def post(self, request: Request, claim: uuid.UUID) -> Response:
        return self.shown(claims.withdraw(claim=claim, **self.body(), actor=self.actor, at=self.at))
