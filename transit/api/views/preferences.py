"""A person's own preferences: by e-mail or not, when, of what (spec section 16)."""

from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.serializers.preferences import PreferencesAnswer, PreferencesBody
from transit.api.views.endpoint import Endpoint
from transit.services import preferences


class Preferences(Endpoint):
    """How and of what the user behind the token is written to."""

    posted = False
    takes = PreferencesBody
    partial = True
    answers = {200: PreferencesAnswer}

    def get(self, request: Request) -> Response:
        self.wanted()
        return Response(PreferencesAnswer(preferences.own(actor=self.actor)).data)

    def patch(self, request: Request) -> Response:
        """Choose anew; what is not named stays as it is."""
        return Response(PreferencesAnswer(preferences.choose(actor=self.actor, at=self.at, **self.body())).data)
