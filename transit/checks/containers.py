"""Containers: numbers of ISO 6346, in agreement with the flag (spec section 4)."""

import re
from collections.abc import Iterator

from acts.common import numbers
from acts.common.findings import Finding
from transit.checks.answer import bad_digit, broken, duplicate, missing, not_allowed
from transit.facts import Facts, rows, text

MAX_CONTAINERS = 99
_FORM = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")


def _numbers(facts: Facts) -> Iterator[tuple[str, str]]:
    for index, row in enumerate(rows(facts.declaration.containers)):
        yield f"containers[{index}].number", text(row.get("number"))


def r_cont_01(facts: Facts) -> Iterator[Finding]:
    """Flag and numbers agree: containers if containerised, none if not."""
    flag, held = facts.declaration.containerised, facts.declaration.containers
    if flag and not held:
        yield missing("R-CONT-01", "containers", "containerised goods need the container's number")
    if flag is False and held:
        yield not_allowed("R-CONT-01", "containers", "the goods are declared as not containerised", len(held))


def r_cont_02(facts: Facts) -> Iterator[Finding]:
    """A container number has the form of ISO 6346: owner, category, six digits, check digit."""
    for path, number in _numbers(facts):
        if not number:
            yield missing("R-CONT-02", path, "the container's number is required")
        elif _FORM.fullmatch(number) is None:
            yield broken("R-CONT-02", path, "four capitals (the last U, J or Z) and seven digits", number)


def r_cont_03(facts: Facts) -> Iterator[Finding]:
    """The check digit of a container number is right."""
    for path, number in _numbers(facts):
        if _FORM.fullmatch(number) is not None and not numbers.is_container(number):
            yield bad_digit("R-CONT-03", path, f"the check digit should be {numbers.check_digit(number[:-1])}", number)


def r_cont_04(facts: Facts) -> Iterator[Finding]:
    """Each container stands once."""
    seen: set[str] = set()
    for path, number in _numbers(facts):
        if number and number in seen:
            yield duplicate("R-CONT-04", path, "this container is already named", number)
        seen.add(number)


def r_cont_05(facts: Facts) -> Iterator[Finding]:
    """At most 99 containers."""
    count = len(facts.declaration.containers)
    if count > MAX_CONTAINERS:
        yield broken("R-CONT-05", "containers", f"at most {MAX_CONTAINERS} containers", count)


RULES = (r_cont_01, r_cont_02, r_cont_03, r_cont_04, r_cont_05)
