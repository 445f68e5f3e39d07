"""Codes, restrictions, origin, numbers."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import BROKEN, MISSING, UNLISTED, Case, Content, Fine, both, found, prove, put

CODE = "consignments[0].items[1].commodity_code"
PAPERS = "consignments[0].items[1].supporting_documents"


def _two_thousand(content: Content) -> None:
    first = content["consignments"][0]
    first["items"] = [first["items"][0] | {"number": number} for number in range(1, 2001)]
    del content["consignments"][1:]


def _hundred(content: Content) -> None:
    content["consignments"] *= 50


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-GOODS-01", UNLISTED, CODE, put(CODE, "84713021")),
    Case("R-GOODS-02", BROKEN, CODE, put(CODE, "93040090")),
    Case("R-GOODS-03", MISSING, PAPERS, put(CODE, "24022090")),
    Case("R-GOODS-03", MISSING, PAPERS, both(put(CODE, "24022090"), put(PAPERS, [{"type": "PERMIT"}]))),
    Case(
        "R-GOODS-03",
        MISSING,
        PAPERS,
        both(put(CODE, "24022090"), put(PAPERS, [{"type": "INVOICE", "reference": "1"}])),
    ),
    Case(
        "R-GOODS-04",
        UNLISTED,
        "consignments[1].items[1].country_of_origin",
        put("consignments[1].items[1].country_of_origin", "ZZ"),
    ),
    Case(
        "R-GOODS-05",
        BROKEN,
        "consignments[0].items[0].dangerous_goods_code",
        put("consignments[0].items[0].dangerous_goods_code", "348"),
    ),
    Case("R-GOODS-06", BROKEN, "consignments[1].items[1].number", put("consignments[1].items[1].number", 6)),
    Case("R-GOODS-06", BROKEN, "consignments[0].items[1].number", put("consignments[0].items[1].number", 1)),
    Case("R-GOODS-07", BROKEN, "consignments", _two_thousand),
    Case("R-GOODS-08", BROKEN, "consignments", _hundred),
)

FINE = (
    Fine("R-GOODS-03", both(put(CODE, "24022090"), put(PAPERS, [{"type": "PERMIT", "reference": "TP-1"}]))),
    Fine("R-GOODS-05", put("consignments[0].items[0].dangerous_goods_code", "3480")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_goods_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_goods_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []


def test_prohibited_goods_name_each_country(at: datetime) -> None:
    texts = [row.text for row in found(Fine("R-GOODS-02", put(CODE, "93040090")), at=at)]
    assert [any(f"through {country}" in text for text in texts) for country in ("SG", "MY", "TH")] == [True] * 3
    assert len(texts) == 3


def test_restricted_goods_name_country_and_document(at: datetime) -> None:
    texts = [row.text for row in found(Fine("R-GOODS-03", put(CODE, "24022090")), at=at)]
    assert len(texts) == 3
    assert all("PERMIT" in text for text in texts)
