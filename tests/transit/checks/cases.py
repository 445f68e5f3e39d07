"""One declaration changed in one place, and the one finding that must follow."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acts.common.findings import Finding, FindingClass
from tests.transit.checks import base
from transit import checks, samples

Content = dict[str, Any]
Change = Callable[[Content], object]

UNLISTED = FindingClass.NOT_IN_CODE_LIST
MISSING = FindingClass.MISSING
BROKEN = FindingClass.RULE_BROKEN
NOT_ALLOWED = FindingClass.NOT_ALLOWED
DUPLICATE = FindingClass.DUPLICATE
BAD_DIGIT = FindingClass.BAD_CHECK_DIGIT


def nothing(_: Content) -> None:
    """The declaration as it is."""


def no_rows() -> None:
    """The registers as they are."""


@dataclass(frozen=True)
class Case:
    """`change` to the valid declaration, `prepare` for the registers; then rule `code` speaks of `path`."""

    code: str
    finding_class: FindingClass
    path: str
    change: Change = nothing
    prepare: Callable[[], object] = no_rows

    def __str__(self) -> str:
        return f"{self.code} {self.path}"


@dataclass(frozen=True)
class Fine:
    """`change` and `prepare` after which rule `code` still has nothing to say."""

    code: str
    change: Change = nothing
    prepare: Callable[[], object] = no_rows

    def __str__(self) -> str:
        return self.code


def _parent(content: Content, path: str) -> tuple[Any, Any]:
    """The object that holds the last step of a finding's path, and that step."""
    *steps, last = (int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path))
    place: Any = content
    for step in steps:
        place = place[step]
    return place, last


def put(path: str, value: Any) -> Change:
    """Sets one field, named by its path."""

    def change(content: Content) -> None:
        place, last = _parent(content, path)
        place[last] = value

    return change


def drop(path: str) -> Change:
    """Takes one field, or one row of a list, away."""

    def change(content: Content) -> None:
        place, last = _parent(content, path)
        del place[last]

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(content: Content) -> None:
        for each in changes:
            each(content)

    return change


def found(case: Case | Fine, *, at: datetime) -> list[Finding]:
    """What the rule of `case` finds, among all rules, warnings and hints, in the sample so changed."""
    content = samples.load("singapore-bangkok", at=at)
    base.register(content)
    case.prepare()
    case.change(content)
    facts = base.facts(content, at=at, registered=True)
    return [row for row in checks.run(facts) + checks.warnings(facts) + checks.hints(facts) if row.code == case.code]


def prove(case: Case, *, at: datetime) -> None:
    """The rule speaks, in the right class, of that field and of no other."""
    assert {(row.finding_class, row.path) for row in found(case, at=at)} == {(case.finding_class, case.path)}
