"""What was said to an actor: to the own firm, the offices of the own postings, one's role there (spec section 16)."""

import uuid
from collections.abc import Iterable, Set

from django.db.models import Q, QuerySet

from acts.notices import services as notices
from acts.notices.enums import MailChoice
from acts.notices.models import Notice
from guarantees import selectors as guarantees
from offices.actors import Actor
from offices.models import User
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


def readers(*, of: Iterable[Notice]) -> QuerySet[User]:
    """People with an address to whom one of these may have been said and who may want it by e-mail; `told` decides.

    In a firm that is who has not said no, in an office only who has said yes (`services.preferences`).
    """
    places = [row.addressee.split(":") for row in of]
    firms = {name for kind, name, *_role in places if kind == "firm"}
    posts = {name for kind, name, *_role in places if kind == "office"}
    chosen = Q(preference__mail__in=[MailChoice.EACH, MailChoice.DAILY])
    wanted = Q(firm__number__in=firms) & (chosen | Q(preference=None)) | Q(postings__office__in=posts) & chosen
    people = User.objects.filter(wanted, is_active=True).exclude(email="")
    return people.select_related("firm__country", "preference").order_by("pk").distinct()


def ways(*, actor: Actor, subjects: Set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What messages are about, as far as the actor may know of it: the route of its page. Two queries."""
    known = set(movements.visible(actor).filter(pk__in=subjects).values_list("pk", flat=True))
    covers = guarantees.visible(actor=actor).filter(pk__in=subjects - known).values_list("pk", flat=True)
    return dict.fromkeys(covers, "guarantee") | dict.fromkeys(known, "movement")
