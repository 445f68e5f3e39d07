"""What is handed down of a declaration to have it covered, and what is answered (spec section 9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guarantees.enums import RefusalReason

HIDDEN = frozenset({RefusalReason.UNKNOWN.value, RefusalReason.ACCESS_CODE.value, RefusalReason.NOT_OWNER.value})
HIDDEN_TEXT = "number or code not accepted"
HIDDEN_CODE = "R-GUARANTEE-01"


@dataclass(frozen=True, slots=True)
class Declared:
    """A guarantee as declared: its number and the digest of the access code given (never the code)."""

    grn: str
    access_digest: str


@dataclass(frozen=True, slots=True)
class Lockout:
    """`tries` wrong codes within `window` lock GRN and user for `lock`: as the country of departure's profile says."""

    tries: int
    window: timedelta
    lock: timedelta


@dataclass(frozen=True, slots=True)
class Journey:
    """The journey to be covered, without goods.

    `reference` is opaque here (the MRN), `principal` the firm's key, `countries` the route in order with the country
    of departure, `day` the day whose rates and validities count, `user` who gave the access code, if a person.
    """

    reference: str
    principal: int
    country_of_departure: str
    countries: tuple[str, ...]
    day: date
    lockout: Lockout
    user: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a guarantee was refused: the true code and text for the office, the public ones for principal and API.

    `position` is the guarantee's place in the declaration; `wrong_try` counts towards the lock of GRN and `user`.
    """

    code: str
    grn: str
    text: str
    position: int = 0
    wrong_try: bool = False
    user: int | None = None

    @property
    def hidden(self) -> bool:
        """Whether the true reason is for the office alone: G01, G03, G04 are one answer to everybody else."""
        return self.code in HIDDEN

    @property
    def public_text(self) -> str:
        return HIDDEN_TEXT if self.hidden else self.text

    @property
    def public_code(self) -> str:
        return HIDDEN_CODE if self.hidden else f"R-{self.code}"

    def as_dict(self) -> dict[str, Any]:
        """What principal and API may see."""
        return {"code": self.public_code, "grn": self.grn, "text": self.public_text}
