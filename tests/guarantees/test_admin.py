import pytest
from django.contrib import admin
from django.test import RequestFactory

from guarantees import models
from offices.models import User
from tests.factories import offices

pytestmark = pytest.mark.django_db
MONEY = [models.Guarantee, models.LedgerEntry, models.Reservation, models.Guarantor, models.GuarantorApproval]
REFERENCE = [models.TariffEdition, models.TariffLine, models.RateRow, models.ExchangeRate]


@pytest.fixture
def superuser() -> User:
    return offices.user(username="root", is_superuser=True, is_staff=True)


@pytest.mark.parametrize("model", MONEY)
def test_money_is_read_only_even_to_a_superuser(model: type, superuser: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = superuser
    page = admin.site.get_model_admin(model)
    may = [page.has_add_permission(request), page.has_change_permission(request), page.has_delete_permission(request)]
    assert may == [False, False, False]
    assert page.has_view_permission(request)


@pytest.mark.parametrize("model", REFERENCE)
def test_reference_data_can_be_edited(model: type, superuser: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = superuser
    page = admin.site.get_model_admin(model)
    assert page.has_change_permission(request)
    assert page.get_search_fields(request)


def test_access_codes_have_no_page() -> None:
    assert not admin.site.is_registered(models.AccessCode)
