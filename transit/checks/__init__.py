"""The checks on a declaration: one function per rule, named after its code; facts in, findings out (spec section 4).

A rule knows no user, no clock and no database. Codes: area and number (`R-ROUTE-03`), never reused.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from acts.common.findings import Finding
from transit.checks import (
    containers,
    documents,
    goods,
    guarantees,
    identity,
    masses,
    offices,
    packages,
    parties,
    places,
    required,
    road,
    route,
    seals,
    texts,
    unusual,
    values,
    vehicle,
)
from transit.facts import Facts

Rule = Callable[[Facts], Iterable[Finding]]

_MODULES = (
    required,
    texts,
    identity,
    offices,
    places,
    route,
    goods,
    masses,
    packages,
    values,
    containers,
    seals,
    vehicle,
    guarantees,
    parties,
    documents,
)
RULES: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.RULES)
VEHICLE_RULES: tuple[Rule, ...] = vehicle.PAPERS
WARNINGS: tuple[Rule, ...] = road.RULES
HINTS: tuple[Rule, ...] = unusual.RULES

__all__ = [
    "HINTS",
    "RULES",
    "VEHICLE_RULES",
    "WARNINGS",
    "code_of",
    "hints",
    "run",
    "vehicle_rules",
    "warnings",
]


def code_of(rule: Rule) -> str:
    """The code of a rule from its name: `r_route_03` is R-ROUTE-03."""
    return getattr(rule, "__name__", "").upper().replace("_", "-")


def run(facts: Facts, only: Collection[Rule] | None = None) -> list[Finding]:
    """All findings at once, in the order of the rules; `only` restricts them to some rules."""
    return list(_apply(RULES if only is None else only, facts))


def vehicle_rules(facts: Facts) -> list[Finding]:
    """The vehicle and its papers alone: at release, extension of the limit date and change of vehicle."""
    return run(facts, VEHICLE_RULES)


def warnings(facts: Facts) -> list[Finding]:
    """What does not refuse the lodging but will refuse the release if it stays so."""
    return list(_apply(WARNINGS, facts))


def hints(facts: Facts) -> list[Finding]:
    """What is allowed and unusual: it refuses nothing, now or later."""
    return list(_apply(HINTS, facts))


def _apply(rules: Iterable[Rule], facts: Facts) -> Iterator[Finding]:
    for rule in rules:
        yield from rule(facts)
