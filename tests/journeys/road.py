"""What the journeys on the road and at its end have in common."""

import pytest

from acts.common.refusals import RulesBroken
from transit.models import Movement, Passage

FIRST, SECOND = "SGTUA001", "MYTKP001"


def passage(movement: Movement, office: str = FIRST) -> Passage:
    return Passage.objects.get(movement=movement, office=office)


def broken(movement: Movement) -> list[dict[str, str]]:
    """The movement's first seal, broken."""
    return [{"seal": movement.seals[0], "condition": "BROKEN"}]


def codes(refused: pytest.ExceptionInfo[RulesBroken]) -> list[tuple[str, int]]:
    """What was found, by rule and class."""
    return [(finding.code, int(finding.finding_class)) for finding in refused.value.findings]
