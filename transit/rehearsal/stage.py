"""Where the scenes of the demonstration are played: its people as cast, guarantees of its own, vehicles, clocks."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from guarantees.services import demo as guarantees
from guarantees.services.terms import Terms
from offices import actors
from offices.actors import Actor
from offices.models import Firm, User
from offices.services import demo
from transit import samples
from transit.rehearsal import company
from transit.rehearsal.company import Player
from transit.rehearsal.journey import Cast, Clock, at_the_desk

LED_BY = timedelta(days=45)
"""So long before the demonstration its guarantees were given: older than every movement of it."""
OWN_CODE = "D3MK"
# The demonstration's movements leave the samples' guarantees, vehicles and permits free for whoever posts those.
OWN = {"SG": ("26SG0000010000020", "SG-T-0001"), "LA": ("26LA0000010000023", "LA-T-0001")}
POOR = "26SG0000010000039"
POOR_COVER = Decimal(1000)
WAITING = "DEMO-WAITING"
PAPERS, DESK = 4, timedelta(minutes=5)
"""The first acts of a journey are done at desks, one in five minutes."""


@dataclass(frozen=True, slots=True)
class Play:
    """One scene: what is declared, who acts, and the clock that each verb reads."""

    content: dict[str, Any]
    cast: Cast
    supervisor: Actor
    tick: Clock


@dataclass(frozen=True, slots=True)
class Stage:
    """The demonstration's people at one instant, by name."""

    actors: Mapping[str, Actor]
    at: datetime

    def play(
        self,
        sample: str,
        *,
        name: str,
        number: int,
        start: datetime,
        pace: timedelta,
        grn: str = "",
        principal: str = "",
    ) -> Play:
        """A sample under a name of its own; on the road each act comes `pace` after the one before.

        The demonstration's principal and guarantee of the country of departure, unless others are named.
        """
        country = samples.load(sample, at=start)["office_of_departure"][:2]
        own, usual = OWN.get(country, ("", ""))
        principal = principal or usual
        player = Player(
            number=principal,
            country=country,
            cast=self.cast(sample, principal=principal),
            grn=grn or own,
            access_code=OWN_CODE,
            vehicle=company.vehicle(country, f"{number:04d}"),
        )
        content = player.content(sample, lrn=f"DEMO-{name}", at=start)
        supervisor = self.posted("supervisor", content["office_of_departure"])
        return Play(content, player.cast, supervisor, ticking(start, pace))

    def cast(self, sample: str, *, principal: str) -> Cast:
        """The demonstration's officers at the offices of a sample, and an employee of the principal."""
        content = samples.load(sample, at=self.at)
        codes = [stop["office"] for stop in content["offices_of_transit"]]
        officers = {code: self.posted("transit", code) for code in codes}
        for role, field in (("departure", "office_of_departure"), ("destination", "office_of_destination")):
            officers[content[field]] = self.posted(role, content[field])
        return Cast(self.employee(principal), officers)

    def posted(self, name: str, office: str) -> Actor:
        """An officer of the demonstration in the posting at `office`."""
        actor = self.actors[name]
        return actor.acting(next(row.pk for row in actor.postings if row.office_id == office))

    def employee(self, number: str) -> Actor:
        """An employee of a firm: the demonstration's, where it has one."""
        for name, firm in demo.EMPLOYEES.items():
            if firm == number:
                return self.actors[name]
        return company.employee(Firm.objects.get(number=number), self.at)

    def guarantees(self) -> Iterator[tuple[str, bool]]:
        """Make the guarantees the samples name and the demonstration's own; each GRN, and whether it was made now."""
        contents = [samples.load(name, at=self.at) for name in samples.names()]
        for principal, named in {content["principal"]: content["guarantees"][0] for content in contents}.items():
            yield self._guarantee(principal, named["grn"], named["access_code"])
        for grn, principal in OWN.values():
            yield self._guarantee(principal, grn, OWN_CODE)
        yield self._guarantee("SG-T-0001", POOR, OWN_CODE, bank="SG-B-0002", cover=POOR_COVER)
        yield self._waiting()
        yield from self._at_the_office()

    def _guarantee(
        self, principal: str, grn: str, access_code: str, *, bank: str = "", cover: Decimal = company.COVER
    ) -> tuple[str, bool]:
        since = self.at - LED_BY
        office = company.office_of_guarantee(principal[:2])
        _, made = guarantees.guarantee(
            terms=company.terms(principal, office, since, cover=cover),
            grn=grn,
            access_code=access_code,
            bank=self.employee(bank or f"{principal[:2]}-B-0001"),
            officer=self.posted("guarantee", office),
            at=since,
        )
        return grn, made

    def _waiting(self) -> tuple[str, bool]:
        """One that the office has not yet accepted."""
        office = company.office_of_guarantee("SG")
        _, made = guarantees.issued(
            terms=company.terms("SG-T-0001", office, self.at, cover=Decimal(250_000), bank_reference=WAITING),
            bank=self.employee("SG-B-0002"),
            officer=self.posted("guarantee", office),
            at=self.at,
        )
        return WAITING, made

    def _at_the_office(self) -> Iterator[tuple[str, bool]]:
        """What keeps the office of guarantee busy: a suspended guarantee, a deposit, a reduction for two persons."""
        office = company.office_of_guarantee("SG")
        bank, officer = self.employee("SG-B-0002"), self.posted("guarantee", office)

        def terms(cover: int, **fields: Any) -> Terms:
            return company.terms("SG-T-0002", office, self.at, cover=Decimal(cover), **fields)

        for name, make, cover in (
            ("DEMO-SUSPENDED", guarantees.suspended, 120_000),
            ("DEMO-REDUCTION", guarantees.reduction, 400_000),
        ):
            asked = terms(cover, bank_reference=name)
            yield name, make(terms=asked, bank=bank, officer=officer, at=self.at)[1]
        deposit = terms(15_000, kind="CASH_DEPOSIT")
        yield "DEMO-DEPOSIT", guarantees.deposit(terms=deposit, officer=officer, at=self.at)[1]
        yield "DEMO-WAIVER", self._waiver()

    def _waiver(self) -> bool:
        """For the authorised trader, at the office of guarantee of its country."""
        office = company.office_of_guarantee(demo.ATT_FIRM[:2])
        booked = company.terms(demo.ATT_FIRM, office, self.at, cover=Decimal(80_000), kind="WAIVER")
        return guarantees.waiver(terms=booked, officer=self.posted("guarantee", office), at=self.at)[1]


def of(people: Mapping[str, User], *, at: datetime) -> Stage:
    """The stage of these people."""
    return Stage({name: actors.of(user, at=at, proof=at_the_desk) for name, user in people.items()}, at)


def ticking(start: datetime, pace: timedelta) -> Clock:
    """A clock that shows `start` first: the papers take minutes from act to act, then the road takes `pace`."""
    count = itertools.count()

    def tick() -> datetime:
        acts = next(count)
        papers = min(acts, PAPERS)
        return start + papers * DESK + (acts - papers) * pace

    return tick
