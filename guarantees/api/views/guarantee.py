"""Guarantees: listed, read, issued by banks, booked by offices."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.models import Proposal
from guarantees import selectors
from guarantees.api.serializers import guarantee as serializers
from guarantees.api.serializers.proposals import BankProposalAnswer
from guarantees.api.views.endpoint import GuaranteeView
from guarantees.enums import GuaranteeKind, Scope
from guarantees.models import Guarantee
from guarantees.services import life, terms, two_persons
from offices.endpoint import Listing


class Guarantees(Listing, GuaranteeView):
    """The guarantees one may know of, the last issued first."""

    scopes = {"GET": Scope.GUARANTEES_READ, "POST": Scope.GUARANTEES_ISSUE}
    takes = serializers.Terms
    filters = serializers.Filters
    gives = serializers.GuaranteeAnswer
    answers = {200: serializers.GuaranteeAnswer(many=True)}

    def get(self, request: Request) -> Response:
        rows = selectors.visible(actor=self.actor).filter(**self.wanted())
        return self.paged(rows.order_by("-issued_at", "id"))

    @extend_schema(responses={201: serializers.GuaranteeAnswer, 202: BankProposalAnswer})
    def post(self, request: Request) -> Response:
        """A bank issues a guarantee; an officer of guarantee books a cash deposit or a waiver.

        202 where the bank chose two persons: a colleague confirms what is proposed with this.
        """
        data = self.body()
        lists: dict[str, Any] = {name: tuple(data.pop(name, ())) for name in ("blocked_countries", "code_prefixes")}
        asked = terms.Terms(**data, **lists)
        made: Guarantee | Proposal
        match asked.kind:
            case GuaranteeKind.CASH_DEPOSIT:
                made = life.book_cash_deposit(terms=asked, actor=self.actor, at=self.at)
            case GuaranteeKind.WAIVER:
                made = life.book_waiver(terms=asked, actor=self.actor, at=self.at)
            case _:
                made = two_persons.issue(terms=asked, actor=self.actor, at=self.at)
        return self.shown(made, status.HTTP_201_CREATED)


class OneGuarantee(GuaranteeView):
    """One guarantee, with its totals."""

    scopes = {"GET": Scope.GUARANTEES_READ}

    def get(self, request: Request, pk: uuid.UUID) -> Response:
        self.wanted()
        return self.shown(self.guarantee(pk))
