"""The demonstration's people (spec section 1)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from acts.common import history
from acts.common.models import HistoryEntry
from offices import selectors
from offices.actors import Actor
from offices.enums import AppointmentKind, FirmStatus, OfficerRole
from offices.models import Authenticator, Firm, Posting, User
from offices.services import demo

NAMES = ["trader", "agent", "bank", "bank2", "teller", "departure", "transit", "destination", "guarantee", "supervisor"]
NAMES += ["national", "national2", "central", "auditor"]


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Firm, Posting, HistoryEntry)]


def test_demo_made_again_changes_nothing(people: dict[str, User], at: datetime) -> None:
    before = counts()
    again = demo.people(at=at + timedelta(days=3), password="another password")
    assert counts() == before
    assert again == people
    assert sorted(people) == sorted(NAMES)


def test_demo_password_is_usable_only_if_given(db: None, at: datetime) -> None:
    made = demo.people(at=at, password="truck on the road")
    assert all(user.check_password("truck on the road") for user in made.values())


def test_demo_without_password_lets_nobody_in(people: dict[str, User]) -> None:
    assert not any(user.has_usable_password() for user in people.values())


@pytest.mark.parametrize(
    ("name", "role", "position"), [("departure", "DEPARTURE", 0), ("destination", "DESTINATION", -1)]
)
def test_demo_officer_is_posted_at_the_end_of_every_corridor(
    people: dict[str, User], actor_of: Callable[..., Actor], name: str, role: str, position: int
) -> None:
    for chain in selectors.corridors().values():
        assert actor_of(people[name], chain[position]).officer(OfficerRole(role), chain[position])


def test_demo_transit_officer_is_posted_at_every_border_post(
    people: dict[str, User], actor_of: Callable[..., Actor]
) -> None:
    posted = {row.office_id for row in actor_of(people["transit"]).postings}
    assert posted == {code for chain in selectors.corridors().values() for code in chain[1:-1]}


def test_demo_agent_acts_for_the_trader(people: dict[str, User], actor_of: Callable[..., Actor]) -> None:
    assert people["trader"].firm_id in actor_of(people["agent"]).firms
    assert people["agent"].firm_id not in actor_of(people["trader"]).firms


def test_demo_administrator_has_the_own_country_only(people: dict[str, User], actor_of: Callable[..., Actor]) -> None:
    national = actor_of(people["national"])
    assert national.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, "SG")
    assert not national.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, "TH")


def test_demo_firms_are_approved_and_its_history_holds(people: dict[str, User]) -> None:
    assert not Firm.objects.exclude(status=FirmStatus.APPROVED).exists()
    assert not list(history.faults(HistoryEntry.objects.order_by("subject", "sequence")))


def test_demo_enrols_whose_duties_ask_for_it_once(people: dict[str, User], at: datetime) -> None:
    enrolled = {name for name, user in demo.people(at=at, enrolled=True).items() if user.has_second_factor}
    without = {"trader", "agent", "auditor"}
    assert enrolled == set(people) - without
    demo.people(at=at, enrolled=True)
    assert Authenticator.objects.count() == len(enrolled)
