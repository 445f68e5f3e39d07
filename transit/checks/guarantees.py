"""Guarantees at lodging: number, code, form and check digit; the rest is asked at acceptance (spec section 4)."""

from collections.abc import Iterator

from acts.common import numbers
from acts.common.findings import Finding
from transit.checks.answer import bad_digit, broken, duplicate, missing
from transit.facts import Facts

MAX_GUARANTEES = 9


def r_guar_01(facts: Facts) -> Iterator[Finding]:
    """At most nine guarantees."""
    count = len(facts.parts.guarantees)
    if count > MAX_GUARANTEES:
        yield broken("R-GUAR-01", "guarantees", f"at most {MAX_GUARANTEES} guarantees", count)


def r_guar_02(facts: Facts) -> Iterator[Finding]:
    """A GRN has its form: year, country, twelve characters, check digit."""
    for index, row in enumerate(facts.parts.guarantees):
        if row.grn and numbers.GRN.fullmatch(row.grn) is None:
            yield broken("R-GUAR-02", f"guarantees[{index}].grn", "year, country, 12 characters, check digit", row.grn)


def r_guar_03(facts: Facts) -> Iterator[Finding]:
    """The check digit of a GRN is right."""
    for index, row in enumerate(facts.parts.guarantees):
        if numbers.GRN.fullmatch(row.grn) is not None and not numbers.is_grn(row.grn):
            text = f"the check digit should be {numbers.check_digit(row.grn[:-1])}"
            yield bad_digit("R-GUAR-03", f"guarantees[{index}].grn", text, row.grn)


def r_guar_04(facts: Facts) -> Iterator[Finding]:
    """Each GRN stands once."""
    seen: set[str] = set()
    for index, row in enumerate(facts.parts.guarantees):
        if row.grn and row.grn in seen:
            yield duplicate("R-GUAR-04", f"guarantees[{index}].grn", "this guarantee is already named", row.grn)
        seen.add(row.grn)


def r_guar_05(facts: Facts) -> Iterator[Finding]:
    """A guarantee is named, with number and access code."""
    if not facts.parts.guarantees:
        yield missing("R-GUAR-05", "guarantees", "at least one guarantee is required")
    for index, row in enumerate(facts.parts.guarantees):
        if not row.grn:
            yield missing("R-GUAR-05", f"guarantees[{index}].grn", "the guarantee reference number is required")
        if not row.access_digest:
            yield missing("R-GUAR-05", f"guarantees[{index}].access_code", "the access code is required")


RULES = (r_guar_01, r_guar_02, r_guar_03, r_guar_04, r_guar_05)
