"""The principal's endpoints: draft, check, lodge, amend (spec sections 3 and 4; section 5 rows 1, 2, 6, 7, 12)."""

import uuid
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.parsers import FileParser
from transit.api.serializers import verbs
from transit.api.serializers.declaration import Declaration
from transit.api.serializers.movement import DeclarationAnswer, FileAnswer, Summary, Verdict
from transit.api.views.endpoint import Endpoint, Listing, Verb
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
    answers = {200: DeclarationAnswer}

    def get(self, request: Request, movement: uuid.UUID) -> Response:
        row = declarations.detail(self.actor, movement, at=self.at)
        return Response({**Summary(row).data, **content.read(row)})

    @extend_schema(responses={200: Summary})
    def patch(self, request: Request, movement: uuid.UUID) -> Response:
        """Change a draft: each field given replaces the stored one as a whole; null empties it."""
        body = self.body(partial=True)
        return self.answer(declaration.update(actor=self.actor, movement=movement, content=body, at=self.at))

    def delete(self, request: Request, movement: uuid.UUID) -> Response:
        """Delete a draft."""
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


class Lodge(Verb):
    """Lodge the draft (row 1). Any finding refuses it and leaves the draft as it was."""

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return declaration.lodge(actor=self.actor, movement=movement, at=self.at)


class Present(Verb):
    """Say that the goods of a pre-lodged declaration are there (row 2)."""

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return declaration.present(actor=self.actor, movement=movement, at=self.at)


class Amend(Verb):
    """Amend what was lodged (row 7): each field given replaces the declared one as a whole."""

    takes = Declaration
    partial = True

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return declaration.amend(actor=self.actor, movement=movement, content=body, at=self.at)


class AmendGuarantee(Verb):
    """Name other guarantees after a refusal (row 6)."""

    takes = verbs.Guarantees

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return declaration.amend_guarantee(
            actor=self.actor, movement=movement, guarantees=body["guarantees"], at=self.at
        )


class Invalidate(Verb):
    """Cancel before release (row 12)."""

    takes = verbs.Reason

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return declaration.invalidate(actor=self.actor, movement=movement, reason=body["reason"], at=self.at)
