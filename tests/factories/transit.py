"""Movements in any state, brought there by the verbs of real people; nothing here writes a state."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from acts.common.models import HistoryEntry, Proposal
from acts.notices.models import Notice
from offices import actors
from offices.actors import Actor
from offices.models import User
from offices.services import demo
from tests.factories import offices
from transit.enums import PassageState, State
from transit.models import Item, LateFact, Movement, Passage
from transit.rehearsal import journey, scenes
from transit.rehearsal import stage as stages
from transit.rehearsal.stage import POOR, Play, Stage
from transit.selectors.worklists import Worklist

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday 23 November 2026, ten in the morning in Singapore."""
TWIN = "AGAIN-"
_serial = itertools.count(1)
_WAYS: dict[State, Callable[[Play], Movement]] = {
    State.DRAFT: scenes.draft,
    State.PRE_LODGED: scenes.pre_lodged,
    State.SUBMITTED: scenes.lodged,
    State.REJECTED: scenes.rejected,
    State.ACCEPTED: scenes.accepted,
    State.UNDER_CONTROL: scenes.under_control,
    State.GUARANTEE_REFUSED: scenes.lodged,
    State.NOT_RELEASED: scenes.not_released,
    State.IN_TRANSIT: scenes.in_transit,
    State.ARRIVED: scenes.arrived,
    State.AWAITING_RESOLUTION: scenes.awaiting_resolution,
    State.DISCHARGED: scenes.discharged,
    State.INVALIDATED: scenes.invalidated,
}
STATES = tuple(_WAYS)


@contextmanager
def staged() -> Iterator[Stage]:
    """People and guarantees for many tests, taken back at the end; each test's own changes are its own."""
    with transaction.atomic():
        stage = stages.of(demo.people(at=AT), at=AT)
        list(stage.guarantees())
        connection.check_constraints()  # Once: else PostgreSQL does it for all these rows at the end of each test.
        yield stage
        transaction.set_rollback(True)


def play(
    stage: Stage,
    sample: str = "singapore-bangkok",
    *,
    start: datetime = AT,
    grn: str = "",
    principal: str = "",
    **content: Any,
) -> Play:
    """A sample with a vehicle and LRN of its own, not yet begun; `content` replaces top-level fields."""
    number = next(_serial)
    made = stage.play(
        sample,
        name=f"T{number}",
        number=number,
        start=start,
        pace=timedelta(minutes=10),
        grn=grn,
        principal=principal,
    )
    return replace(made, content=made.content | content)


def to_premises(told: Play) -> Play:
    """The same play to the approved premises in Bangkok of an authorised trader, who is the first consignee."""
    first, *others = told.content["consignments"]
    first |= {"consignee": {"registration_number": demo.ATT_FIRM}}
    return replace(
        told, content=told.content | {"destination_premises": demo.ATT_PREMISES, "consignments": [first, *others]}
    )


def movement_in(state: State, stage: Stage, **more: Any) -> tuple[Movement, Play]:
    """A movement in `state` and the play it comes from; `more` as in `play`.

    SUBMITTED is one of Vientiane, where an officer accepts; GUARANTEE_REFUSED one whose guarantee is too small.
    """
    fitting: dict[State, dict[str, str]] = {
        State.SUBMITTED: {"sample": "vientiane-ha-noi"},
        State.GUARANTEE_REFUSED: {"grn": POOR},
    }
    told = play(stage, **fitting.get(state, {}) | more)
    movement = _WAYS[state](told)
    assert movement.state == state
    return movement, told


def officer(told: Play, *, at: str = "office_of_departure") -> Actor:
    """The officer of a play at the office of departure or destination."""
    return told.cast.officers[told.content[at]]


def posted(*roles: Any, office: str, **fields: Any) -> Actor:
    """A new officer with these roles at `office`, acting there at AT."""
    return acting(offices.officer(office=office, roles=roles, **fields))


def acting(user: User, *, at: datetime = AT) -> Actor:
    """The actor a user is."""
    return actors.of(user, at=at, proof=journey.at_the_desk)


def row(movement: Movement) -> Movement:
    """The movement as the database has it."""
    found: Movement = Movement.objects.get(pk=movement.pk)
    return found


def verbs(movement: Movement) -> list[str]:
    """What happened to a movement, oldest first."""
    entries = HistoryEntry.objects.filter(subject=movement.pk).order_by("sequence")
    return list(entries.values_list("verb", flat=True))


def told(movement: Movement, kind: str = "") -> list[str]:
    """To whom notices of a kind went, sorted; of every kind if none is named: `IE029 firm:SG-T-0001`."""
    notices = Notice.objects.filter(subject=movement.pk)
    if kind:
        return sorted(notices.filter(kind=kind).values_list("addressee", flat=True))
    return sorted(f"{row.kind} {row.addressee}" for row in notices)


def again(movement: Movement, times: int) -> None:
    """The same movement so many times more, with its passages and arrival; rows only, nothing of it happened."""
    row = Movement.objects.select_related("declaration").get(pk=movement.pk)
    twins = [_twin(row, mrn=None, lrn=f"{TWIN}{number}", on_road=False) for number in range(1, times + 1)]
    parts = [row.declaration, *row.passages.all(), *([row.arrival] if hasattr(row, "arrival") else [])]
    Movement.objects.bulk_create(twins)
    for part in parts:
        type(part)._default_manager.bulk_create([_twin(part, movement_id=twin.pk) for twin in twins])


def _twin(row: Any, **changed: Any) -> Any:
    fields = [field for field in row._meta.concrete_fields if not (field.generated or field.primary_key)]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields} | changed)


def wait(worklist: Worklist, movement: Movement, *, at: datetime = AT) -> None:
    """Put a movement under way, and those made of it by `again`, into a worklist, one row each; rows only."""
    rows = Movement.objects.filter(Q(pk=movement.pk) | Q(lrn__startswith=TWIN))
    if worklist.model is Movement:
        rows.update(state=worklist.states[0])
        return
    if worklist.model is Proposal:
        open_now = {"proposed_at": at, "lapses_at": at + timedelta(days=1), "data_hash": "0" * 64}
        by = User.objects.get(username="departure")
        office = movement.office_of_departure_id
        Proposal.objects.bulk_create(
            Proposal(
                subject=key,
                subject_version=0,
                verb="invalidate_after_release",
                office=office,
                proposed_by=by,
                **open_now,
            )
            for key in rows.values_list("pk", flat=True)
        )
        return
    if worklist.model is LateFact:
        told = {"verb": worklist.states[0], "office_id": movement.office_of_destination_id, "state": movement.state}
        instants = {"happened_at": at, "recorded_at": at}
        LateFact.objects.bulk_create(
            LateFact(movement_id=key, **told, **instants) for key in rows.values_list("pk", flat=True)
        )
        return
    places = worklist.model._default_manager.filter(movement__in=rows)
    if worklist.model is Passage:
        first = movement.passages.order_by("position")[0]
        places.exclude(office=first.office_id).update(state=PassageState.CROSSED)
        places = places.filter(office=first.office_id)
    places.update(state=worklist.states[0], expected_at=at)


def fill(movement: Movement, items: int, *, description: str = "crates") -> None:
    """So many items of this description in place of the declared ones; rows only."""
    goods = Item.objects.filter(declaration=movement.pk)
    first = goods[0]
    goods.delete()
    Item.objects.bulk_create(
        _twin(first, number=number, description=description, gross_mass=None) for number in range(1, items + 1)
    )
