import pytest

from offices.models import User
from tests.factories import offices as factory
from tests.offices.admin.browsing import page, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "own_status"), [("national_admin", "APPROVED"), ("auditor", "REQUESTED")])
def test_registration_is_approved_by_its_country_alone(
    who: str, own_status: str, request: pytest.FixtureRequest
) -> None:
    own, foreign = (factory.firm(country=code, status="REQUESTED") for code in ("SG", "TH"))
    data = {"action": "approve", "_selected_action": [own.pk, foreign.pk]}
    page(request.getfixturevalue(who)).post(url(type(own), "changelist"), data)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.status, foreign.status) == (own_status, "REQUESTED")


def test_firm_is_not_changed_by_hand(national_admin: User) -> None:
    firm = factory.firm(number="SG-T-0009")
    assert page(national_admin).post(url(type(firm), "change", firm.pk), {"name": "x"}).status_code == 403
