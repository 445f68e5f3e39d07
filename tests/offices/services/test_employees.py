"""A firm's own people (spec section 1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from acts.common.refusals import NotAllowed, RulesBroken
from offices.actors import Actor
from offices.enums import EmployeeRole, FirmStatus
from offices.models import EmployeeDuty, Firm, User
from offices.services import employees
from tests.factories import offices as factory

Actors = Callable[..., Actor]
TODAY = date(2026, 11, 23)


@pytest.fixture
def colleague(principal: Firm) -> User:
    return factory.user(username="colleague", firm=principal, duties=[EmployeeRole.VIEW])


def grant(actor: Actor, at: datetime, role: EmployeeRole = EmployeeRole.LODGE) -> EmployeeDuty:
    return employees.grant(actor=actor, user="colleague", role=role, valid_from=TODAY, at=at)


@pytest.mark.parametrize("who", ["colleague", "stranger", "agent", "national_admin", "departure_officer"])
def test_duty_by_anyone_who_does_not_administer_the_firm_is_refused(
    who: str, request: pytest.FixtureRequest, colleague: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        grant(actor_of(request.getfixturevalue(who)), at)


def test_duty_in_a_withdrawn_firm_is_refused(
    trader: User, colleague: User, principal: Firm, actor_of: Actors, at: datetime
) -> None:
    Firm.objects.filter(pk=principal.pk).update(status=FirmStatus.WITHDRAWN)
    with pytest.raises(NotAllowed, match="not approved"):
        grant(actor_of(trader), at)


def test_duty_given_twice_is_refused(trader: User, colleague: User, actor_of: Actors, at: datetime) -> None:
    with pytest.raises(RulesBroken, match="given"):
        grant(actor_of(trader), at, EmployeeRole.VIEW)


def test_granted_duty_holds_until_withdrawn(trader: User, colleague: User, actor_of: Actors, at: datetime) -> None:
    duty = grant(actor_of(trader), at)
    assert actor_of(colleague).may(EmployeeRole.LODGE)
    employees.withdraw(actor=actor_of(trader), duty=duty.pk, last_day=TODAY, at=at)
    assert not EmployeeDuty.objects.on(TODAY + timedelta(days=1)).filter(pk=duty.pk).exists()


def test_own_power_to_administer_is_not_withdrawn(trader: User, actor_of: Actors, at: datetime) -> None:
    duty = trader.duties.get(role=EmployeeRole.ADMINISTER)
    with pytest.raises(NotAllowed, match="left to administer"):
        employees.withdraw(actor=actor_of(trader), duty=duty.pk, last_day=TODAY, at=at)


def test_duty_of_another_firm_is_not_withdrawn(trader: User, stranger: User, actor_of: Actors, at: datetime) -> None:
    duty = stranger.duties.get(role=EmployeeRole.VIEW)
    with pytest.raises(NotAllowed):
        employees.withdraw(actor=actor_of(trader), duty=duty.pk, last_day=TODAY, at=at)


@pytest.mark.parametrize("who", ["stranger", "departure_officer", "auditor"])
def test_one_who_has_a_place_does_not_join(
    who: str, request: pytest.FixtureRequest, trader: User, actor_of: Actors, at: datetime
) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        employees.join(actor=actor_of(trader), user=person.username, at=at)


def test_newcomer_joins_without_any_duty(trader: User, principal: Firm, actor_of: Actors, at: datetime) -> None:
    factory.user(username="newcomer")
    person = employees.join(actor=actor_of(trader), user="newcomer", at=at)
    assert person.firm == principal
    assert not actor_of(person).duties
