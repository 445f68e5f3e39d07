"""Which powers hold at an instant: every day is that of the place concerned."""

from datetime import UTC, date, datetime

import pytest

from offices import actors
from offices.enums import AppointmentKind, OfficerRole
from offices.models import Firm
from tests.factories import offices as factory

pytestmark = pytest.mark.django_db

LAST, NEXT = date(2026, 11, 23), date(2026, 11, 24)
# In Singapore the 24th has begun, in UTC it is still the 23rd.
BEFORE, AFTER = datetime(2026, 11, 23, 15, 59, tzinfo=UTC), datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_duty_ends_with_the_day_at_the_firm(principal: Firm) -> None:
    user = factory.user(firm=principal, until=LAST)
    assert actors.of(user, at=BEFORE).duties
    assert not actors.of(user, at=AFTER).duties


def test_mandate_begins_and_ends_with_the_day_at_the_principal(principal: Firm) -> None:
    agent, other = factory.firm(), factory.firm()
    factory.mandate(principal=principal, representative=agent, until=LAST)
    factory.mandate(principal=principal, representative=other, since=NEXT)
    leaving, coming = factory.user(firm=agent), factory.user(firm=other)
    assert [actors.of(leaving, at=at).represented for at in (BEFORE, AFTER)] == [{principal.pk}, set()]
    assert [actors.of(coming, at=at).represented for at in (BEFORE, AFTER)] == [set(), {principal.pk}]


def test_national_administrator_begins_with_the_day_in_the_country() -> None:
    user = factory.appointed(kind=AppointmentKind.NATIONAL_ADMINISTRATOR, country="SG", since=NEXT)
    held = [actors.of(user, at=at).appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, "SG") for at in (BEFORE, AFTER)]
    assert held == [False, True]


def test_posting_ends_with_the_day_at_the_office() -> None:
    user = factory.officer(office="SGSIN001", roles=[OfficerRole.DEPARTURE], until=LAST)
    assert actors.of(user, at=BEFORE).postings
    assert not actors.of(user, at=AFTER).postings
