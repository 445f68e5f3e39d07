"""What waits for an officer, role by role (spec section 1): each worklist at the offices of the own live postings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from acts.common.models import Proposal
from offices.actors import Actor, local_day
from offices.enums import OfficerRole
from transit.enums import ArrivalState, PassageState, State
from transit.models import Arrival, LateFact, Movement, Passage
from transit.selectors import movements, proposals

_UNDER_WAY = (State.IN_TRANSIT, State.UNDER_ENQUIRY)
_WITH_MOVEMENT = ("movement__principal", "movement__office_of_departure", "movement__office_of_destination", "office")


_CHANGED = _("Changed")


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list: `states` of the rows of `model` at the offices where the actor has `role`; `hot` ones ask for haste.

    `when_title` says which instant of a row a list shows.
    A late fact has no state but whether it is decided on: its `states` are the verbs it was told by.
    """

    slug: str
    title: str | Promise
    role: OfficerRole
    model: type[Movement] | type[Passage] | type[Arrival] | type[LateFact] | type[Proposal]
    states: tuple[str, ...]
    hot: bool = False
    when_title: str | Promise = _CHANGED

    @property
    def at_posts(self) -> bool:
        """Whether its rows are crossings: one movement may stand in it at several posts."""
        return self.model is Passage


WORKLISTS: tuple[Worklist, ...] = (
    Worklist("to-accept", _("To accept"), OfficerRole.DEPARTURE, Movement, (State.SUBMITTED,)),
    Worklist("announced", _("Pre-lodged"), OfficerRole.DEPARTURE, Movement, (State.PRE_LODGED,)),
    Worklist("to-control", _("To control"), OfficerRole.DEPARTURE, Movement, (State.UNDER_CONTROL,)),
    Worklist("to-release", _("To release"), OfficerRole.DEPARTURE, Movement, (State.ACCEPTED,)),
    Worklist("guarantee-refused", _("Guarantee refused"), OfficerRole.DEPARTURE, Movement, (State.GUARANTEE_REFUSED,)),
    Worklist(
        "awaiting-resolution",
        _("Awaiting resolution"),
        OfficerRole.DEPARTURE,
        Movement,
        (State.AWAITING_RESOLUTION,),
        hot=True,
    ),
    Worklist(
        "late-facts",
        _("Late facts"),
        OfficerRole.DEPARTURE,
        LateFact,
        ("present", "cross", "record_arrival"),
        hot=True,
        when_title=_("Happened"),
    ),
    Worklist(
        "expected-today",
        _("Expected today"),
        OfficerRole.TRANSIT,
        Passage,
        (PassageState.EXPECTED,),
        when_title=_("Expected"),
    ),
    Worklist(
        "presented", _("Presented"), OfficerRole.TRANSIT, Passage, (PassageState.PRESENTED,), when_title=_("Presented")
    ),
    Worklist(
        "held", _("Held"), OfficerRole.TRANSIT, Passage, (PassageState.HELD,), hot=True, when_title=_("Presented")
    ),
    Worklist(
        "expected", _("Expected"), OfficerRole.DESTINATION, Arrival, (ArrivalState.EXPECTED,), when_title=_("Expected")
    ),
    Worklist(
        "arrived", _("Arrived"), OfficerRole.DESTINATION, Arrival, (ArrivalState.ARRIVED,), when_title=_("Arrived")
    ),
    Worklist(
        "results-due",
        _("Results due"),
        OfficerRole.DESTINATION,
        Arrival,
        (ArrivalState.UNLOADING, ArrivalState.UNDER_CONTROL),
        when_title=_("Arrived"),
    ),
    Worklist(
        "proposals",
        _("Proposals to confirm"),
        OfficerRole.SUPERVISOR,
        Proposal,
        (Proposal.Status.OPEN,),
        when_title=_("Lapses"),
    ),
)
BY_SLUG: Mapping[str, Worklist] = {row.slug: row for row in WORKLISTS}
_OFFICE = {
    Movement: "office_of_departure",
    Passage: "office",
    Arrival: "office",
    LateFact: "movement__office_of_departure",
    Proposal: "office",
}
_COLUMN: Mapping[type[Any], str] = {Proposal: "status", LateFact: "verb"}
"""What `states` are values of, where it is not the state."""


def of(actor: Actor) -> list[Worklist]:
    """The worklists of the roles the actor has anywhere today."""
    roles = {role for posting in actor.postings for role in posting.roles}
    return [row for row in WORKLISTS if row.role in roles]


def counts(actor: Actor, *, at: datetime) -> dict[str, int]:
    """How many rows each of the actor's worklists has; at most five queries, whatever their number."""
    mine = of(actor)
    found: dict[str, int] = {}
    for model in dict.fromkeys(row.model for row in mine):
        lists = [row for row in mine if row.model is model]
        column = _COLUMN.get(model, "state")
        # One role per model, so that one query can count all its lists.
        rows = _waiting(model, lists[0].role, [state for row in lists for state in row.states], actor, at)
        by_state = dict(rows.order_by().values_list(column).annotate(n=Count("pk")))
        found |= {row.slug: sum(by_state.get(state, 0) for state in row.states) for row in lists}
    return found


def rows(worklist: Worklist, actor: Actor, *, at: datetime) -> QuerySet[Any]:
    """The rows of a worklist, the most urgent first, with what a list shows of them."""
    found = _waiting(worklist.model, worklist.role, worklist.states, actor, at)
    if worklist.model is Movement:
        related = ("principal", "office_of_departure", "office_of_destination", "declaration")
        return found.select_related(*related).order_by("changed_at", "pk")
    if worklist.model is Proposal:
        return found.select_related("proposed_by").order_by("lapses_at", "pk")
    if worklist.model is LateFact:
        return found.select_related(*_WITH_MOVEMENT).order_by("recorded_at", "pk")
    return found.select_related(*_WITH_MOVEMENT).order_by("expected_at", "pk")


def _waiting(model: type[Any], role: OfficerRole, states: Collection[str], actor: Actor, at: datetime) -> QuerySet[Any]:
    offices = [posting.office for posting in actor.postings if role in posting.roles]
    wanted = Q(**{f"{_OFFICE[model]}__in": [office.pk for office in offices]})
    if model is Proposal:
        return proposals.visible(actor).filter(wanted, status__in=states, lapses_at__gt=at)
    wanted &= Q(**{f"{_COLUMN.get(model, 'state')}__in": states})
    if model is LateFact:
        wanted &= Q(decided_at=None)
    if model is Passage:
        later = Q(state=PassageState.EXPECTED) & ~_today(offices, at)
        wanted &= Q(movement__state__in=_UNDER_WAY) & ~later
    rows: QuerySet[Any] = model._default_manager.filter(wanted)
    if actor.firm_id is None:
        return rows
    # No officer acts on a movement of the own firm, nor reads there what only officers do: alarms, late facts.
    key = "pk" if model is Movement else "movement"
    return rows.exclude(**{f"{key}__in": movements.of_own_firm(actor).values("pk")})


def _today(offices: Collection[Any], at: datetime) -> Q:
    """Expected before the day at the post is over; what is late already is expected today too."""
    wanted = Q(pk__in=[])
    zones: dict[str, list[str]] = {}
    for office in offices:
        zones.setdefault(office.country.time_zone, []).append(office.pk)
    for name, codes in zones.items():
        tomorrow = datetime.combine(local_day(at, name) + timedelta(days=1), time(), ZoneInfo(name))
        wanted |= Q(office__in=codes, expected_at__lt=tomorrow)
    return wanted
