"""The register of firms (spec section 1)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from offices import audit
from offices.actors import Actor
from offices.enums import EmployeeRole, FirmKind, FirmStatus
from offices.models import Firm, User
from offices.services import registration
from tests.factories import offices as factory

Actors = Callable[..., Actor]
TEXTS: dict[str, Any] = {
    "name": "Kranji Freight Pte Ltd",
    "street": "1 Kranji Way",
    "city": "Singapore",
    "email": "a@example.org",
}


@pytest.fixture
def applicant(db: None) -> User:
    return factory.user(username="applicant")


@pytest.fixture
def requested(applicant: User, actor_of: Actors, at: datetime) -> Firm:
    return registration.request(actor=actor_of(applicant), kind=FirmKind.TRADER, country="SG", at=at, **TEXTS)


@pytest.mark.parametrize("who", ["trader", "departure_officer", "national_admin"])
def test_request_by_one_who_has_a_place_is_refused(
    who: str, request: pytest.FixtureRequest, actor_of: Actors, at: datetime
) -> None:
    actor = actor_of(request.getfixturevalue(who))
    with pytest.raises(NotAllowed):
        registration.request(actor=actor, kind=FirmKind.TRADER, country="SG", at=at, **TEXTS)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"street": " "}, "R-FIRM-01"), ({"email": "no"}, "R-FIRM-03"), ({"city": "x" * 71}, "R-FIRM-03")],
)
def test_request_with_wrong_texts_is_refused(
    changes: dict[str, str], code: str, applicant: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(RulesBroken) as refusal:
        registration.request(actor=actor_of(applicant), kind=FirmKind.TRADER, country="SG", at=at, **TEXTS | changes)
    assert refusal.value.findings[0].code == code


def test_request_in_an_unknown_country_is_refused(applicant: User, actor_of: Actors, at: datetime) -> None:
    with pytest.raises(NotFound):
        registration.request(actor=actor_of(applicant), kind=FirmKind.TRADER, country="XX", at=at, **TEXTS)


def test_request_gives_the_next_number_and_no_power(requested: Firm, applicant: User, actor_of: Actors) -> None:
    applicant.refresh_from_db()
    assert (requested.number, requested.status) == ("SG-T-0001", FirmStatus.REQUESTED)
    assert applicant.firm == requested
    assert not actor_of(applicant).duties


def test_request_skips_numbers_in_use(applicant: User, actor_of: Actors, at: datetime) -> None:
    for number in ("SG-T-0002", "SG-T-0001"):
        factory.firm(number=number)
    firm = registration.request(actor=actor_of(applicant), kind=FirmKind.TRADER, country="SG", at=at, **TEXTS)
    assert firm.number == "SG-T-0003"


@pytest.mark.parametrize("who", ["applicant", "supervisor", "central", "auditor", "trader"])
def test_decision_by_anyone_but_the_administrator_is_refused(
    who: str, request: pytest.FixtureRequest, requested: Firm, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        registration.approve(actor=actor_of(request.getfixturevalue(who)), firm=requested.number, at=at)


def test_decision_on_another_countrys_firm_is_refused(national_admin: User, actor_of: Actors, at: datetime) -> None:
    firm = factory.firm(country="TH", status=FirmStatus.REQUESTED)
    with pytest.raises(NotAllowed):
        registration.refuse(actor=actor_of(national_admin), firm=firm.number, reason="no", at=at)


def test_approved_firm_is_administered_by_who_asked(
    requested: Firm, applicant: User, national_admin: User, actor_of: Actors, at: datetime
) -> None:
    firm = registration.approve(actor=actor_of(national_admin), firm=requested.number, at=at)
    applicant.refresh_from_db()
    assert firm.status == FirmStatus.APPROVED
    assert actor_of(applicant).may(EmployeeRole.ADMINISTER)
    verbs = HistoryEntry.objects.filter(subject=audit.subject_of(firm)).order_by("sequence")
    assert [row.verb for row in verbs] == ["request_registration", "approve_registration"]
    with pytest.raises(WrongState):
        registration.refuse(actor=actor_of(national_admin), firm=firm.number, reason="late", at=at)


@pytest.mark.parametrize(
    ("decide", "entries"),
    [
        (registration.approve, [("user", "join_firm"), ("employeeduty", "grant_duty")]),
        (partial(registration.refuse, reason="no licence"), [("user", "join_firm"), ("user", "leave_firm")]),
    ],
)
def test_people_of_a_decided_firm_stand_in_the_history(
    decide: Callable[..., Firm],
    entries: list[tuple[str, str]],
    requested: Firm,
    national_admin: User,
    actor_of: Actors,
    at: datetime,
) -> None:
    decide(actor=actor_of(national_admin), firm=requested.number, at=at)
    kept = HistoryEntry.objects.exclude(subject=audit.subject_of(requested)).order_by("pk")
    assert [(row.data["kind"].split(".")[1], row.verb) for row in kept] == entries
    assert kept[1].actor == national_admin.username


def test_refusal_needs_a_reason_and_frees_who_asked(
    requested: Firm, applicant: User, national_admin: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(RulesBroken):
        registration.refuse(actor=actor_of(national_admin), firm=requested.number, reason=" ", at=at)
    registration.refuse(actor=actor_of(national_admin), firm=requested.number, reason="no licence", at=at)
    applicant.refresh_from_db()
    assert applicant.firm is None


def test_withdrawn_registration_is_recorded(
    principal: Firm, national_admin: User, actor_of: Actors, at: datetime
) -> None:
    registration.withdraw(actor=actor_of(national_admin), firm=principal.number, reason="bankrupt", at=at)
    entry = HistoryEntry.objects.get(subject=audit.subject_of(principal))
    assert entry.data["after"] == {"status": "WITHDRAWN"}
    assert entry.data["before"] == {"status": "APPROVED"}
