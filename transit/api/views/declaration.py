"""The principal's endpoints: draft, check, lodge, amend (spec sections 3 and 4; section 5 rows 1, 2, 6, 7, 12)."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api.files import FileParser
from transit.api.serializers import verbs
from transit.api.serializers.declaration import Declaration
from transit.api.serializers.movement import DeclarationAnswer, FileAnswer, Outcome, Summary, Verdict
from transit.api.views.endpoint import Endpoint, Listing
from transit.models import Movement
from transit.selectors import declarations
from transit.services import attachments, content, declaration


def _created(movement: Movement) -> Response:
    place = reverse("api:declaration", args=[movement.pk])
    return Response(Summary(movement).data, status.HTTP_201_CREATED, headers={"Location": place})


class Declarations(Listing):
    """Declarations whose content one may read: one's own, or those lodged at one's office."""

    takes = Declaration
    filters = verbs.MovementFilters

    def get(self, request: Request) -> Response:
        return self.paged(declarations.visible(self.actor).filter(**self.wanted()))

    @extend_schema(responses={201: Summary})
    def post(self, request: Request) -> Response:
        """Write a draft. It may lack anything but its LRN; what is there must have its form."""
        return _created(declaration.create(actor=self.actor, content=self.body(), at=self.at))


class OneDeclaration(Endpoint):
    """One declaration, draft or lodged."""

    takes = Declaration
    partial = True
    answers = {200: DeclarationAnswer}

    def get(self, request: Request, movement: uuid.UUID) -> Response:
        row = declarations.detail(self.actor, movement, at=self.at)
        return Response({**Summary(row).data, **content.read(row)})

    @extend_schema(responses={200: Outcome})
    def patch(self, request: Request, movement: uuid.UUID) -> Response:
        """Change a draft: each field given replaces the stored one as a whole; null empties it."""
        return self.answer(declaration.update(actor=self.actor, movement=movement, content=self.body(), at=self.at))

    @extend_schema(responses={204: OpenApiResponse(description="The draft is deleted.")})
    def delete(self, request: Request, movement: uuid.UUID) -> Response:
        """Delete a draft. Its history stays; what was lodged is cancelled by `invalidate` instead."""
        declaration.delete(actor=self.actor, movement=movement, at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Copy(Endpoint):
    """Write a new draft with the content of this declaration, under another LRN."""

    takes = verbs.NewReference
    answers = {201: Summary}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        lrn = self.body()["lrn"]
        return _created(declaration.copy(actor=self.actor, movement=movement, lrn=lrn, at=self.at))


class Files(Endpoint):
    """Attach a file (PDF, JPEG or PNG, at most 5 MB); the items' documents refer to it by the id given back."""

    parser_classes = [FileParser]
    takes = verbs.Upload
    answers = {201: FileAnswer}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        upload = self.body()["file"]
        attachment = attachments.attach(actor=self.actor, movement=movement, upload=upload, at=self.at)
        return Response(FileAnswer(attachment).data, status.HTTP_201_CREATED)


class Validate(Endpoint):
    """Run the checks of lodging and of the guarantee; nothing is changed or reserved."""

    answers = {200: Verdict}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        self.body()
        return Response(Verdict(declaration.validate(actor=self.actor, movement=movement, at=self.at)).data)


class Lodge(Endpoint):
    """Lodge the draft: SUBMITTED, or PRE_LODGED by its kind; accepted at once where the country of departure does so.

    Any finding refuses it and leaves the draft as it was.
    """

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        self.body()
        return self.answer(declaration.lodge(actor=self.actor, movement=movement, at=self.at))


class Present(Endpoint):
    """Say that the goods of a PRE_LODGED declaration are there: it is checked again and SUBMITTED."""

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        self.body()
        return self.answer(declaration.present(actor=self.actor, movement=movement, at=self.at))


class Amend(Endpoint):
    """Amend what was lodged, until its release: each field given replaces the declared one as a whole.

    Checks, guarantee and risk run again. Once a control was ordered only at the officer's request.
    """

    takes = Declaration
    partial = True

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        return self.answer(declaration.amend(actor=self.actor, movement=movement, content=self.body(), at=self.at))


class AmendGuarantee(Endpoint):
    """Name other guarantees after GUARANTEE_REFUSED: they are checked at once.

    Covered: ACCEPTED. Still not: it stays GUARANTEE_REFUSED, and `guarantee_reasons` says why.
    """

    takes = verbs.Guarantees

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(
            declaration.amend_guarantee(actor=self.actor, movement=movement, guarantees=body["guarantees"], at=self.at)
        )


class Invalidate(Endpoint):
    """Cancel before release: INVALIDATED."""

    takes = verbs.ReasonGiven

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(
            declaration.invalidate(actor=self.actor, movement=movement, reason=body["reason"], at=self.at)
        )
