from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guarantees import selectors
from guarantees.enums import Basis
from guarantees.models import ExchangeRate, Guarantee, RateRow, TariffEdition, TariffLine
from guarantees.services import guarantors
from offices import actors
from offices.enums import FirmKind, OfficerRole
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = factory.AT
DAY = AT.date()


def seen(user: User) -> set[Guarantee]:
    return set(selectors.visible(actor=actors.of(user, at=AT)))


def test_strangers_see_nothing(
    stranger: User, wrong_office_officer: User, ended_officer: User, central: User, bank_user: User
) -> None:
    factory.guarantee()
    for user in (stranger, wrong_office_officer, ended_officer, central, bank_user):
        assert seen(user) == set()


def test_departure_officer_of_the_same_office_sees_nothing(departure_officer: User) -> None:
    factory.guarantee()
    assert seen(departure_officer) == set()


def test_history_names_officers_to_customs_and_never_to_a_firm_of_the_guarantee() -> None:
    row, insider, officer = factory.active(), offices.user(), factory.officer_of()
    offices.posting(user=insider, office="THBKK001", roles=[OfficerRole.TRANSIT])
    told: list[str] = []
    entries = list(selectors.history(guarantee=row))
    for firm in (insider.firm, row.principal, row.guarantor and row.guarantor.firm):
        insider.firm = firm
        told.append(selectors.told(actor=actors.of(insider, at=AT), guarantee=row, entries=entries)[0]["actor"])
    named = selectors.told(actor=officer, guarantee=row, entries=entries)[0]["actor"]
    assert told == [named, "SGSIN001", "SGSIN001"]
    assert named != "SGSIN001"


def test_principal_and_representative_see_the_principals(principal: Any, trader: User, agent: User) -> None:
    row = factory.guarantee(principal=principal)
    factory.guarantee()
    assert seen(trader) == seen(agent) == {row}


def test_bank_sees_its_own(bank_user: User, other_bank_user: User) -> None:
    assert bank_user.firm is not None
    row = factory.guarantee(bank=bank_user.firm)
    factory.guarantee(bank=other_bank_user.firm)
    factory.guarantee(kind="CASH_DEPOSIT")
    assert seen(bank_user) == {row}


def test_people_whose_duties_have_ended_see_nothing(principal: Any, bank_user: User) -> None:
    factory.guarantee(principal=principal, bank=bank_user.firm)
    yesterday = DAY - timedelta(days=1)
    for firm in (principal, bank_user.firm):
        assert seen(offices.user(firm=firm, until=yesterday)) == seen(offices.user(firm=firm, duties=())) == set()


def test_office_country_and_auditor_see_theirs(guarantee_officer: User, national_admin: User, auditor: User) -> None:
    here, elsewhere = factory.guarantee(), factory.guarantee(office="MYPJY001", currency="MYR")
    assert seen(guarantee_officer) == seen(national_admin) == {here}
    assert seen(auditor) == {here, elsewhere}


def test_balance_forecasts_what_comes_free() -> None:
    row = factory.guarantee(reference_amount=Decimal(1000))
    factory.reserve(row, amount="600", reference="LATE", at=AT + timedelta(days=2))
    factory.reserve(row, amount="350", reference="SOON")
    balance = selectors.balance(guarantee=Guarantee.objects.get(pk=row.pk), at=AT)
    assert (balance["available"], balance["alerts"]) == (50, ["LOW_BALANCE"])
    assert [use.reference for use in balance["uses"]] == ["SOON", "LATE"]
    assert [step["available"] for step in balance["forecast"]] == [400, 1000]


def test_balance_warns_of_the_last_day() -> None:
    row = factory.guarantee(valid_until=DAY + timedelta(days=30))
    assert selectors.balance(guarantee=row, at=AT)["alerts"] == ["EXPIRY"]
    assert selectors.balance(guarantee=row, at=AT - timedelta(days=1))["alerts"] == []


def test_known_codes_are_those_of_the_youngest_edition_on_the_day() -> None:
    younger = TariffEdition.objects.create(name="AHTN 2027", valid_from=date(2026, 11, 23))
    TariffLine.objects.create(edition=younger, code="99990000", description_en="New", sensitive=True)
    codes = ["85171300", "99990000"]
    assert selectors.known_codes(codes=codes, day=DAY) == {"99990000": True}
    assert selectors.known_codes(codes=codes, day=date(2026, 11, 22)) == {"85171300": False}


def test_no_edition_knows_no_codes() -> None:
    assert selectors.known_codes(codes=["85171300"], day=date(1999, 1, 1)) == {}


def test_rates_of_the_day_are_the_youngest_that_hold() -> None:
    RateRow.objects.all().delete()
    factory.rate("SG", "85", "1", valid_from=date(2026, 1, 1))
    factory.rate("SG", "85", "2", valid_from=date(2026, 6, 1))
    factory.rate("SG", "85", "3", valid_from=date(2026, 12, 1))
    factory.rate("SG", "8517", "4", valid_from=date(2026, 1, 1), valid_until=date(2026, 11, 22))
    found = selectors.rates(countries=["SG", "MY"], codes=["85171300"], day=DAY)
    assert set(found) == {"SG"}
    assert [row.rate for row in found["SG"].of("85171300")] == [2]


@pytest.mark.parametrize("codes", [["85171300"], ["85171300", "03061711", "02011000", "01012100"]])
def test_rates_are_one_statement(codes: list[str], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len(selectors.rates(countries=["SG", "MY", "TH"], codes=codes, day=DAY)) == 3


def test_exchange_is_the_youngest_not_after_the_day(django_assert_num_queries: Any) -> None:
    ExchangeRate.objects.all().delete()
    for day, rate in (("2026-01-01", "1"), ("2026-11-23", "2"), ("2026-11-24", "3")):
        factory.exchange("USD", "SGD", rate, valid_from=date.fromisoformat(day))
    with django_assert_num_queries(1):
        assert selectors.exchange(day=DAY).factor("USD", "SGD") == 2
    assert selectors.exchange(day=date(2025, 1, 1)).factor("USD", "SGD") is None


def test_uses_of_an_ended_approval_stay_listed() -> None:
    row = factory.guarantee(bank=offices.firm(kind=FirmKind.BANK))
    factory.reserve(row, amount="1", reference="26SGX")
    guarantors.end_approval(guarantor=row.guarantor_id or 0, office="SGSIN001", actor=factory.officer_of(), at=AT)
    assert [use.reference for use in selectors.live_uses(guarantee=row)] == ["26SGX"]


def test_units_are_one_statement_where_nothing_is_charged_by_quantity(django_assert_num_queries: Any) -> None:
    factory.rate("MY", "9403", "5", basis=Basis.SPECIFIC, unit="KGM")
    with django_assert_num_queries(1):
        assert selectors.units(countries=["SG", "MY"], codes=["84713020"], day=DAY) == {}
    assert selectors.units(countries=["SG"], codes=["94036010"], day=DAY) == {}
    assert selectors.units(countries=["SG", "MY"], codes=["94036010"], day=DAY) == {"94036010": {"KGM": ["MY"]}}


def test_headroom_is_nothing_before_the_first_day_of_validity() -> None:
    row = factory.active(valid_from=factory.AT.date() + timedelta(days=2))
    points = selectors.headroom(guarantee=row, at=factory.AT, days=3).points
    assert [point.available for point in points] == [0, 0, 10000, 10000]
