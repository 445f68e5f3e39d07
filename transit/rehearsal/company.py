"""The people, firms and vehicles a rehearsal needs: made once, found again. Guarantees are new each time."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction

from acts.common import clock
from guarantees.services import access, guarantors, life
from guarantees.services.terms import Terms
from offices import actors
from offices.actors import Actor
from offices.enums import EmployeeRole, FirmKind, FirmStatus, OfficeRole, OfficerRole
from offices.models import EmployeeDuty, Firm, Office, Posting, User, VehiclePermit
from offices.services import demo
from transit import samples
from transit.rehearsal.journey import Cast, at_the_desk

SINCE = date(2026, 1, 1)
UNTIL = date(2030, 12, 31)
BANK = "DRIVE-BANK"
OFFICER = "drive-officer"
COVER = Decimal("5000000")


@dataclass(frozen=True, slots=True)
class Player:
    """A principal with its cast, guarantee and vehicle; it drives samples that depart from its country."""

    number: str
    country: str
    cast: Cast
    grn: str
    access_code: str
    vehicle: dict[str, str]

    def content(self, sample: str, *, lrn: str, at: datetime) -> dict[str, Any]:
        """A sample as this principal would declare it."""
        content = samples.load(sample, at=at, lrn=lrn, principal=self.number)
        own = {name: value for name, value in self.vehicle.items() if content["vehicle"].get(name)}
        return content | {
            "vehicle": content["vehicle"] | own,
            "guarantees": [{"grn": self.grn, "access_code": self.access_code}],
        }


def players(*, count: int, at: datetime, countries: Sequence[str] = ()) -> list[Player]:
    """So many principals with a fresh guarantee each, spread over `countries`: else those that samples depart from."""
    countries = countries or sorted({samples.load(name, at=at)["office_of_departure"][:2] for name in samples.names()})
    with transaction.atomic():
        demo.people(at=at)  # The firms that the samples name as carriers, consignors and consignees.
        officers = _officers(at)
        banks = {country: _bank(country, officers, at) for country in countries}
        return [
            _player(country, index, banks[country], officers, at)
            for index, country in zip(range(count), itertools.cycle(countries), strict=False)
        ]


@cache
def samples_from(country: str) -> list[str]:
    """The samples that depart from a country."""
    now = clock.now()
    return [name for name in samples.names() if samples.load(name, at=now)["office_of_departure"][:2] == country]


def _officers(at: datetime) -> dict[str, Actor]:
    """One officer posted at every office of the samples and of guarantee, by office code."""
    user, _ = User.objects.get_or_create(username=OFFICER)
    for office in Office.objects.filter(pk__in=_codes(at)):
        Posting.objects.get_or_create(
            user=user, office=office, defaults={"roles": [role.value for role in OfficerRole], "valid_from": SINCE}
        )
    actor = actors.of(user, at=at, proof=at_the_desk)
    return {posting.office_id: actor.acting(posting.pk) for posting in actor.postings}


def _codes(at: datetime) -> Iterable[str]:
    for name in samples.names():
        content = samples.load(name, at=at)
        yield from (content["office_of_departure"], content["office_of_destination"])
        yield from (stop["office"] for stop in content["offices_of_transit"])
        yield office_of_guarantee(content["office_of_departure"][:2])


def office_of_guarantee(country: str) -> str:
    """The first office of guarantee of a country."""
    offices = Office.objects.filter(country=country, roles__contains=OfficeRole.GUARANTEE.value)
    return str(offices.order_by("code").values_list("code", flat=True)[0])


def _bank(country: str, officers: dict[str, Actor], at: datetime) -> Actor:
    """A bank of the country, approved by its office of guarantee."""
    firm, made = _firm(f"{BANK}-{country}", country, FirmKind.BANK)
    if made:
        office = office_of_guarantee(country)
        guarantors.approve(firm=firm.number, office=office, valid_from=SINCE, actor=officers[office], at=at)
    return employee(firm, at)


def _player(country: str, index: int, bank: Actor, officers: dict[str, Actor], at: datetime) -> Player:
    number = f"DRIVE-{country}-{index:03d}"
    firm, _ = _firm(number, country, FirmKind.TRADER)
    trader = employee(firm, at)
    office = office_of_guarantee(country)
    grn, access_code = _guarantee(number, office, bank, officers[office], trader, at)
    return Player(
        number=number,
        country=country,
        cast=Cast(trader, officers),
        grn=grn,
        access_code=access_code,
        vehicle=vehicle(country, f"{index:04d}"),
    )


def _firm(number: str, country: str, kind: FirmKind) -> tuple[Firm, bool]:
    return Firm.objects.get_or_create(
        number=number,
        defaults={
            "kind": kind,
            "status": FirmStatus.APPROVED,
            "name": f"Rehearsal firm {number}",
            "street": "1 Test Road",
            "city": "Town",
            "country_id": country,
        },
    )


def employee(firm: Firm, at: datetime) -> Actor:
    """An employee of the firm with every duty, called like the firm's number."""
    user, made = User.objects.get_or_create(username=firm.number.lower(), defaults={"firm": firm})
    if made:
        EmployeeDuty.objects.bulk_create(EmployeeDuty(user=user, role=role, valid_from=SINCE) for role in EmployeeRole)
    return actors.of(user, at=at, proof=at_the_desk)


def _guarantee(number: str, office: str, bank: Actor, officer: Actor, trader: Actor, at: datetime) -> tuple[str, str]:
    """Issued by the bank, accepted by the office, its access code drawn by the principal: GRN and code."""
    issued = life.issue(terms=terms(number, office, at), actor=bank, at=at)
    accepted = life.accept(guarantee=issued.pk, actor=officer, at=at)
    drawn = access.make(guarantee=accepted.pk, label="rehearsal", actor=trader, at=at)
    return str(accepted.grn), drawn.code


def terms(principal: str, office: str, at: datetime, *, cover: Decimal = COVER, **fields: Any) -> Terms:
    """A multiple journey guarantee over `cover` Singapore dollars, roughly, in the office's currency."""
    currency = Office.objects.select_related("country").get(pk=office).country.currency
    defaults: dict[str, Any] = {"kind": "MULTIPLE_JOURNEY", "valid_until": UNTIL}
    return Terms(
        principal=principal,
        office=office,
        currency=currency,
        reference_amount=cover * _scale(currency),
        valid_from=at.date() - timedelta(days=1),
        **defaults | fields,
    )


def _scale(currency: str) -> int:
    """Roughly how many units of a currency make a Singapore dollar."""
    return {"SGD": 1, "MYR": 4, "THB": 30, "KHR": 3500, "LAK": 17000, "MMK": 1700, "VND": 20000}[currency]


def vehicle(country: str, name: str) -> dict[str, str]:
    """A prime mover and a trailer of that name, with permits of their own in the register."""
    plate, trailer = f"D{country}{name}", f"T{country}{name}"
    permit, trailer_permit = f"{country}-DRV-{name}", f"{country}-DRT-{name}"
    for number, registration, configuration in (
        (permit, plate, "PRIME_MOVER"),
        (trailer_permit, trailer, "TRAILER"),
    ):
        VehiclePermit.objects.get_or_create(
            number=number,
            defaults={
                "country_id": country,
                "registration": registration,
                "configuration": configuration,
                "valid_until": UNTIL,
            },
        )
    return {
        "kind": "PRIME_MOVER",
        "registration": plate,
        "permit_number": permit,
        "permit_valid_until": UNTIL.isoformat(),
        "trailer_registration": trailer,
        "trailer_permit_number": trailer_permit,
        "trailer_permit_valid_until": UNTIL.isoformat(),
    }


def spread(items: Sequence[Player], parts: int) -> list[list[Player]]:
    """`items` dealt out to `parts` hands."""
    return [list(items[part::parts]) for part in range(parts)]
