"""The trader's own reference and the simplified procedure (spec sections 2 and 3)."""

from collections.abc import Iterator

from acts.common import numbers
from acts.common.findings import Finding
from offices.enums import AttRightKind
from transit.checks.answer import broken, not_allowed
from transit.facts import Facts


def r_lrn_01(facts: Facts) -> Iterator[Finding]:
    """The LRN has 1 to 22 characters of A-Z a-z 0-9 - _."""
    lrn = facts.movement.lrn
    if lrn and numbers.LRN.fullmatch(lrn) is None:
        yield broken("R-LRN-01", "lrn", "1 to 22 characters of A-Z a-z 0-9 - _", lrn)


def r_simp_01(facts: Facts) -> Iterator[Finding]:
    """Simplified only for a principal with the ATT right to start movements at its premises, in the country left."""
    movement = facts.movement
    right = AttRightKind.START_AT_PREMISES.value
    if movement.simplified and not facts.has_right(movement.principal_id, right, facts.country_of_departure):
        text = f"the principal has no ATT right {right} in {facts.country_of_departure} today"
        yield not_allowed("R-SIMP-01", "simplified", text, True)


def r_simp_02(facts: Facts) -> Iterator[Finding]:
    """Only a simplified declaration proposes a limit date."""
    limit = facts.declaration.limit_date
    if limit is not None and not facts.movement.simplified:
        text = "only a simplified declaration may propose a limit date"
        yield not_allowed("R-SIMP-02", "limit_date", text, limit.isoformat())


def r_simp_03(facts: Facts) -> Iterator[Finding]:
    """A proposed limit date does not lie before the expected arrival."""
    limit, arrival = facts.declaration.limit_date, facts.declaration.expected_arrival_at
    if limit is not None and arrival is not None and limit < arrival:
        yield broken("R-SIMP-03", "limit_date", "must not lie before the expected arrival", limit.isoformat())


RULES = (r_lrn_01, r_simp_01, r_simp_02, r_simp_03)
