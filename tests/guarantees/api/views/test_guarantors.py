"""Approvals and exposure over HTTP."""

from typing import Any

import pytest

from guarantees.models import Guarantee
from offices.enums import FirmKind
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db
LIST = "/api/v1/guarantors/"


@pytest.mark.parametrize(
    ("body", "path"),
    [({"limit": "0"}, "limit"), ({"firm": "NOBODY"}, "firm"), ({"valid_until": "2025-01-01"}, "valid_until")],
)
def test_approval_names_the_bad_field(as_user: As, guarantee_officer: User, body: dict[str, Any], path: str) -> None:
    bank = offices.firm(kind=FirmKind.BANK)
    sent = {"firm": bank.number, "office": "SGSIN001", "valid_from": "2026-01-01", "limit": None} | body
    answer = as_user(guarantee_officer).post(LIST, sent)
    assert (answer.status_code, [row["path"] for row in answer.json()["findings"]]) == (422, [path])


def test_bank_is_approved_with_a_limit_and_ended(as_user: As, guarantee_officer: User) -> None:
    bank, client = offices.firm(kind=FirmKind.BANK), as_user(guarantee_officer)
    sent = {"firm": bank.number, "office": "SGSIN001", "valid_from": "2026-01-01", "limit": "1000000"}
    made = client.post(LIST, sent)
    assert (made.status_code, made.json()["limit"]) == (201, "1000000")
    row = factory.guarantee(bank=bank)
    assert client.post(f"{LIST}{made.json()['id']}/end/", {}).json() == {"suspended": 1}
    assert Guarantee.objects.get(pk=row.pk).state == "SUSPENDED"
    assert client.post(f"{LIST}{made.json()['id']}/end/", {}).status_code == 404


def test_exposure_is_by_bank_and_principal(as_user: As, guarantee_officer: User, bank: User) -> None:
    row = factory.guarantee(bank=bank.firm, percentage=50)
    factory.reserve(row, amount="100")
    factory.guarantee(bank=bank.firm, principal=row.principal)
    [told] = as_user(guarantee_officer).get(f"{LIST}exposure/").json()["results"]
    assert (told["bank"], told["principal"], told["guarantees"]) == ("SG-B-0001", row.principal.number, 2)
    assert (told["reference_amount"], told["guarantee_amount"], told["reserved"]) == ("20000", "15000", "100")
