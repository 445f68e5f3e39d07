"""Random walks over the machine: whatever people try in whatever order, the books hold and refusals change nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from acts.common import history, jobs
from acts.common.models import HistoryEntry, Proposal
from acts.common.refusals import Refusal
from acts.notices.models import Notice
from guarantees.models import Guarantee, LedgerEntry, Reservation
from guarantees.services import audit
from offices.actors import Actor
from tests.factories import transit as factory
from transit import states
from transit.enums import TERMINAL, State
from transit.models import Arrival, Deadline, Movement, Passage
from transit.rehearsal import scenes
from transit.rehearsal.stage import OWN, OWN_CODE, POOR, Play, Stage
from transit.selectors import chains
from transit.services import closure, deadline_work, declaration, departure, destination, en_route

# 2,000 steps on PostgreSQL, which runs in earnest; a tenth of them on the embedded database.
WALKS, STEPS = (40 if connection.vendor == "postgresql" else 4), 50
Step = tuple[int, bool, str, int]
ROLES = ("trader", "departure", "transit", "destination", "supervisor", "stranger")


class Walk:
    """One movement and everybody who may try something on it."""

    def __init__(self, stage: Stage, *, poor: bool, pre_lodged: bool) -> None:
        more: dict[str, Any] = {"grn": POOR if poor else "", "kind": "PRE_LODGED" if pre_lodged else "STANDARD"}
        self.play: Play = factory.play(stage, **more)
        self.movement = scenes.draft(self.play)
        self.at: datetime = self.play.tick()
        self.office = self.play.content["offices_of_transit"][0]["office"]
        officers = self.play.cast.officers
        self.actors: dict[str, Actor] = {
            "trader": self.play.cast.trader,
            "departure": officers[self.play.content["office_of_departure"]],
            "transit": officers[self.office],
            "destination": officers[self.play.content["office_of_destination"]],
            "supervisor": self.play.supervisor,
            "stranger": stage.employee("MY-T-0001"),
        }

    def verbs(self) -> dict[str, Callable[..., Any]]:
        """Everything a person can try; the actor and the instant are filled in."""
        key = self.movement.pk
        good = [{"grn": OWN["SG"][0], "access_code": OWN_CODE}]
        return {
            "edit": partial(declaration.update, movement=key, content={"route_text": f"at {self.at}"}),
            "lodge": partial(declaration.lodge, movement=key),
            "present_goods": partial(declaration.present, movement=key),
            "amend": partial(declaration.amend, movement=key, content={"route_text": f"at {self.at}"}),
            "amend_guarantee": partial(declaration.amend_guarantee, movement=key, guarantees=good),
            "invalidate": partial(declaration.invalidate, movement=key, reason="walk"),
            "accept": partial(departure.accept, movement=key),
            "reject": partial(departure.reject, movement=key, reason="walk"),
            "order_control": partial(departure.order_control, movement=key, kind="SCANNER"),
            "satisfactory": partial(departure.record_control, movement=key, satisfactory=True),
            "not_satisfactory": partial(departure.record_control, movement=key, satisfactory=False, text="wet"),
            "request_amendment": partial(departure.request_amendment, movement=key, text="walk"),
            "release": partial(departure.release, movement=key),
            "refuse": partial(departure.refuse, movement=key, reason="walk"),
            "present": partial(en_route.present, movement=key, office=self.office),
            "present_broken": partial(
                en_route.present, movement=key, office=self.office,
                seals=[{"seal": "SG204418", "condition": "BROKEN"}],
            ),
            "cross": partial(en_route.cross, movement=key, office=self.office, text="walk"),
            "hold": partial(en_route.hold, movement=key, office=self.office, reason="walk"),
            "seize": partial(en_route.seize, movement=key, office=self.office, reason="walk"),
            "arrival": partial(destination.record_arrival, movement=key),
            "permit": partial(destination.permit_unloading, movement=key),
            "remarks": partial(destination.unloading_remarks, movement=key, complete=True),
            "control": partial(destination.order_control, movement=key, kind="BY_HAND"),
            "clean": partial(destination.record_results, movement=key, result="A2"),
            "after_control": partial(destination.record_results, movement=key, result="A1"),
            "discrepant": partial(
                destination.record_results, movement=key, result="B1", differences=[{"item": 1, "kind": "MISSING"}]
            ),
            "propose_invalidation": partial(
                closure.propose_invalidation, movement=key, reason="walk", where_goods="here"
            ),
            "propose_resolution": partial(closure.resolve, movement=key, explanation="walk", evidence="none"),
            "confirm": self._confirm,
        }  # fmt: skip

    def _confirm(self, *, actor: Actor, at: datetime) -> Any:
        proposal = Proposal.objects.filter(subject=self.movement.pk).order_by("-proposed_at").first()
        return closure.confirm(actor=actor, proposal=proposal.pk, at=at) if proposal is not None else None

    def picture(self) -> list[Any]:
        """Everything a refused step must leave as it was."""
        key = self.movement.pk
        rows: list[Any] = [list(model.objects.filter(movement=key).values()) for model in (Passage, Arrival)]
        tables = [model._meta.db_table for model in (HistoryEntry, Notice, LedgerEntry, Deadline, Proposal)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables))
            counts = cursor.fetchone()
        return [list(Movement.objects.filter(pk=key).values()), *rows, counts]


VERBS = (
    "edit", "lodge", "present_goods", "amend", "amend_guarantee", "invalidate", "accept", "reject", "order_control",
    "satisfactory", "not_satisfactory", "request_amendment", "release", "refuse", "present", "present_broken", "cross",
    "hold", "seize", "arrival", "permit", "remarks", "control", "clean", "after_control", "discrepant",
    "propose_invalidation", "propose_resolution", "confirm",
)  # fmt: skip
# Whose act each verb is; half of the tries are theirs, the others anybody's.
OWNERS = {
    **dict.fromkeys(VERBS[:6], "trader"),
    **dict.fromkeys(VERBS[6:14], "departure"),
    **dict.fromkeys(VERBS[14:19], "transit"),
    **dict.fromkeys(VERBS[19:26], "destination"),
    **dict.fromkeys(VERBS[26:28], "departure"),
    "confirm": "supervisor",
}
# What is worth trying in a state, so that walks get far; the other half of the tries is anything at all.
SENSIBLE: dict[str, tuple[str, ...]] = {
    State.DRAFT: ("lodge",),
    State.PRE_LODGED: ("amend", "present_goods", "present_goods", "reject", "invalidate"),
    State.ACCEPTED: ("amend", "order_control", "order_control", *("release",) * 4, "invalidate", "refuse"),
    State.UNDER_CONTROL: ("satisfactory", "not_satisfactory", "satisfactory", "request_amendment", "amend", "refuse"),
    State.GUARANTEE_REFUSED: ("amend_guarantee", "amend_guarantee", "refuse"),
    State.IN_TRANSIT: (
        "present", "present_broken", "cross", "hold", "cross", "seize", "arrival", "arrival", "propose_invalidation",
        "confirm", "confirm",
    ),
    State.ARRIVED: ("permit", "control", "control", "remarks", "clean", "after_control", "discrepant", "discrepant"),
    State.AWAITING_RESOLUTION: ("propose_resolution", "confirm", "confirm"),
}  # fmt: skip
AFTER_THE_END = 3

steps = st.lists(
    st.tuples(
        st.integers(0, 999),
        st.booleans(),
        st.one_of(st.just(""), st.just(""), st.just(""), st.sampled_from(ROLES)),
        st.sampled_from((1, 1, 1, 1, 5, 60, 60 * 30)),
    ),
    min_size=STEPS,
    max_size=STEPS,
)
taken: dict[str, int] = {"steps": 0, "done": 0}
reached: set[str] = set()


@pytest.fixture(scope="module")
def _staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as stage:
        yield stage


@pytest.fixture
def stage(_staged: Stage, db: None) -> Stage:
    return _staged


def take(walk: Walk, number: int, sensible: bool, who: str, minutes: int) -> None:
    """One step by one person, then the workers; a refusal must have changed nothing but for row 5."""
    state = factory.row(walk.movement).state
    choice = SENSIBLE.get(state, VERBS) if sensible else VERBS
    name = choice[number % len(choice)]
    # The declared times of the route lie two hours ahead: papers are done in minutes, the road takes its time.
    walk.at += timedelta(minutes=minutes if state in (State.IN_TRANSIT, State.ARRIVED) else min(minutes, 2))
    before = walk.picture()
    taken["steps"] += 1
    try:
        done = walk.verbs()[name](actor=walk.actors[who or OWNERS[name]], at=walk.at)
    except departure.ReleaseRefused:
        assert factory.row(walk.movement).state == State.GUARANTEE_REFUSED
    except Refusal:
        assert walk.picture() == before
    else:
        taken["done"] += done is not None
        assert state not in TERMINAL or walk.picture() == before
        check(walk)
    if deadline_work.sweep(at=walk.at):
        check(walk)


def check(walk: Walk) -> None:
    """What must hold after every step."""
    row = factory.row(walk.movement)
    reached.add(row.state)
    assert row.state in State.values
    entries = list(HistoryEntry.objects.filter(subject=row.pk).order_by("sequence"))
    assert list(history.faults(entries)) == []
    assert (entries[-1].sequence, entries[-1].hash, entries[-1].after) == (row.version, row.history_hash, row.state)
    assert all(
        entry.before in states.TABLE[entry.verb].sources
        and entry.after in (states.TABLE[entry.verb].targets or (entry.before,))
        for entry in entries
        if entry.verb in states.TABLE
    )
    released = row.released_at is not None
    assert row.on_road == (released and row.arrived_at is None and row.state not in TERMINAL)
    assert (row.ended_at is not None) == (row.state in TERMINAL)
    holds = Reservation.objects.filter(reference=row.mrn or "none", state="LIVE").count()
    assert holds == (1 if released and row.state != State.INVALIDATED else 0)
    live = dict(
        Reservation.objects.filter(state="LIVE").values_list("guarantee").annotate(total=Sum("amount")).order_by()
    )
    for guarantee in Guarantee.objects.filter(grn__in=[OWN["SG"][0], POOR]):
        assert guarantee.reserved == live.get(guarantee.pk, Decimal(0)) <= guarantee.reference_amount


@settings(
    max_examples=WALKS,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(way=steps, poor=st.booleans(), pre_lodged=st.booleans())
def walk_about(stage: Stage, way: list[Step], poor: bool, pre_lodged: bool) -> None:
    with transaction.atomic():
        walk, ended = Walk(stage, poor=poor, pre_lodged=pre_lodged), 0
        for step in way:
            take(walk, *step)
            ended += factory.row(walk.movement).state in TERMINAL
            if ended > AFTER_THE_END:
                walk, ended = Walk(stage, poor=False, pre_lodged=pre_lodged), 0
        jobs.work_off(at=walk.at)
        assert list(chains.faults()) == []
        assert list(audit.ledger_faults()) == []
        transaction.set_rollback(True)


@pytest.mark.slow
def test_random_walks_keep_the_books(stage: Stage) -> None:
    """At least 2,000 steps on PostgreSQL; among them enough that get far."""
    taken.update(steps=0, done=0)
    reached.clear()
    walk_about(stage)
    assert taken["steps"] >= (2_000 if connection.vendor == "postgresql" else 200)
    assert taken["done"] >= WALKS * STEPS // 5
    if connection.vendor != "postgresql":
        return
    assert {
        State.UNDER_CONTROL,
        State.NOT_RELEASED,
        State.DISCHARGED,
        State.AWAITING_RESOLUTION,
        State.INVALIDATED,
    } <= reached
