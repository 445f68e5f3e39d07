"""What takes two of a bank's people: the choice itself, what waits for the second, confirmed or refused."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.models import Proposal
from acts.common.refusals import NotAllowed
from guarantees import selectors
from guarantees.api.serializers import proposals as serializers
from guarantees.api.serializers.guarantee import WhyGiven
from guarantees.enums import Scope
from guarantees.services import two_persons
from offices.endpoint import Endpoint, Listing


class Proposals(Listing):
    """What people and programs of one's bank have proposed, the last first."""

    scopes = {"GET": Scope.GUARANTEES_READ}
    filters = serializers.Filters
    gives = serializers.BankProposalAnswer
    answers = {200: serializers.BankProposalAnswer(many=True)}

    def get(self, request: Request) -> Response:
        return self.paged(selectors.bank_proposals(actor=self.actor, **self.wanted()))


class Confirm(Endpoint):
    """Confirm as the second person: it is done. A program proposes, a person confirms."""

    answers = {200: serializers.BankProposalAnswer}

    def post(self, request: Request, proposal: uuid.UUID) -> Response:
        self.body()
        done = two_persons.confirm(proposal=proposal, actor=self.actor, at=self.at)
        return Response(serializers.BankProposalAnswer(done).data)


class Refuse(Endpoint):
    """Refuse a colleague's proposal, or take one's own back."""

    takes = WhyGiven
    answers = {200: serializers.BankProposalAnswer}

    def post(self, request: Request, proposal: uuid.UUID) -> Response:
        done = two_persons.refuse(proposal=proposal, **self.body(), actor=self.actor, at=self.at)
        return Response(serializers.BankProposalAnswer(done).data)


class TwoPersons(Endpoint):
    """Whether two of the bank's people issue, raise, cancel and take a notice back."""

    takes = serializers.Choosing
    answers = {200: serializers.ChoiceAnswer, 202: serializers.BankProposalAnswer}

    def get(self, request: Request) -> Response:
        self.wanted()
        own = selectors.own_guarantor(actor=self.actor)
        if own is None:
            raise NotAllowed("only a guarantor has this choice")
        return Response(serializers.ChoiceAnswer(own).data)

    def put(self, request: Request) -> Response:
        """Choose two at once; one again when another administrator has confirmed it."""
        done = two_persons.choose(**self.body(), actor=self.actor, at=self.at)
        if isinstance(done, Proposal):
            return Response(serializers.BankProposalAnswer(done).data, 202)
        return Response(serializers.ChoiceAnswer(done).data)
