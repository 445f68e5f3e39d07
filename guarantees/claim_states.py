"""The life of a claim as data (spec section 9): verb, sources, target."""

from guarantees.enums import ClaimState as S
from guarantees.states import Step

TABLE: dict[str, Step[S]] = {
    "demand": Step((S.NOTIFIED,), S.DEMANDED),
    "contest": Step((S.DEMANDED,), S.CONTESTED),
    "uphold": Step((S.CONTESTED,), S.DEMANDED),
    "pay_part": Step((S.DEMANDED, S.PARTLY_PAID), S.PARTLY_PAID),
    "pay": Step((S.DEMANDED, S.PARTLY_PAID), S.PAID),
    # What was paid is given back (late proof, section 5 row 22): the claim is unpaid again and may be withdrawn.
    "give_back": Step((S.PARTLY_PAID, S.PAID), S.DEMANDED),
    "withdraw": Step((S.NOTIFIED, S.DEMANDED, S.CONTESTED, S.PARTLY_PAID), S.WITHDRAWN),
}
