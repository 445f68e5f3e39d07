"""What was said to an actor: to the own firm, the offices of the own postings, one's role there (spec section 16)."""

from django.db.models import QuerySet

from acts.notices import services as notices
from acts.notices.models import Notice
from offices.actors import Actor


def told(*, actor: Actor) -> QuerySet[Notice]:
    """All that was said to the actor, the last first; nothing to who has neither firm nor posting."""
    addressees = [notices.firm(actor.firm_number)] if actor.firm_number else []
    for posting in actor.postings:
        addressees.append(notices.office(posting.office_id))
        addressees += [notices.officers(posting.office_id, role) for role in posting.roles]
    return Notice.objects.filter(addressee__in=addressees).order_by("-pk")
