"""The life of a guarantee as data (spec section 9): verb, sources, target."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices

from guarantees.enums import GuaranteeState as S

State = TypeVar("State", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """One transition: the states it may start from and the one it leads to."""

    sources: tuple[State, ...]
    target: State

    def fsm(self) -> dict[str, Any]:
        """The keywords of django-fsm's decorator."""
        return {"source": [state.value for state in self.sources], "target": self.target.value}


TABLE: dict[str, Step[S]] = {
    "accept": Step((S.ISSUED,), S.ACTIVE),
    "refuse": Step((S.ISSUED,), S.REFUSED),
    "suspend": Step((S.ACTIVE,), S.SUSPENDED),
    "resume": Step((S.SUSPENDED,), S.ACTIVE),
    "give_notice": Step((S.ACTIVE, S.SUSPENDED), S.CANCELLING),
    "withdraw_notice": Step((S.CANCELLING,), S.ACTIVE),
    "withdraw_notice_suspended": Step((S.CANCELLING,), S.SUSPENDED),
    "cancel": Step((S.CANCELLING,), S.CANCELLED),
    "expire": Step((S.ACTIVE, S.SUSPENDED), S.EXPIRED),
    "use": Step((S.ACTIVE,), S.USED),
    "give_back": Step((S.USED,), S.ACTIVE),
}
