"""The goods: code, national restrictions, origin, numbering (spec sections 3 and 4)."""

import re
from collections.abc import Iterator

from acts.common.findings import Finding
from offices.enums import GoodsRule
from offices.models import RestrictedGoods
from transit.checks.answer import broken, missing, unlisted
from transit.codelists.countries import COUNTRIES
from transit.facts import Facts, rows, text
from transit.models import Item

MAX_ITEMS = 1999
MAX_CONSIGNMENTS = 99
_UN_NUMBER = re.compile(r"[0-9]{4}")


def r_goods_01(facts: Facts) -> Iterator[Finding]:
    """The commodity code is a line of the AHTN edition valid on the day."""
    known = facts.reference.commodities
    for index, item in enumerate(facts.items):
        code = item.commodity_code
        if code and code not in known:
            message = "not a line of the tariff edition valid today"
            yield unlisted("R-GOODS-01", facts.item_path(index, "commodity_code"), message, code)


def _restrictions(facts: Facts, rule: GoodsRule) -> Iterator[tuple[int, Item, RestrictedGoods]]:
    """Each item a country of the route restricts in this way, with its index."""
    listed = [row for row in facts.reference.restricted if row.rule == rule]
    if not listed:
        return
    by_code: dict[str, list[RestrictedGoods]] = {}
    for index, item in enumerate(facts.items):
        code = item.commodity_code
        matches = by_code.get(code)
        if matches is None:
            matches = by_code[code] = [row for row in listed if code.startswith(row.code_prefix)]
        for row in matches:
            yield index, item, row


def r_goods_02(facts: Facts) -> Iterator[Finding]:
    """Goods a country of the route prohibits in transit are refused, naming the country."""
    for index, item, row in _restrictions(facts, GoodsRule.PROHIBITED):
        message = f"prohibited in transit through {row.country_id}: {row.text}"
        yield broken("R-GOODS-02", facts.item_path(index, "commodity_code"), message, item.commodity_code)


def r_goods_03(facts: Facts) -> Iterator[Finding]:
    """Goods a country of the route restricts come with a document of the named type, referenced or attached."""
    for index, item, row in _restrictions(facts, GoodsRule.RESTRICTED):
        held = rows(item.supporting_documents)
        if not any(paper.get("type") == row.document_type for paper in held if _is_there(paper)):
            message = f"{row.country_id} asks for a document of type {row.document_type}: {row.text}"
            yield missing("R-GOODS-03", facts.item_path(index, "supporting_documents"), message, item.commodity_code)


def _is_there(paper: dict[str, object]) -> bool:
    return bool(text(paper.get("reference")) or paper.get("file"))


def r_goods_04(facts: Facts) -> Iterator[Finding]:
    """The origin is a country of ISO 3166."""
    for index, item in enumerate(facts.items):
        code = item.country_of_origin
        if code and code not in COUNTRIES:
            path = facts.item_path(index, "country_of_origin")
            yield unlisted("R-GOODS-04", path, "not a country of ISO 3166", code)


def r_goods_05(facts: Facts) -> Iterator[Finding]:
    """A dangerous goods code is a UN number of four digits."""
    for index, item in enumerate(facts.items):
        code = item.dangerous_goods_code
        if code and _UN_NUMBER.fullmatch(code) is None:
            yield broken("R-GOODS-05", facts.item_path(index, "dangerous_goods_code"), "a UN number has 4 digits", code)


def r_goods_06(facts: Facts) -> Iterator[Finding]:
    """Items are numbered 1, 2, 3 over the whole declaration, each number once, without gap."""
    count = len(facts.items)
    seen: set[int] = set()
    for index, item in enumerate(facts.items):
        if item.number in seen or not 1 <= item.number <= count:
            message = f"items are numbered 1 to {count}, each number once"
            yield broken("R-GOODS-06", facts.item_path(index, "number"), message, item.number)
        seen.add(item.number)


def r_goods_07(facts: Facts) -> Iterator[Finding]:
    """At most 1,999 items in all."""
    if len(facts.items) > MAX_ITEMS:
        yield broken("R-GOODS-07", "consignments", f"at most {MAX_ITEMS} items in all", len(facts.items))


def r_goods_08(facts: Facts) -> Iterator[Finding]:
    """At most 99 consignments."""
    count = len(facts.parts.consignments)
    if count > MAX_CONSIGNMENTS:
        yield broken("R-GOODS-08", "consignments", f"at most {MAX_CONSIGNMENTS} consignments", count)


RULES = (r_goods_01, r_goods_02, r_goods_03, r_goods_04, r_goods_05, r_goods_06, r_goods_07, r_goods_08)
