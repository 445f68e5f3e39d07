"""What an officer sees on the truck, held against what should be there now (spec sections 6 and 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import RulesBroken
from transit.enums import SealCondition
from transit.models import Movement


class Seen(TypedDict, total=False):
    """What a verb is told of the truck, in its keywords: as in `Sighting`."""

    seals: Sequence[Mapping[str, str]]
    plate: str
    trailer_plate: str
    text: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Seals (`seal`, `condition`, `found`) and plates as seen. Nothing said of a seal or plate: as it should be."""

    seals: Sequence[Mapping[str, str]] = ()
    plate: str = ""
    trailer_plate: str = ""
    text: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "seals": [dict(row) for row in self.seals],
            "plate": self.plate,
            "trailer_plate": self.trailer_plate,
            "text": self.text,
        }


def differences(movement: Movement, seen: Sighting) -> list[str]:
    """Each difference in words. Refuses seals that the movement does not bear, and conditions unknown or half told."""
    found = []
    findings = []
    for index, row in enumerate(seen.seals):
        seal, condition = row.get("seal", ""), row.get("condition", "")
        if seal not in movement.seals:
            text = "not a seal of this movement"
            findings.append(Finding(FindingClass.RULE_BROKEN, "R-SEAL-20", f"seals[{index}].seal", text, seal))
        if condition not in SealCondition.values:
            text = f"one of {', '.join(SealCondition.values)}"
            path = f"seals[{index}].condition"
            findings.append(Finding(FindingClass.NOT_IN_CODE_LIST, "R-SEAL-21", path, text, condition))
        elif condition == SealCondition.BROKEN:
            found.append(f"seal {seal} is broken")
        elif condition == SealCondition.DIFFERENT:
            there = row.get("found", "")
            if not there:
                text = "which number is there instead? NONE where there is no seal"
                findings.append(Finding(FindingClass.MISSING, "R-SEAL-22", f"seals[{index}].found", text))
            found.append(f"seal {seal} should be there, found {there}")
    if findings:
        raise RulesBroken(findings)
    if seen.plate and seen.plate != movement.vehicle_registration:
        found.append(f"plate should be {movement.vehicle_registration}, is {seen.plate}")
    if seen.trailer_plate and seen.trailer_plate != movement.trailer_registration:
        found.append(f"trailer should be {movement.trailer_registration or 'none'}, is {seen.trailer_plate}")
    return found


def instant(movement: Movement, happened_at: datetime | None, *, at: datetime) -> datetime:
    """When it happened: now unless said. Refuses an instant in the future or before the release."""
    if happened_at is None:
        return at
    if happened_at > at:
        raise RulesBroken.one("R-TIME-01", "happened_at", "lies in the future", happened_at)
    if movement.released_at is not None and happened_at < movement.released_at:
        raise RulesBroken.one("R-TIME-02", "happened_at", "lies before the release", happened_at)
    return happened_at
