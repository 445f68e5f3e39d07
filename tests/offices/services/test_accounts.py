"""Who makes and changes accounts, and that no account carries a power (spec section 1)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken
from offices import audit
from offices.actors import Actor
from offices.enums import AppointmentKind
from offices.models import User
from offices.services import accounts
from tests.factories import offices as factory

Actors = Callable[..., Actor]
TEXTS = {"first_name": "Mei", "last_name": "Tan", "email": "mei@example.org", "language": "en"}


@pytest.mark.parametrize("who", ["departure_officer", "supervisor", "trader", "auditor"])
def test_account_by_anyone_else_is_refused(
    who: str, request: pytest.FixtureRequest, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        accounts.create(actor=actor_of(request.getfixturevalue(who)), username="fresh", password=None, at=at)
    assert not User.objects.filter(username="fresh").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "1234567890"}, "R-USER-02"),
        ({"password": "short"}, "R-USER-02"),
        ({"username": "test-national"}, "R-USER-01"),
        ({"username": "a b"}, "R-USER-01"),
        ({"email": "no address"}, "R-USER-01"),
    ],
)
def test_account_that_breaks_a_rule_is_refused(
    changes: dict[str, str], code: str, national_admin: User, actor_of: Actors, at: datetime
) -> None:
    given = {"username": "fresh", "password": "truck on the road", **TEXTS} | changes
    with pytest.raises(RulesBroken) as refused:
        accounts.create(actor=actor_of(national_admin), at=at, **given)
    assert {finding.code for finding in refused.value.findings} == {code}


def test_account_without_a_password_cannot_log_in(central: User, actor_of: Actors, at: datetime) -> None:
    person = accounts.create(actor=actor_of(central), username="fresh", password=None, at=at, **TEXTS)
    assert (person.has_usable_password(), person.email, person.is_staff) == (False, "mei@example.org", False)
    assert HistoryEntry.objects.get(subject=audit.subject_of(person)).actor == "test-central"


@pytest.mark.parametrize(
    ("kind", "country", "may"),
    [
        (AppointmentKind.CENTRAL_TEAM, None, False),
        (AppointmentKind.AUDITOR, None, False),
        (AppointmentKind.NATIONAL_ADMINISTRATOR, "TH", False),
        (AppointmentKind.NATIONAL_ADMINISTRATOR, "SG", True),
    ],
)
def test_national_administrator_locks_the_own_countrys_people_only(
    kind: AppointmentKind, country: str | None, may: bool, national_admin: User, actor_of: Actors
) -> None:
    person = factory.appointed(kind=kind, country=country)
    assert accounts.may_manage(actor_of(national_admin), person) == may


def test_superuser_and_the_own_account_are_out_of_reach(central: User, actor_of: Actors, at: datetime) -> None:
    root = factory.user(username="root", is_superuser=True)
    for person in (root, central):
        with pytest.raises(NotAllowed):
            accounts.change(actor=actor_of(central), user=person.username, is_active=False, at=at, **TEXTS)
    with pytest.raises(NotFound):
        accounts.change(actor=actor_of(central), user="nobody", is_active=False, at=at, **TEXTS)


def test_locking_is_recorded_and_can_be_undone(
    national_admin: User, trader: User, actor_of: Actors, at: datetime
) -> None:
    for active in (False, True):
        accounts.change(actor=actor_of(national_admin), user=trader.username, is_active=active, at=at)
    entries = HistoryEntry.objects.filter(subject=audit.subject_of(trader)).order_by("sequence")
    assert [entry.data["after"] for entry in entries] == [{"is_active": False}, {"is_active": True}]
