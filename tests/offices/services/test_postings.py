"""Who posts whom where (spec section 1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken
from offices import audit
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.models import Posting, User
from offices.services import postings
from tests.factories import offices as factory

TODAY = date(2026, 11, 23)
HERE = "SGSIN001"
Actors = Callable[..., Actor]


@pytest.fixture
def newcomer(db: None) -> User:
    return factory.user(username="newcomer")


def assign(actor: Actor, at: datetime, **changes: object) -> Posting:
    given: dict[str, object] = {"user": "newcomer", "office": HERE, "roles": ["DEPARTURE"], "valid_from": TODAY}
    return postings.assign(actor=actor, at=at, **(given | changes))


@pytest.mark.parametrize(
    "who", ["departure_officer", "wrong_office_officer", "ended_officer", "trader", "central", "auditor"]
)
def test_posting_by_anyone_but_its_supervisor_is_refused(
    who: str, request: pytest.FixtureRequest, newcomer: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        assign(actor_of(request.getfixturevalue(who)), at)
    assert not newcomer.postings.exists()


def test_nobody_posts_himself(supervisor: User, actor_of: Actors, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="himself"):
        assign(actor_of(supervisor), at, user=supervisor.username)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": []}, "R-POSTING-01"),
        ({"roles": ["TRANSIT"]}, "R-POSTING-02"),
        ({"valid_from": TODAY - timedelta(days=1)}, "R-PERIOD-01"),
        ({"valid_until": TODAY - timedelta(days=1)}, "R-PERIOD-02"),
    ],
)
def test_wrong_posting_is_refused(
    changes: dict[str, object], code: str, newcomer: User, supervisor: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(RulesBroken) as refusal:
        assign(actor_of(supervisor), at, **changes)
    assert refusal.value.findings[0].code == code


@pytest.mark.parametrize("changes", [{"user": "nobody"}, {"office": "SGXXX999"}])
def test_unknown_person_or_office_is_refused(
    changes: dict[str, object], newcomer: User, supervisor: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotFound):
        assign(actor_of(supervisor), at, **changes)


def test_retired_account_is_not_posted(newcomer: User, supervisor: User, actor_of: Actors, at: datetime) -> None:
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    with pytest.raises(NotFound):
        assign(actor_of(supervisor), at)


def test_second_posting_in_the_same_days_is_refused(
    newcomer: User, supervisor: User, actor_of: Actors, at: datetime
) -> None:
    assign(actor_of(supervisor), at, valid_until=TODAY)
    with pytest.raises(RulesBroken, match="posted there"):
        assign(actor_of(supervisor), at, valid_until=TODAY + timedelta(days=9))
    assign(actor_of(supervisor), at, valid_from=TODAY + timedelta(days=1))


def test_supervisor_posts_an_officer_who_then_may_act(
    newcomer: User, supervisor: User, actor_of: Actors, at: datetime
) -> None:
    row = assign(actor_of(supervisor), at)
    assert actor_of(newcomer).officer(OfficerRole.DEPARTURE, HERE)
    entry = HistoryEntry.objects.get(subject=audit.subject_of(row))
    assert (entry.verb, entry.actor, entry.posting) == ("assign_posting", "test-supervisor", HERE)
    assert entry.data["after"]["roles"] == ["DEPARTURE"]


def test_administrator_names_only_the_first_supervisor(
    newcomer: User, national_admin: User, actor_of: Actors, at: datetime
) -> None:
    national = actor_of(national_admin)
    with pytest.raises(NotAllowed, match="names supervisors"):
        assign(national, at)
    with pytest.raises(NotAllowed):
        assign(national, at, office="MYPKG001", roles=["SUPERVISOR"])
    assign(national, at, roles=["SUPERVISOR"])
    factory.user(username="second")
    with pytest.raises(NotAllowed, match="has a supervisor"):
        assign(national, at, user="second", roles=["SUPERVISOR"])


@pytest.mark.parametrize("who", ["departure_officer", "wrong_office_officer", "trader"])
def test_ending_by_anyone_but_its_supervisor_is_refused(
    who: str, request: pytest.FixtureRequest, newcomer: User, actor_of: Actors, at: datetime
) -> None:
    row = factory.posting(user=newcomer, office=HERE, roles=[OfficerRole.GUARANTEE])
    with pytest.raises(NotAllowed):
        postings.end(actor=actor_of(request.getfixturevalue(who)), posting=row.pk, last_day=TODAY, at=at)


def test_ended_posting_ends_at_once_and_for_good(
    departure_officer: User, supervisor: User, actor_of: Actors, at: datetime
) -> None:
    row, yesterday = departure_officer.postings.get(), TODAY - timedelta(days=1)
    postings.end(actor=actor_of(supervisor), posting=row.pk, last_day=yesterday, at=at, reason="transferred")
    assert actor_of(departure_officer).postings == ()
    entry = HistoryEntry.objects.get(subject=audit.subject_of(row))
    assert entry.data["before"] == {"valid_until": None}
    assert entry.data["reason"] == "transferred"
    with pytest.raises(RulesBroken, match="already"):
        postings.end(actor=actor_of(supervisor), posting=row.pk, last_day=TODAY, at=at)


def test_posting_is_not_ended_backwards(
    departure_officer: User, supervisor: User, actor_of: Actors, at: datetime
) -> None:
    row = departure_officer.postings.get()
    with pytest.raises(RulesBroken, match="before yesterday"):
        postings.end(actor=actor_of(supervisor), posting=row.pk, last_day=TODAY - timedelta(days=2), at=at)
