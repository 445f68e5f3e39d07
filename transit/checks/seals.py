"""Seals: optional at lodging, required there only from an ATT that uses its own-seal right (spec section 4)."""

from collections.abc import Iterator

from acts.common.findings import Finding
from offices.enums import AttRightKind
from transit.checks.answer import broken, duplicate, missing, not_allowed, unlisted
from transit.enums import NoSealReason
from transit.facts import Facts, rows

MAX_LENGTH = 20


def r_seal_01(facts: Facts) -> Iterator[Finding]:
    """A seal's identifier has 1 to 20 characters."""
    for path, seal in facts.seals:
        if not 1 <= len(seal) <= MAX_LENGTH:
            yield broken("R-SEAL-01", path, f"1 to {MAX_LENGTH} characters", seal)


def r_seal_02(facts: Facts) -> Iterator[Finding]:
    """Each seal stands once, over the load compartment and all containers."""
    seen: set[str] = set()
    for path, seal in facts.seals:
        if seal in seen:
            yield duplicate("R-SEAL-02", path, "this seal is already named", seal)
        seen.add(seal)


def r_seal_03(facts: Facts) -> Iterator[Finding]:
    """No seals where a reason says there are none."""
    if facts.declaration.no_seal_reason:
        for path, seal in facts.seals:
            yield not_allowed("R-SEAL-03", path, "a reason for having no seal is given", seal)


def r_seal_04(facts: Facts) -> Iterator[Finding]:
    """The reason for having no seal is in its code list."""
    reason = facts.declaration.no_seal_reason
    if reason and reason not in NoSealReason.values:
        yield unlisted("R-SEAL-04", "no_seal_reason", f"one of {', '.join(NoSealReason.values)}", reason)


def _uses_own_seals(facts: Facts) -> bool:
    """A simplified declaration of an ATT that may seal itself: no officer will."""
    movement = facts.movement
    right = AttRightKind.OWN_SEALS.value
    return movement.simplified and facts.has_right(movement.principal_id, right, facts.country_of_departure)


def r_seal_05(facts: Facts) -> Iterator[Finding]:
    """An ATT that uses its own-seal right seals every container, or the load compartment, or says why not."""
    if not _uses_own_seals(facts) or facts.declaration.no_seal_reason:
        return
    containers = rows(facts.declaration.containers)
    text = "an authorised trader with its own seals declares them here"
    for index, container in enumerate(containers):
        if not container.get("seals"):
            yield missing("R-SEAL-05", f"containers[{index}].seals", text)
    if not containers and not facts.declaration.seals:
        yield missing("R-SEAL-05", "seals", text)


def r_seal_06(facts: Facts) -> Iterator[Finding]:
    """Own seals are numbers of the series approved for that trader."""
    if _uses_own_seals(facts):
        for path, seal in facts.seals:
            if not any(series.contains(seal) for series in facts.reference.seal_series):
                yield unlisted("R-SEAL-06", path, "not a number of the approved series", seal)


RULES = (r_seal_01, r_seal_02, r_seal_03, r_seal_04, r_seal_05, r_seal_06)
