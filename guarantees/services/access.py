"""Access codes: made, renewed, withdrawn by the principal; kept as keyed digests; wrong tries lock (spec section 9)."""

import hmac
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils.crypto import salted_hmac

from acts.common.refusals import NotFound, WrongState
from guarantees import permissions
from guarantees.enums import GuaranteeState
from guarantees.models import AccessCode, AccessFailure, Guarantee
from guarantees.services import acting, engine
from guarantees.services.facts import Lockout, Reason
from offices.actors import Actor
from offices.models import CountryProfile

# Without 0, 1, I, O: a code is read aloud and written by hand.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 4
_USABLE = (GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED)


def digest(*, grn: str, code: str) -> str:
    """The digest under which a code of this GRN is kept: HMAC-SHA256, because four characters hide behind no hash."""
    mac = salted_hmac("guarantees.access", f"{grn}:{code}", secret=settings.KEY_ENCRYPTION_KEY, algorithm="sha256")
    return mac.hexdigest()


def matches(*, given: str, kept: Iterable[str]) -> bool:
    """Whether a digest is one of those kept; a comparison takes the same time wherever the two differ."""
    wanted = given.encode()
    return any(hmac.compare_digest(wanted, row.encode()) for row in kept)


@dataclass(frozen=True, slots=True)
class Made:
    """A code just made: shown this once, kept nowhere. `key` is what it is renewed and withdrawn by."""

    key: int
    label: str
    code: str


def new_code(*, guarantee: Guarantee, label: str, at: datetime, code: str = "") -> Made:
    """A further code for a guarantee that has its GRN, drawn unless given; it is shown once and kept nowhere."""
    code = code or "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    kept = digest(grn=guarantee.grn or "", code=code)
    row = AccessCode.objects.create(guarantee=guarantee, digest=kept, label=label, made_at=at)
    return Made(row.pk, label, code)


def make(*, guarantee: uuid.UUID, label: str, actor: Actor, at: datetime) -> Made:
    """IE026: the principal's administrator draws the first code, or a further one for an employee or branch.

    Refuses a guarantee not in use.
    """
    with transaction.atomic():
        row = _administered(guarantee, actor, "make_access_code")
        code = new_code(guarantee=row, label=label, at=at)
        engine.note(row, "make_access_code", actor=actor, at=at, data={"label": label})
        return code


def renew(*, guarantee: uuid.UUID, code: int, actor: Actor, at: datetime) -> Made:
    """IE026: a new code in the place of the one with this id, which ends at once."""
    with transaction.atomic():
        row = _administered(guarantee, actor, "renew_access_code")
        label = _end(row, code, at)
        fresh = new_code(guarantee=row, label=label, at=at)
        engine.note(row, "renew_access_code", actor=actor, at=at, data={"label": label})
        return fresh


def withdraw(*, guarantee: uuid.UUID, code: int, actor: Actor, at: datetime) -> None:
    """IE026: the code with this id ends at once."""
    with transaction.atomic():
        row = _administered(guarantee, actor, "withdraw_access_code")
        label = _end(row, code, at)
        engine.note(row, "withdraw_access_code", actor=actor, at=at, data={"label": label})


def _administered(guarantee: uuid.UUID, actor: Actor, action: str) -> Guarantee:
    row = acting.locked(guarantee, actor, permissions.principal)
    if row.state not in _USABLE:
        raise WrongState(action=action, state=row.state)
    return row


def _end(guarantee: Guarantee, code: int, at: datetime) -> str:
    row = AccessCode.objects.filter(guarantee=guarantee, pk=code, withdrawn_at=None).first()
    if row is None:
        raise NotFound("no such access code")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    return row.label


def record_failures(*, reasons: Iterable[Reason], at: datetime) -> None:
    """Keep the wrong tries among a check's reasons, one per GRN; a try while locked does not count again.

    Called in a transaction that commits: a failure rolled back together with the refusal would be no failure.
    """
    tries = {row.grn[:17]: row.user for row in reasons if row.wrong_try}
    AccessFailure.objects.bulk_create([AccessFailure(grn=grn, user_id=user, at=at) for grn, user in tries.items()])


def sweep(*, at: datetime) -> int:
    """Forget wrong tries that lock nothing any more in any country; how many."""
    # Summed here: in PostgreSQL the sum of two small integers is a small integer again.
    longest = CountryProfile.objects.aggregate(Max("access_code_window_minutes"), Max("access_code_lock_minutes"))
    old = AccessFailure.objects.filter(at__lt=at - timedelta(minutes=sum(filter(None, longest.values()))))
    # SQLite has one writer at a time: ask before writing.
    return old.delete()[0] if old.exists() else 0


def lockout(*, profile: CountryProfile) -> Lockout:
    """After how many wrong tries a country locks, and for how long."""
    return Lockout(
        tries=profile.access_code_tries,
        window=timedelta(minutes=profile.access_code_window_minutes),
        lock=timedelta(minutes=profile.access_code_lock_minutes),
    )


def locked(*, grns: Sequence[str], user: int | None, lockout: Lockout, at: datetime) -> frozenset[str]:
    """Those of `grns` that may not be tried at `at`: too many wrong tries on one, or all of them by the user's own."""
    whose = Q(grn__in=grns) if user is None else Q(grn__in=grns) | Q(user=user)
    rows = AccessFailure.objects.filter(whose, at__gt=at - lockout.lock - lockout.window, at__lte=at).order_by("at")
    by_grn: dict[str, list[datetime]] = {grn: [] for grn in grns}
    by_user: list[datetime] = []
    for grn, who, when in rows.values_list("grn", "user_id", "at"):
        if grn in by_grn:
            by_grn[grn].append(when)
        if user is not None and who == user:
            by_user.append(when)
    if _locks(by_user, lockout, at):
        return frozenset(grns)
    return frozenset(grn for grn, tries in by_grn.items() if _locks(tries, lockout, at))


def _locks(tries: Sequence[datetime], lockout: Lockout, at: datetime) -> bool:
    """Whether the last try allowed, made within the window of the first, still locks at `at`."""
    pairs = zip(tries, tries[lockout.tries - 1 :], strict=False)
    return any(last - first < lockout.window and at - last < lockout.lock for first, last in pairs)
