"""An amendment races the release of its movement (spec section 5, rows 7 and 11)."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from acts.common.models import HistoryEntry
from acts.common.refusals import WrongState
from guarantees.models import Reservation
from tests.concurrency.conftest import WithoutLock, WithoutNet
from tests.concurrency.overtaking import Act, Overtaking, overtake
from tests.concurrency.stage import Stage, faults
from transit.enums import State
from transit.models import Cover, Movement
from transit.services import declaration, departure

pytestmark = pytest.mark.postgres

BEFORE_RESERVING = 'INSERT INTO "guarantees_reservation"'


def _dearer(content: dict[str, Any]) -> dict[str, Any]:
    """The same goods at ten times their value."""
    consignments = copy.deepcopy(content["consignments"])
    for consignment in consignments:
        for item in consignment["items"]:
            item["value"]["amount"] = str(10 * Decimal(item["value"]["amount"]))
    return {"consignments": consignments}


def _acts(stage: Stage) -> tuple[Act, Act, Movement]:
    content = stage.content()
    movement = stage.accepted(lrn=content["lrn"])

    def release() -> Movement:
        return departure.release(actor=stage.officer, movement=movement.pk, at=stage.at)

    def amend() -> Movement:
        change = _dearer(content)
        return declaration.amend(actor=stage.trader, movement=movement.pk, content=change, at=stage.at)

    return release, amend, movement


def _amounts(movement: Movement) -> tuple[Decimal, Decimal]:
    """What is reserved, and what the goods as declared put at risk."""
    reserved = Reservation.objects.get(reference=movement.mrn).amount
    return reserved, Cover.objects.get(pk=movement.pk).amount


def _race(stage: Stage) -> tuple[Overtaking, Movement]:
    release, amend, movement = _acts(stage)
    return overtake(release, amend, before=BEFORE_RESERVING), movement


def test_amended_goods_leave_without_their_cover_without_lock_and_net(
    stage: Stage, without_lock: WithoutLock, without_net: WithoutNet
) -> None:
    without_lock(Movement)
    without_net(HistoryEntry, "history_one_per_step")
    race, movement = _race(stage)
    assert not race.waited
    assert race.slow.state == State.IN_TRANSIT
    reserved, at_risk = _amounts(movement)
    assert reserved < at_risk
    assert faults()


def test_release_overtaken_by_amendment_without_lock_is_refused_by_the_database(
    stage: Stage, without_lock: WithoutLock
) -> None:
    without_lock(Movement)
    race, movement = _race(stage)
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)
    assert Movement.objects.get(pk=movement.pk).state == State.ACCEPTED
    assert not Reservation.objects.exists()
    assert faults() == []


def test_amendment_after_release_is_refused(stage: Stage) -> None:
    race, movement = _race(stage)
    assert race.waited
    assert race.slow.state == State.IN_TRANSIT
    assert isinstance(race.fast, WrongState)
    reserved, at_risk = _amounts(movement)
    assert reserved == at_risk
    assert faults() == []


def test_release_after_amendment_reserves_the_amended_amount(stage: Stage) -> None:
    release, amend, movement = _acts(stage)
    before = Cover.objects.get(pk=movement.pk).amount
    race = overtake(amend, release, before='INSERT INTO "transit_cover"')
    assert race.waited
    assert race.fast.state == State.IN_TRANSIT
    reserved, at_risk = _amounts(movement)
    assert reserved == at_risk > before
    assert faults() == []


def test_release_after_amendment_above_cover_is_refused(stage: Stage) -> None:
    release, amend, movement = _acts(stage)
    stage.leave(2 * Cover.objects.get(pk=movement.pk).amount)
    race = overtake(amend, release, before='INSERT INTO "transit_cover"')
    assert race.waited
    assert race.slow.state == State.GUARANTEE_REFUSED
    assert isinstance(race.fast, WrongState)
    assert not Reservation.objects.filter(reference=movement.mrn).exists()
    assert faults() == []
