"""What a check answers: findings, all of them at once, never just the first (spec section 4)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any


class FindingClass(IntEnum):
    """Error classes as in NCTS (spec section 4)."""

    NOT_IN_CODE_LIST = 12
    MISSING = 13
    RULE_BROKEN = 14
    NOT_ALLOWED = 15
    DUPLICATE = 26
    WRONG_STATE = 92
    BAD_CHECK_DIGIT = 93


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: `code` names the rule, `path` the field (`consignments[0].items[2].net_mass`)."""

    finding_class: FindingClass
    code: str
    path: str
    text: str
    value: Any = None

    def as_dict(self) -> dict[str, Any]:
        """The shape of the API: class, code, path, text, value (cut to 200 characters)."""
        row = asdict(self)
        row["class"] = int(row.pop("finding_class"))
        row["value"] = None if self.value is None else str(self.value)[:200]
        return row


def summary(findings: Sequence[Finding]) -> str:
    """The first three in words, and how many more there are."""
    words = [f"{row.path}: {row.text}" if row.path else row.text for row in findings[:3]]
    more = len(findings) - len(words)
    return "; ".join(words) + (f"; and {more} more" if more else "")
