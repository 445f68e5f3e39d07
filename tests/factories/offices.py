"""Firms, people, postings, mandates, rights of authorised traders. Days are always given, or follow from `SINCE`."""

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from offices.enums import AppointmentKind, AttRightKind, EmployeeRole, FirmKind, FirmStatus, OfficerRole
from offices.models import (
    Appointment,
    AttRight,
    EmployeeDuty,
    Firm,
    Mandate,
    Office,
    Posting,
    Premises,
    SealSeries,
    User,
)

# Long before the instant of the `at` fixture.
SINCE = date(2026, 1, 5)
_serial = itertools.count(1001)


def firm(*, number: str = "", country: str = "SG", kind: FirmKind = FirmKind.TRADER, **fields: Any) -> Firm:
    """An approved firm; the one of that number if it exists."""
    number = number or f"{country}-{kind[0]}-{next(_serial)}"
    defaults: dict[str, Any] = {
        "kind": kind,
        "status": FirmStatus.APPROVED,
        "name": f"Firm {number}",
        "street": "1 Harbour Road",
        "city": "Town",
        "postcode": "12345",
        "country_id": country,
        "email": f"{number.lower()}@example.org",
    }
    row, _ = Firm.objects.get_or_create(number=number, defaults=defaults | fields)
    return row


def user(
    *,
    username: str = "",
    firm: Firm | None = None,
    duties: Iterable[EmployeeRole] = tuple(EmployeeRole),
    password: str | None = None,
    since: date = SINCE,
    until: date | None = None,
    **fields: Any,
) -> User:
    """A person; an employee with `duties` from `since` if a firm is given."""
    row = User.objects.create_user(username or f"user{next(_serial)}", password=password, firm=firm, **fields)
    if firm is not None:
        EmployeeDuty.objects.bulk_create(
            EmployeeDuty(user=row, role=role, valid_from=since, valid_until=until) for role in duties
        )
    return row


def posting(
    *, user: User, office: str | Office, roles: Iterable[OfficerRole], since: date = SINCE, until: date | None = None
) -> Posting:
    """A posting of `user` at an office (or its code) with `roles`."""
    code = office.pk if isinstance(office, Office) else office
    return Posting.objects.create(
        user=user, office_id=code, roles=[role.value for role in roles], valid_from=since, valid_until=until
    )


def officer(
    *,
    office: str,
    roles: Iterable[OfficerRole],
    username: str = "",
    password: str | None = None,
    since: date = SINCE,
    until: date | None = None,
) -> User:
    """An officer with one posting."""
    row = user(username=username, password=password)
    posting(user=row, office=office, roles=roles, since=since, until=until)
    return row


def appointed(
    *, kind: AppointmentKind, country: str | None = None, username: str = "", since: date = SINCE, **fields: Any
) -> User:
    """A national administrator (of `country`), a member of the central team, an auditor."""
    row = user(username=username, **fields)
    Appointment.objects.create(user=row, kind=kind, country_id=country, valid_from=since)
    return row


def mandate(*, principal: Firm, representative: Firm, since: date = SINCE, until: date | None = None) -> Mandate:
    """`principal` lets `representative` act for it."""
    return Mandate.objects.create(
        principal=principal, representative=representative, valid_from=since, valid_until=until
    )


def att(
    *,
    firm: Firm,
    country: str = "SG",
    rights: Iterable[AttRightKind] = tuple(AttRightKind),
    office: str = "SGSIN001",
    premises: str = "",
    prefix: str = "ATT",
    since: date = SINCE,
    until: date | None = None,
) -> Premises:
    """Make `firm` an authorised trader: rights in a country, premises at an office, seals 000001 to 009999."""
    AttRight.objects.bulk_create(
        AttRight(firm=firm, country_id=country, kind=kind, valid_from=since, valid_until=until) for kind in rights
    )
    SealSeries.objects.create(firm=firm, prefix=prefix, first=1, last=9999, valid_from=since, valid_until=until)
    return Premises.objects.create(
        firm=firm,
        office_id=office,
        code=premises or f"{country}-P-{next(_serial)}",
        address="2 Depot Lane",
        valid_from=since,
        valid_until=until,
    )
