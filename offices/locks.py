"""Every row lock of this app. Order: country, firm, user, then the row that holds for a period."""

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet

from acts.common.refusals import NotFound
from offices.models import (
    Appointment,
    AttRight,
    Authenticator,
    Country,
    EmployeeDuty,
    Firm,
    Mandate,
    Posting,
    Premises,
    RecoveryCodes,
    SealSeries,
    User,
)

M = TypeVar("M", bound=Model)


def country(code: str) -> Country:
    """A country: numbers of its firms are given out one at a time."""
    return _one(Country.objects.filter(pk=code), "country")


def firm(number: str) -> Firm:
    """A firm, with its country."""
    return _one(Firm.objects.filter(number=number).select_related("country"), "firm")


def user(username: str) -> User:
    """An active user: two postings or duties of one person are not decided at once."""
    return _one(User.objects.filter(username=username, is_active=True), "active user")


def account(username: str) -> User:
    """A user's account, locked or not."""
    return _one(User.objects.filter(username=username), "user")


def authenticator(user: User) -> Authenticator | None:
    """A person's authenticator, if there is one: no code is accepted twice, even at the same instant."""
    row: Authenticator | None = Authenticator.objects.filter(user=user, confirmed=True).select_for_update().first()
    return row


def recovery_codes(user: User) -> RecoveryCodes | None:
    """A person's recovery codes, if there are any: each is good once."""
    row: RecoveryCodes | None = RecoveryCodes.objects.filter(user=user, confirmed=True).select_for_update().first()
    return row


def appointment(key: int) -> Appointment:
    """An appointment, with its user and country."""
    row: Appointment = _one(Appointment.objects.filter(pk=key).select_related("user", "country"), "appointment")
    return row


def posting(key: uuid.UUID) -> Posting:
    """A posting, with its office and country."""
    row: Posting = _one(Posting.objects.filter(pk=key).select_related("office__country"), "posting")
    return row


def duty(key: int) -> EmployeeDuty:
    """An employee's duty, with its user."""
    row: EmployeeDuty = _one(EmployeeDuty.objects.filter(pk=key).select_related("user"), "duty")
    return row


def mandate(key: int) -> Mandate:
    """A mandate, with its principal and his country."""
    row: Mandate = _one(Mandate.objects.filter(pk=key).select_related("principal__country"), "mandate")
    return row


def att_right(key: int) -> AttRight:
    """An ATT right, with its country."""
    row: AttRight = _one(AttRight.objects.filter(pk=key).select_related("country"), "right")
    return row


def premises(code: str) -> Premises:
    """Premises, with their office and its country."""
    row: Premises = _one(Premises.objects.filter(code=code).select_related("office__country"), "premises")
    return row


def seal_series(key: int) -> SealSeries:
    """A seal series, with its firm and country."""
    row: SealSeries = _one(SealSeries.objects.filter(pk=key).select_related("firm__country"), "seal series")
    return row


def _one(rows: QuerySet[M], what: str) -> M:
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound(f"no such {what}")
    return row
