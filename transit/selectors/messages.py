"""What was said to an actor: to the own firm, the offices of the own postings, one's role there (spec section 16)."""

import uuid
from collections.abc import Set

from django.db.models import Q, QuerySet

from acts.notices import services as notices
from acts.notices.models import Notice
from guarantees import selectors as guarantees
from offices.actors import Actor
from transit.selectors import movements


def told(*, actor: Actor) -> QuerySet[Notice]:
    """All that was said to the actor, the last first; nothing to who has neither a duty in a firm nor a posting.

    To an office about the own firm's movements and guarantees is not said to the firm's people there.
    """
    places = []
    for posting in actor.postings:
        places.append(notices.office(posting.office_id))
        places += [notices.officers(posting.office_id, role) for role in posting.roles]
    wanted = Q(addressee__in=places)
    if actor.firm_id is not None:
        for own in (movements.of_own_firm(actor), guarantees.of_own_firm(actor=actor)):
            wanted &= ~Q(subject__in=own.order_by().values("pk"))
        if actor.duties:
            wanted |= Q(addressee=notices.firm(actor.firm_number))
    return Notice.objects.filter(wanted).order_by("-pk")


def ways(*, actor: Actor, subjects: Set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What messages are about, as far as the actor may know of it: the route of its page. Two queries."""
    known = set(movements.visible(actor).filter(pk__in=subjects).values_list("pk", flat=True))
    covers = guarantees.visible(actor=actor).filter(pk__in=subjects - known).values_list("pk", flat=True)
    return dict.fromkeys(covers, "guarantee") | dict.fromkeys(known, "movement")
