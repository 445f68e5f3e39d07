import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from acts.common.models import HistoryEntry
from guarantees import models
from offices import audit
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.factories.offices import SINCE

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


@pytest.mark.urls("tests.offices.admin_urls")
def test_rates_are_the_countrys_own_and_each_change_is_recorded(national_admin: User, client: Client) -> None:
    client.force_login(national_admin)
    own, foreign = factory.rate("SG", "9999", "7"), factory.rate("TH", "9999", "7")
    fields = {"code_prefix": "9999", "charge": "DUTY", "basis": "PERCENT", "cumulation": 0, "valid_from": SINCE}
    for row in (own, foreign):
        place = reverse("admin:guarantees_raterow_change", args=[row.pk])
        client.post(place, fields | {"country": row.country_id, "rate": "8"})
    assert {row.country_id: row.rate for row in models.RateRow.objects.filter(code_prefix="9999")} == {"SG": 8, "TH": 7}
    entry = HistoryEntry.objects.get(subject=audit.subject_of(own), verb="change")
    assert (entry.actor, entry.data["after"]["rate"]) == ("test-national", "8")


def test_access_codes_have_no_page() -> None:
    assert not admin.site.is_registered(models.AccessCode)
