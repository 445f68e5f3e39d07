"""The ordinary journey of a sample declaration, verb by verb, as its people would do it."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acts.common import clock
from offices.actors import Actor
from transit.enums import State
from transit.models import Movement
from transit.services import declaration, departure, destination, en_route

Clock = Callable[[], datetime]


def at_the_desk(at: datetime) -> bool:
    """The proof of a rehearsal's people: they prove who they are before every act that asks for it."""
    return True


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: the principal's employee, and officers by office code."""

    trader: Actor
    officers: Mapping[str, Actor]


def lodge(content: dict[str, Any], cast: Cast, *, tick: Clock = clock.now) -> Movement:
    """Draft and lodge; where the country of departure does not accept by itself, its officer does."""
    draft = declaration.create(actor=cast.trader, content=content, at=tick())
    movement = declaration.lodge(actor=cast.trader, movement=draft.pk, at=tick())
    if movement.state == State.SUBMITTED:
        officer = cast.officers[content["office_of_departure"]]
        movement = departure.accept(actor=officer, movement=movement.pk, at=tick())
    return movement


def release(movement: uuid.UUID, content: dict[str, Any], cast: Cast, *, tick: Clock = clock.now) -> Movement:
    """The officer of departure releases; declared seals and the computed limit date."""
    officer = cast.officers[content["office_of_departure"]]
    return departure.release(actor=officer, movement=movement, paper_checked=True, at=tick())


def pass_office(movement: uuid.UUID, office: str, cast: Cast, *, tick: Clock = clock.now) -> None:
    """Present and cross at one office of transit."""
    officer = cast.officers[office]
    en_route.present(actor=officer, movement=movement, office=office, at=tick())
    en_route.cross(actor=officer, movement=movement, office=office, at=tick())


def arrive(movement: uuid.UUID, content: dict[str, Any], cast: Cast, *, tick: Clock = clock.now) -> None:
    """Arrival at the office of destination."""
    officer = cast.officers[content["office_of_destination"]]
    destination.record_arrival(actor=officer, movement=movement, at=tick())


def discharge(movement: uuid.UUID, content: dict[str, Any], cast: Cast, *, tick: Clock = clock.now) -> Movement:
    """A clean result without control: the operation ends."""
    officer = cast.officers[content["office_of_destination"]]
    return destination.record_results(actor=officer, movement=movement, result="A2", at=tick())


def whole(content: dict[str, Any], cast: Cast, *, tick: Clock = clock.now) -> Movement:
    """From the draft to the discharge."""
    movement = lodge(content, cast, tick=tick)
    release(movement.pk, content, cast, tick=tick)
    for stop in content["offices_of_transit"]:
        pass_office(movement.pk, stop["office"], cast, tick=tick)
    arrive(movement.pk, content, cast, tick=tick)
    return discharge(movement.pk, content, cast, tick=tick)
