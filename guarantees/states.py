"""The life of a guarantee as data (spec section 9): verb, sources, target."""

from dataclasses import dataclass
from typing import Any

from guarantees.enums import GuaranteeState as S


@dataclass(frozen=True, slots=True)
class Row:
    """One transition: the states it may start from and the one it leads to."""

    sources: tuple[S, ...]
    target: S

    def fsm(self) -> dict[str, Any]:
        """The keywords of django-fsm's decorator."""
        return {"source": [state.value for state in self.sources], "target": self.target.value}


TABLE: dict[str, Row] = {
    "accept": Row((S.ISSUED,), S.ACTIVE),
    "refuse": Row((S.ISSUED,), S.REFUSED),
    "suspend": Row((S.ACTIVE,), S.SUSPENDED),
    "resume": Row((S.SUSPENDED,), S.ACTIVE),
    "give_notice": Row((S.ACTIVE, S.SUSPENDED), S.CANCELLING),
    "withdraw_notice": Row((S.CANCELLING,), S.ACTIVE),
    "withdraw_notice_suspended": Row((S.CANCELLING,), S.SUSPENDED),
    "cancel": Row((S.CANCELLING,), S.CANCELLED),
    "expire": Row((S.ACTIVE, S.SUSPENDED), S.EXPIRED),
    "use": Row((S.ACTIVE,), S.USED),
    "give_back": Row((S.USED,), S.ACTIVE),
}
