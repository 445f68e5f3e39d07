from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from oauth2_provider.models import get_access_token_model

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from guarantees.enums import Scope
from guarantees.models import Client, GuarantorApproval
from guarantees.services import clients, guarantors
from offices.actors import Actor
from offices.enums import EmployeeRole, FirmStatus
from offices.models import Firm, User
from tests.factories import guarantees as factory
from tests.factories import machines, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(bank_user: User) -> User:
    """The bank's employee, once the bank is an approved guarantor."""
    assert bank_user.firm is not None
    factory.guarantor(firm=bank_user.firm)
    return bank_user


def make(actor: Actor, at: datetime, **fields: Any) -> clients.Made:
    usual: dict[str, Any] = {"name": "core", "scopes": [Scope.EVENTS_READ.value], "expires_at": None}
    return clients.make(**(usual | fields), actor=actor, at=at)


def test_make_is_refused_to_who_does_not_administer_a_bank(
    bank: User, trader: User, at: datetime, actor_of: Callable[..., Actor]
) -> None:
    clerk = offices.user(firm=bank.firm, duties=[EmployeeRole.VIEW, EmployeeRole.LODGE])
    for user in (clerk, trader):
        with pytest.raises(NotAllowed):
            make(actor_of(user), at)
    assert not Client.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, "R-CLIENT-01"),
        ({"scopes": []}, "R-CLIENT-02"),
        ({"scopes": ["everything"]}, "R-CLIENT-02"),
        ({"expires_at": factory.AT}, "R-CLIENT-03"),
        ({"expires_at": factory.AT + timedelta(days=731)}, "R-CLIENT-03"),
    ],
)
def test_make_names_what_is_wrong(
    bank: User, at: datetime, actor_of: Callable[..., Actor], fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(RulesBroken) as caught:
        make(actor_of(bank), at, **fields)
    assert [row.code for row in caught.value.findings] == [code]


def test_make_refuses_a_name_twice_and_an_eleventh_client(
    bank: User, at: datetime, actor_of: Callable[..., Actor]
) -> None:
    for number in range(10):
        make(actor_of(bank), at, name=f"c{number}")
    with pytest.raises(RulesBroken) as caught:
        make(actor_of(bank), at, name="c1")
    assert [row.code for row in caught.value.findings] == ["R-CLIENT-04", "R-CLIENT-05"]


def test_make_keeps_only_a_hash_of_the_secret(bank: User, at: datetime, actor_of: Callable[..., Actor]) -> None:
    made = make(actor_of(bank), at)
    kept = Client.objects.values().get()
    history = HistoryEntry.objects.get(verb="make_client")
    assert made.secret not in str(kept)
    assert not {made.secret, kept["client_secret"]} & set(str(history.data).replace("'", " ").split())
    assert (kept["expires_at"], len(made.secret)) == (at + timedelta(days=365), 64)


def test_service_account_is_nobody_who_could_log_in(bank: User, at: datetime, actor_of: Callable[..., Actor]) -> None:
    one, other = make(actor_of(bank), at, name="one"), make(actor_of(bank), at, name="other")
    account = one.client.user
    assert (account.firm, account.is_active, account.has_usable_password()) == (bank.firm, False, False)
    assert other.client.user == account
    assert (account.is_staff, account.duties.count(), account.postings.count()) == (False, 0, 0)


def test_withdraw_is_refused_to_another_bank_and_twice(
    bank: User, other_bank_user: User, at: datetime, actor_of: Callable[..., Actor]
) -> None:
    assert other_bank_user.firm is not None
    factory.guarantor(firm=other_bank_user.firm)
    client = make(actor_of(bank), at).client.client_id
    with pytest.raises(NotFound):
        clients.withdraw(client=client, actor=actor_of(other_bank_user), at=at)
    assert clients.withdraw(client=client, actor=actor_of(bank), at=at).withdrawn_at == at
    with pytest.raises(WrongState):
        clients.withdraw(client=client, actor=actor_of(bank), at=at)


def test_client_is_usable_until_it_expires(bank: User, at: datetime, actor_of: Callable[..., Actor]) -> None:
    client = make(actor_of(bank), at, expires_at=at + timedelta(days=1)).client
    days = (timedelta(0), timedelta(hours=23), timedelta(days=1))
    assert [clients.usable(client=client, at=at + later) for later in days] == [True, True, False]


def test_client_ends_with_the_last_approval_of_its_bank(
    bank: User, at: datetime, actor_of: Callable[..., Actor]
) -> None:
    client = make(actor_of(bank), at).client
    guarantors.approve(
        firm="SG-B-0001", office="MYPJY001", valid_from=date(2026, 1, 1), actor=factory.officer_of("MYPJY001"), at=at
    )
    guarantors.end_approval(guarantor=client.guarantor_id, office="SGSIN001", actor=factory.officer_of(), at=at)
    assert clients.usable(client=client, at=at)
    GuarantorApproval.objects.update(valid_until=date(2026, 11, 22))
    assert not clients.usable(client=client, at=at)


def test_client_ends_with_the_registration_of_its_bank(
    bank: User, at: datetime, actor_of: Callable[..., Actor]
) -> None:
    client = make(actor_of(bank), at).client
    Firm.objects.filter(number="SG-B-0001").update(status=FirmStatus.WITHDRAWN)
    assert not clients.usable(client=client, at=at)


def test_five_wrong_secrets_lock_client_and_address_for_a_quarter_of_an_hour(
    bank: User, at: datetime, actor_of: Callable[..., Actor]
) -> None:
    client = make(actor_of(bank), at).client.client_id

    def locked(address: str, minutes: int) -> bool:
        return clients.locked(client=client, address=address, at=at + timedelta(minutes=minutes))

    for minute in range(5):
        assert not locked("192.0.2.1", minute)
        when = at + timedelta(minutes=minute)
        clients.record_log_in(client=client, verb="log_in", succeeded=False, address="192.0.2.1", at=when)
    assert [locked("192.0.2.1", 5), locked("192.0.2.2", 5), locked("192.0.2.1", 15)] == [True, False, False]


def test_log_in_of_nobodys_client_leaves_no_row(at: datetime) -> None:
    clients.record_log_in(client="nobody", verb="log_in", succeeded=False, address="192.0.2.1", at=at)
    assert not HistoryEntry.objects.exists()


def test_sweep_forgets_tokens_a_day_after_their_end(bank: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT)
    machines.token(machines.made(bank))
    ends = get_access_token_model().objects.get().expires
    hours = (ends, ends + timedelta(hours=24), ends + timedelta(hours=25))
    assert [clients.sweep(at=when) for when in hours] == [0, 0, 1]
