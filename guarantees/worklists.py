"""What waits for an officer of guarantee, at the offices of the own live postings (spec section 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guarantees import selectors
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from offices import selectors as offices
from offices.actors import Actor, local_day
from offices.enums import DeadlineKind, OfficerRole


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list: the guarantees in `states` at the offices where the actor has `role`; `hot` ones ask for haste."""

    slug: str
    title: str | Promise
    states: tuple[GuaranteeState, ...]
    role: OfficerRole = OfficerRole.GUARANTEE
    hot: bool = False


WORKLISTS: tuple[Worklist, ...] = (
    Worklist("issued", _("Issued, to accept"), (GuaranteeState.ISSUED,)),
    Worklist("suspended", _("Suspended"), (GuaranteeState.SUSPENDED,), hot=True),
    Worklist("cancelling", _("Cancelled by the bank"), (GuaranteeState.CANCELLING,)),
)
BY_SLUG: Mapping[str, Worklist] = {row.slug: row for row in WORKLISTS}


def of(actor: Actor) -> list[Worklist]:
    """The worklists of the roles the actor has anywhere today."""
    roles = {role for posting in actor.postings for role in posting.roles}
    return [row for row in WORKLISTS if row.role in roles]


def rows(worklist: Worklist, actor: Actor) -> QuerySet[Guarantee]:
    """The guarantees of a worklist, the longest waiting first."""
    return _at_posts(worklist.role, actor).filter(state__in=worklist.states).order_by("issued_at", "pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many guarantees each of the actor's worklists has; one query."""
    mine = of(actor)
    if not mine:
        return {}
    found = _at_posts(mine[0].role, actor).order_by().values_list("state").annotate(n=Count("pk"))
    by_state = dict(found)
    return {row.slug: sum(by_state.get(state, 0) for state in row.states) for row in mine}


def answer_due_at(guarantee: Guarantee) -> datetime | None:
    """Until when the office answers an issued guarantee (spec section 10); nothing once it is answered."""
    if guarantee.state != GuaranteeState.ISSUED:
        return None
    office = offices.office(code=guarantee.office_id)
    day = local_day(guarantee.issued_at, office.country.time_zone)
    profile = offices.profile_on(country=office.country_id, day=day)
    return offices.due_at(office=office, profile=profile, kind=DeadlineKind.GUARANTEE_ANSWER, start=guarantee.issued_at)


def _at_posts(role: OfficerRole, actor: Actor) -> QuerySet[Guarantee]:
    posts = [row.office_id for row in actor.postings if role.value in row.roles]
    return selectors.visible(actor=actor).filter(office__in=posts)
