"""The banks' and offices' API of guarantees: one endpoint per verb, each a service call."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from acts.common import clock
from acts.common.api.once import OnceView
from acts.common.refusals import NotFound
from guarantees import selectors
from guarantees.api import serializers
from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services import life
from guarantees.services.terms import Terms
from offices.actors import Actor
from offices.api import POSTING_HEADER, actor

POSTING = OpenApiParameter(
    POSTING_HEADER,
    str,
    OpenApiParameter.HEADER,
    description="The id of the posting acted in; needed for a write by an officer who holds several.",
)


class Pages(PageNumberPagination):
    page_size = 50


class GuaranteeView(OnceView):
    """What the views of one guarantee share: the clock read once, the actor, the body read strictly."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.at: datetime = clock.now()
        self.actor: Actor = actor(request, self.at)

    def body(self, kind: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The request's body, or a refusal with every malformed field."""
        reader = kind(data=self.request.data)
        reader.is_valid(raise_exception=True)
        data: dict[str, Any] = reader.validated_data
        return data

    def guarantee(self, pk: uuid.UUID) -> Guarantee:
        """The guarantee, if the actor may know of it."""
        row = selectors.visible(actor=self.actor).filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row


class Guarantees(GuaranteeView, ListAPIView[Guarantee]):
    """The guarantees one may know of; issuing and booking."""

    serializer_class = serializers.GuaranteeSerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Guarantee]:
        if getattr(self, "swagger_fake_view", False):
            return Guarantee.objects.none()
        return selectors.visible(actor=self.actor).order_by("-issued_at", "id")

    @extend_schema(
        operation_id="guarantees_issue",
        parameters=[POSTING],
        request=serializers.TermsSerializer,
        responses={201: serializers.IssuedSerializer},
    )
    def post(self, request: Request) -> Response:
        """A bank issues a guarantee; an officer of guarantee books a cash deposit or a waiver."""
        data = self.body(serializers.TermsSerializer)
        lists: dict[str, Any] = {name: tuple(data.pop(name, ())) for name in ("blocked_countries", "code_prefixes")}
        terms = Terms(**data, **lists)
        if terms.kind == GuaranteeKind.CASH_DEPOSIT:
            return _opened(life.book_cash_deposit(terms=terms, actor=self.actor, at=self.at), status.HTTP_201_CREATED)
        if terms.kind == GuaranteeKind.WAIVER:
            return _opened(life.book_waiver(terms=terms, actor=self.actor, at=self.at), status.HTTP_201_CREATED)
        return _shown(life.issue(terms=terms, actor=self.actor, at=self.at), status.HTTP_201_CREATED)


class OneGuarantee(GuaranteeView):
    @extend_schema(operation_id="guarantees_read", responses=serializers.GuaranteeSerializer)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        """One guarantee."""
        return _shown(self.guarantee(pk))


class Accept(GuaranteeView):
    @extend_schema(
        operation_id="guarantees_accept",
        parameters=[POSTING],
        request=serializers.AcceptSerializer,
        responses=serializers.OpenedSerializer,
    )
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """The office accepts an issued guarantee; the answer holds the first access code, this once."""
        data = self.body(serializers.AcceptSerializer)
        return _opened(life.accept(guarantee=pk, percentage=data["percentage"], actor=self.actor, at=self.at))


class Refuse(GuaranteeView):
    @extend_schema(
        operation_id="guarantees_refuse",
        parameters=[POSTING],
        request=serializers.ReasonSerializer,
        responses=serializers.GuaranteeSerializer,
    )
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """The office does not take an issued guarantee."""
        data = self.body(serializers.ReasonSerializer)
        return _shown(life.refuse(guarantee=pk, reason=data["reason"], actor=self.actor, at=self.at))


class Suspend(GuaranteeView):
    @extend_schema(
        operation_id="guarantees_suspend",
        parameters=[POSTING],
        request=serializers.ReasonSerializer,
        responses=serializers.GuaranteeSerializer,
    )
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """No new use from now on."""
        data = self.body(serializers.ReasonSerializer)
        return _shown(life.suspend(guarantee=pk, reason=data["reason"], actor=self.actor, at=self.at))


class Resume(GuaranteeView):
    @extend_schema(
        operation_id="guarantees_resume",
        parameters=[POSTING],
        request=None,
        responses=serializers.GuaranteeSerializer,
    )
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """Usable again."""
        self.body(serializers.NothingSerializer)
        return _shown(life.resume(guarantee=pk, actor=self.actor, at=self.at))


class Balance(GuaranteeView):
    @extend_schema(operation_id="guarantees_balance", responses=serializers.BalanceSerializer)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        """What is available, every use with its expected release, a forecast, alerts."""
        balance = selectors.balance(guarantee=self.guarantee(pk), at=self.at)
        return Response(serializers.BalanceSerializer(balance).data)


class Ledger(GuaranteeView, ListAPIView[LedgerEntry]):
    """The entries of one guarantee, newest first."""

    serializer_class = serializers.EntrySerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        if getattr(self, "swagger_fake_view", False):
            return LedgerEntry.objects.none()
        return selectors.ledger(guarantee=self.guarantee(self.kwargs["pk"]))


def _shown(row: Guarantee, status_code: int = status.HTTP_200_OK) -> Response:
    return Response(serializers.GuaranteeSerializer(row).data, status=status_code)


def _opened(opened: life.Opened, status_code: int = status.HTTP_200_OK) -> Response:
    data = {**serializers.GuaranteeSerializer(opened.guarantee).data, "access_code": opened.access_code}
    return Response(data, status=status_code)
