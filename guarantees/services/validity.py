"""Whether one guarantee is good for one journey: the refusal reasons of spec section 9 except the amount."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from guarantees import selectors
from guarantees.enums import GuaranteeKind, GuaranteeState, RefusalReason, ReservationState
from guarantees.models import AccessCode, Guarantee, Reservation
from guarantees.services import access
from guarantees.services.facts import Declared, Journey, Reason
from guarantees.services.risk_amount import Goods
from offices.enums import AttRightKind
from offices.models import AttRight


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a guarantee: the digests of its live codes; `holds`: it already has cover for the journey."""

    digests: tuple[str, ...] = ()
    holds: bool = False


def standing(*, guarantees: Iterable[Guarantee], day: date) -> frozenset[uuid.UUID]:
    """Those with a guarantor approved, or a waiver right held, on `day`; a cash deposit stands by itself.

    One statement for each of the two that is asked. Read behind the row locks, as `keys`.
    """
    found, waivers, backed = set(), [], []
    for row in guarantees:
        if row.kind == GuaranteeKind.CASH_DEPOSIT:
            found.add(row.pk)
        elif row.kind == GuaranteeKind.WAIVER:
            waivers.append(row)
        else:
            backed.append(row)
    if waivers:
        rights = AttRight.objects.on(day).filter(kind=AttRightKind.GUARANTEE_WAIVER)
        held = set(rights.filter(firm__in=[row.principal_id for row in waivers]).values_list("firm", "country"))
        # The first two characters of an office's code are its country (spec section 2).
        found |= {row.pk for row in waivers if (row.principal_id, row.office_id[:2]) in held}
    if backed:
        approvals = selectors.approved(day=day).filter(guarantor__in=[row.guarantor_id for row in backed])
        approved = set(approvals.values_list("guarantor", "office"))
        found |= {row.pk for row in backed if (row.guarantor_id, row.office_id) in approved}
    return frozenset(found)


def keys(*, guarantees: Iterable[Guarantee], journey: Journey) -> dict[uuid.UUID, Keys]:
    """The keys of each guarantee that has a live code; one statement.

    Read behind the row locks: a subquery inside the locking statement would still see what was before the wait.
    """
    live = Reservation.objects.filter(
        guarantee=OuterRef("guarantee"), reference=journey.reference, state=ReservationState.LIVE
    )
    rows = AccessCode.objects.filter(guarantee__in=[row.pk for row in guarantees], withdrawn_at=None)
    found: dict[uuid.UUID, Keys] = {}
    for owner, digest, holds in rows.annotate(holds=Exists(live)).values_list("guarantee_id", "digest", "holds"):
        found[owner] = Keys((*found.get(owner, Keys()).digests, digest), holds)
    return found


def reasons(
    *,
    declared: Declared,
    position: int,
    guarantee: Guarantee | None,
    keys: Keys,
    goods: Sequence[Goods],
    journey: Journey,
    currency: str,
    standing: bool,
    sensitive: bool,
    barred: bool,
    twice: bool,
) -> list[Reason]:
    """Every reason against one guarantee (None if there is none).

    Who has not shown number, code and ownership learns no more than that: the other reasons are left out then.
    """

    def reason(kind: RefusalReason, text: str, *, wrong_try: bool = False) -> Reason:
        return Reason(kind.value, declared.grn, text, position, wrong_try, journey.user)

    if barred:
        return [reason(RefusalReason.ACCESS_CODE, "locked after too many wrong tries")]
    if guarantee is None:
        return [reason(RefusalReason.UNKNOWN, "no such guarantee", wrong_try=True)]
    found: list[Reason] = []
    if not access.matches(given=declared.access_digest, kept=keys.digests):
        found.append(reason(RefusalReason.ACCESS_CODE, "the access code is wrong", wrong_try=True))
    if guarantee.principal_id != journey.principal:
        found.append(reason(RefusalReason.NOT_OWNER, "the guarantee is another principal's"))
    if found:
        return found
    if guarantee.state == GuaranteeState.USED:
        found.append(reason(RefusalReason.USED, "the guarantee was for a single journey and is used"))
    elif guarantee.state != GuaranteeState.ACTIVE:
        found.append(reason(RefusalReason.NOT_VALID, f"the guarantee is {guarantee.state}"))
    found += [reason(RefusalReason.NOT_VALID, text) for text in _invalid(guarantee, journey.day, currency, standing)]
    if twice or keys.holds:
        found.append(reason(RefusalReason.USED_VOUCHER, "the guarantee is already used for this journey"))
    if not guarantee.sensitive_goods and sensitive:
        found.append(reason(RefusalReason.SENSITIVE_GOODS, "the guarantee is not for sensitive goods"))
    blocked = [country for country in journey.countries if country in guarantee.blocked_countries]
    if blocked:
        found.append(reason(RefusalReason.COUNTRY, f"the guarantee is not valid in {', '.join(blocked)}"))
    # The first two characters of an office's code are its country (spec section 2).
    if guarantee.office_id[:2] != journey.country_of_departure:
        found.append(reason(RefusalReason.OFFICE, "the office of guarantee is not in the country of departure"))
    prefixes = tuple(guarantee.code_prefixes)
    if prefixes and not all(row.commodity_code.startswith(prefixes) for row in goods):
        found.append(reason(RefusalReason.GOODS, "the guarantee does not cover these goods"))
    return found


def _invalid(guarantee: Guarantee, day: date, currency: str, standing: bool) -> list[str]:
    texts = []
    if day < guarantee.valid_from or (guarantee.valid_until is not None and day > guarantee.valid_until):
        texts.append(f"the guarantee is not valid on {day}")
    if not standing:
        texts.append(f"its guarantor or its waiver right is not approved on {day}")
    if guarantee.currency != currency:
        texts.append(f"the guarantee is in {guarantee.currency}, the others in {currency}")
    return texts
