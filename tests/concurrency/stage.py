"""Movements of two Singapore principals, brought by the real verbs to where an act may begin."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from guarantees.models import Guarantee
from guarantees.services import audit, cover
from offices import actors
from offices.actors import Actor
from offices.enums import OfficerRole
from tests.factories import guarantees
from tests.factories import offices as factory
from transit.models import Movement
from transit.rehearsal import company, journey
from transit.rehearsal.company import Player
from transit.selectors import chains

DEPARTURE, ENTRY, DESTINATION = "SGSIN001", "MYTKP001", "THBKK001"
SAMPLE = "singapore-bangkok"


@dataclass(frozen=True, slots=True)
class Stage:
    """Two principals with a truck, a guarantee and the same officers each; everything happens at `at`."""

    at: datetime
    first: Player
    second: Player

    @property
    def tick(self) -> Callable[[], datetime]:
        return lambda: self.at

    @property
    def trader(self) -> Actor:
        return self.first.cast.trader

    @property
    def officer(self) -> Actor:
        """Of departure."""
        return self.first.cast.officers[DEPARTURE]

    def content(self, player: Player | None = None, **overrides: Any) -> dict[str, Any]:
        lrn = overrides.pop("lrn", uuid.uuid4().hex[:22])
        return (player or self.first).content(SAMPLE, lrn=lrn, at=self.at) | overrides

    def accepted(self, player: Player | None = None, **overrides: Any) -> Movement:
        player = player or self.first
        return journey.lodge(self.content(player, **overrides), player.cast, tick=self.tick)

    def released(self, player: Player | None = None, **overrides: Any) -> Movement:
        movement = self.accepted(player, **overrides)
        return journey.release(movement.pk, self.content(), self.first.cast, tick=self.tick)

    def arrived(self, **overrides: Any) -> Movement:
        movement = self.released(**overrides)
        content = self.content()
        for stop in content["offices_of_transit"]:
            journey.pass_office(movement.pk, stop["office"], self.first.cast, tick=self.tick)
        journey.arrive(movement.pk, content, self.first.cast, tick=self.tick)
        return movement

    def discharged(self) -> Movement:
        return journey.discharge(self.arrived().pk, self.content(), self.first.cast, tick=self.tick)

    def twin(self) -> Player:
        """The first principal with the other truck: two journeys under one guarantee."""
        return replace(self.first, vehicle=self.second.vehicle)

    def guarantee(self, player: Player | None = None) -> Guarantee:
        return Guarantee.objects.get(grn=(player or self.first).grn)

    def leave(self, amount: Decimal) -> None:
        """Let another journey hold everything but `amount` of the first principal's guarantee."""
        row = self.guarantee()
        with transaction.atomic():
            cover.reserve(
                declared=guarantees.declared(row, code=self.first.access_code),
                goods=[],
                journey=guarantees.journey(row.principal, reference="ELSEWHERE"),
                at_risk=guarantees.at_risk(str(row.available - amount)),
                expected_release_at=None,
                at=self.at,
            )

    def posted(self, office: str, role: OfficerRole) -> Actor:
        """A further officer at an office, each call another person."""
        return actors.of(factory.officer(office=office, roles=[role]), at=self.at, proof=journey.at_the_desk)


def build(at: datetime) -> Stage:
    """The rehearsal's company with two principals at Singapore."""
    return Stage(at, *company.players(count=2, at=at, countries=["SG"]))


@contextmanager
def staged(at: datetime) -> Iterator[Stage]:
    """A stage for many tests, taken back at the end; each test's own changes are its own. Not for committed data."""
    with transaction.atomic():
        stage = build(at)
        connection.check_constraints()  # Once: else PostgreSQL does it for all these rows at the end of each test.
        yield stage
        transaction.set_rollback(True)


def faults() -> list[str]:
    """Everything the audits find: ledger, chains of guarantees, chains of movements and their ends."""
    return [*audit.ledger_faults(), *audit.history_faults(), *chains.faults()]
