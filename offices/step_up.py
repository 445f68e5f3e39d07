"""The API's step-up: a proof with a token, good for the five minutes after it (spec section 14)."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api.serializers import StrictSerializer
from offices import identity
from offices.endpoint import Endpoint


class ProofGiven(StrictSerializer):
    """The password of the person the token belongs to, or a code of the second factor: one of the two."""

    password = serializers.CharField(max_length=4096, trim_whitespace=False, required=False)
    code = serializers.CharField(max_length=40, required=False, help_text="of the authenticator, or a recovery code")

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Send either the password or a code.")
        return attrs


class ProofAnswer(serializers.Serializer[Any]):
    """Until when what asks for a proof may be done with this token."""

    good_until = serializers.DateTimeField()


class StepUp(Endpoint):
    """Prove again who you are, for what answers 403 with the type `/problems/step-up-needed` without a fresh proof.

    It is good for five minutes, for the token (or session) it came with. Asked for by release, by what a second person
    confirms, and by a clean result at destination.
    """

    takes = ProofGiven
    posted = False
    answers = {200: ProofAnswer, (429, "application/problem+json"): {"$ref": "#/components/schemas/Problem"}}

    def post(self, request: Request) -> Response:
        until = identity.prove(request, **self.body(), at=self.at)
        return Response(ProofAnswer({"good_until": until}).data)
