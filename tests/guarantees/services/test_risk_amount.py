"""The amount at risk, computed by hand and by the code. Pure: no database."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from acts.common.findings import Finding
from guarantees.services.exchange import Exchange
from guarantees.services.risk_amount import AtRisk, CountryRates, Goods, Rate, RateMissing, amount_at_risk
from tests.factories.guarantees import goods

DAY = date(2026, 11, 23)
EXCHANGE = Exchange({("USD", "SGD"): Decimal("1.25"), ("USD", "THB"): Decimal(32), ("SGD", "MYR"): Decimal("3.2")})


def percent(charge: str, rate: str, cumulation: int = 0, prefix: str = "85") -> Rate:
    return Rate(prefix, charge, "PERCENT", Decimal(rate), "", cumulation)


def specific(charge: str, rate: str, unit: str, cumulation: int = 0) -> Rate:
    return Rate("85", charge, "SPECIFIC", Decimal(rate), unit, cumulation)


def country(currency: str, *rows: Rate) -> CountryRates:
    tree: dict[str, list[Rate]] = {}
    for row in rows:
        tree.setdefault(row.code_prefix, []).append(row)
    return CountryRates(currency, tree)


def compute(
    rates: dict[str, CountryRates],
    rows: Sequence[Goods] | None = None,
    currency: str = "SGD",
    countries: Sequence[str] | None = None,
) -> AtRisk:
    return amount_at_risk(
        goods=[goods()] if rows is None else rows,
        countries=countries or tuple(rates),
        rates=rates,
        exchange=EXCHANGE,
        currency=currency,
        day=DAY,
    )


def gaps(rates: dict[str, CountryRates], rows: Sequence[Goods], *countries: str) -> Sequence[Finding]:
    with pytest.raises(RateMissing) as caught:
        compute(rates, rows, countries=countries)
    return caught.value.findings


def test_missing_rate_names_code_country_and_day() -> None:
    found = gaps({"SG": country("SGD", percent("DUTY", "5", prefix="84"))}, [goods(item=3)])
    assert [(row.code, row.path) for row in found] == [("R-RATE-01", "items[3]")]
    assert found[0].text == "no rate for code 85171300 in SG on 2026-11-23"


def test_country_without_any_row_is_missing_too() -> None:
    found = gaps({"SG": country("SGD", percent("DUTY", "5"))}, [goods()], "SG", "LA")
    assert [row.text for row in found] == ["no rate for code 85171300 in LA on 2026-11-23"]


def test_missing_exchange_rate_names_the_pair_once() -> None:
    rows = [goods(currency="EUR"), goods(item=2, currency="EUR")]
    found = gaps({"SG": country("SGD", percent("DUTY", "5"))}, rows)
    assert [(row.code, row.path) for row in found] == [("R-EXCHANGE-01", "items[1]")]
    assert "EUR/SGD" in found[0].text
    assert "2026-11-23" in found[0].text


def test_missing_exchange_to_the_guarantee_is_a_gap() -> None:
    found = gaps({"VN": country("VND", percent("DUTY", "5"))}, [goods(currency="VND")])
    assert "VND/SGD" in found[0].text


@pytest.mark.parametrize("more", [{}, {"supplementary_amount": Decimal(4), "supplementary_unit": "LTR"}])
def test_specific_rate_without_its_quantity_is_a_gap(more: dict[str, Decimal | str]) -> None:
    found = gaps({"SG": country("SGD", specific("EXCISE", "2", "NMB"))}, [goods(**more)])
    assert [row.code for row in found] == ["R-RATE-02"]
    assert "NMB" in found[0].text


def test_all_gaps_are_told_at_once() -> None:
    rows = [goods(code="01012100"), goods(item=2, code="02011000"), goods(item=3, currency="EUR")]
    found = gaps({"SG": country("SGD", percent("DUTY", "5"))}, rows)
    assert [row.path for row in found] == ["items[1]", "items[2]", "items[3]"]


def test_charges_cumulate_as_computed_by_hand() -> None:
    """Value 1,000: duty 10 % = 100; excise 2 x 30 = 60 plus nothing; tax 7 % on 1,160 = 81.20; together 241.20."""
    rates = country("SGD", percent("DUTY", "10"), specific("EXCISE", "2", "NMB", 1), percent("CONSUMPTION_TAX", "7", 2))
    row = goods(supplementary_amount=Decimal(30), supplementary_unit="NMB")
    result = compute({"SG": rates}, [row])
    assert result.amount == Decimal("241.20")
    assert result.lines[0]["charges"] == {"DUTY": "100", "EXCISE": "60", "CONSUMPTION_TAX": "81.2"}


def test_same_step_charges_do_not_fall_on_each_other() -> None:
    rates = country("SGD", percent("DUTY", "10"), percent("OTHER", "10"), percent("CONSUMPTION_TAX", "10", 1))
    assert compute({"SG": rates}).amount == Decimal("320.00")


def test_longest_prefix_wins_charge_by_charge() -> None:
    rates = country(
        "SGD", percent("DUTY", "10"), percent("DUTY", "0", prefix="851713"), percent("CONSUMPTION_TAX", "9", 1)
    )
    result = compute({"SG": rates})
    assert result.amount == Decimal("90.00")
    assert [row["code_prefix"] for row in result.totals[0]["rates"]["85171300"]] == ["851713", "85"]


def test_highest_country_sets_the_amount_converted_back() -> None:
    """1,000 SGD are 3,200 MYR; 15 % of it 480 MYR; back at 3.2: 150 SGD, more than Singapore's 90."""
    rates = {"SG": country("SGD", percent("DUTY", "9")), "MY": country("MYR", percent("DUTY", "15"))}
    result = compute(rates)
    assert (result.country, result.amount, result.currency) == ("MY", Decimal("150.00"), "SGD")
    assert [row["amount"] for row in result.totals] == ["90", "480"]


def test_countries_are_compared_in_one_currency() -> None:
    """480 MYR is a greater number than 200 SGD and the smaller amount."""
    rates = {"SG": country("SGD", percent("DUTY", "20")), "MY": country("MYR", percent("DUTY", "15"))}
    assert compute(rates).country == "SG"


def test_third_currency_bridges_two_pairs() -> None:
    """100 THB / 32 x 1.25 = 3.90625 SGD, at 10 % 0.390625, rounded up once."""
    result = compute({"SG": country("SGD", percent("DUTY", "10"))}, [goods("100", currency="THB")])
    assert result.amount == Decimal("0.40")


def test_amount_is_rounded_up_once_over_all_items() -> None:
    """Three times 0.001: 0.003 becomes 0.01, not three times 0.01."""
    rows = [goods("0.01", item=number) for number in (1, 2, 3)]
    assert compute({"SG": country("SGD", percent("DUTY", "10"))}, rows).amount == Decimal("0.01")


def test_noise_of_a_division_does_not_lift_an_even_amount() -> None:
    """300 THB at 10 % are 30 THB whichever way: /3 and x3 again must not end at 30.01."""
    exchange = Exchange({("SGD", "THB"): Decimal(3)})
    rates = {"SG": country("SGD", percent("DUTY", "10"))}
    result = amount_at_risk(
        goods=[goods("100", currency="THB")],
        countries=["SG"],
        rates=rates,
        exchange=exchange,
        currency="THB",
        day=DAY,
    )
    assert result.amount == Decimal("10.00")


def test_currency_without_decimals_is_rounded_to_units() -> None:
    rates = {"VN": country("VND", percent("DUTY", "10"))}
    assert compute(rates, [goods("1001", currency="VND")], "VND").amount == Decimal(101)


def test_largest_values_keep_every_digit() -> None:
    rates = {"SG": country("SGD", percent("DUTY", "10.000001"))}
    result = compute(rates, [goods("9999999999999999.99")])
    assert result.amount == Decimal("1000000100000000.00")


def test_lines_hold_every_country_and_item() -> None:
    rates = {"SG": country("SGD", percent("DUTY", "9")), "MY": country("MYR", percent("DUTY", "15"))}
    result = compute(rates, [goods(), goods("50", item=2)])
    assert [(row["country"], row["item"]) for row in result.lines] == [("SG", 1), ("SG", 2), ("MY", 1), ("MY", 2)]
    assert result.lines[3] == {
        "country": "MY",
        "item": 2,
        "commodity_code": "85171300",
        "value": "160",
        "charges": {"DUTY": "24"},
        "amount": "24",
    }
