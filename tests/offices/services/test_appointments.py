"""Who appoints whom (spec section 1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from acts.common.refusals import NotAllowed, RulesBroken
from offices.actors import Actor
from offices.enums import AppointmentKind, OfficerRole
from offices.models import Appointment, User
from offices.services import appointments, postings
from tests.factories import offices as factory

Actors = Callable[..., Actor]
TODAY = date(2026, 11, 23)


@pytest.fixture
def newcomer(db: None) -> User:
    return factory.user(username="newcomer")


def appoint(actor: Actor, at: datetime, **changes: object) -> Appointment:
    given: dict[str, object] = {"user": "newcomer", "kind": AppointmentKind.AUDITOR, "valid_from": TODAY}
    return appointments.appoint(actor=actor, at=at, **(given | changes))


@pytest.mark.parametrize("who", ["national_admin", "auditor", "supervisor", "trader"])
def test_appointment_by_anyone_but_the_central_team_is_refused(
    who: str, request: pytest.FixtureRequest, newcomer: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        appoint(actor_of(request.getfixturevalue(who)), at)
    assert not newcomer.appointments.exists()


@pytest.mark.parametrize("who", ["departure_officer", "trader"])
def test_officer_and_employee_are_not_appointed(
    who: str, request: pytest.FixtureRequest, central: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed, match="belongs to a firm or holds a posting"):
        appoint(actor_of(central), at, user=request.getfixturevalue(who).username)


def test_appointed_person_is_not_posted(supervisor: User, auditor: User, actor_of: Actors, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="no act on movements"):
        postings.assign(
            actor=actor_of(supervisor),
            user=auditor.username,
            office="SGSIN001",
            roles=[OfficerRole.DEPARTURE],
            valid_from=TODAY,
            at=at,
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": AppointmentKind.NATIONAL_ADMINISTRATOR}, "R-APPOINTMENT-01"),
        ({"kind": AppointmentKind.NATIONAL_ADMINISTRATOR, "country": "ZZ"}, "R-APPOINTMENT-01"),
        ({"country": "SG"}, "R-APPOINTMENT-01"),
        ({"valid_from": TODAY - timedelta(days=1)}, "R-PERIOD-01"),
        ({"valid_until": TODAY - timedelta(days=1)}, "R-PERIOD-02"),
    ],
)
def test_appointment_that_breaks_a_rule_is_refused(
    changes: dict[str, object], code: str, newcomer: User, central: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(RulesBroken) as refused:
        appoint(actor_of(central), at, **changes)
    assert refused.value.findings[0].code == code


def test_same_appointment_twice_is_refused(newcomer: User, central: User, actor_of: Actors, at: datetime) -> None:
    appoint(actor_of(central), at)
    with pytest.raises(RulesBroken, match="is held in these days"):
        appoint(actor_of(central), at)
    assert newcomer.appointments.count() == 1


def test_nobody_appoints_or_ends_himself(central: User, actor_of: Actors, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="himself"):
        appoint(actor_of(central), at, user=central.username)
    with pytest.raises(NotAllowed, match="own appointment"):
        appointments.end(actor=actor_of(central), appointment=central.appointments.get().pk, last_day=TODAY, at=at)


def test_superuser_appoints_before_there_is_a_central_team(newcomer: User, actor_of: Actors, at: datetime) -> None:
    root = factory.user(username="root", is_superuser=True)
    row = appoint(actor_of(root), at, kind=AppointmentKind.CENTRAL_TEAM)
    assert actor_of(newcomer).appointments == (row,)
