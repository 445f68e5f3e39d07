"""A guarantor's programs: made and withdrawn by an employee who administers the bank; their log-ins, and the lock."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_access_token_model

from acts.common.findings import Finding, FindingClass
from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from guarantees import locks
from guarantees.enums import Scope
from guarantees.models import Client, Guarantor, GuarantorApproval
from offices import audit
from offices.actors import Actor, local_day
from offices.enums import EmployeeRole, FirmStatus
from offices.models import Firm, User

LONGEST = timedelta(days=730)  # [P]
USUAL = timedelta(days=365)  # [P]
LIVE_AT_MOST = 10  # [P]
TRIES = 5  # [P]
LOCK = timedelta(minutes=15)  # [P]
# Last use is shown to the minute: not every request is a write.
_HEARD = timedelta(minutes=1)
_TOKENS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A client just made, and its secret: shown once, kept as a hash."""

    client: Client
    secret: str


def make(*, name: str, scopes: Collection[str], expires_at: datetime | None, actor: Actor, at: datetime) -> Made:
    """A further client of the actor's bank, good for a year unless said otherwise. Refuses with every finding."""
    with transaction.atomic():
        guarantor = _administered(actor)
        expires_at = expires_at or at + USUAL
        found = _findings(name, scopes, expires_at, at)
        live = Client.objects.filter(guarantor=guarantor, withdrawn_at=None, expires_at__gt=at)
        if live.filter(name=name).exists():
            text = "another of your programs has this name"
            found.append(Finding(FindingClass.DUPLICATE, "R-CLIENT-04", "name", text, name))
        if live.count() >= LIVE_AT_MOST:
            text = f"there are {LIVE_AT_MOST} live clients: withdraw one first"
            found.append(Finding(FindingClass.RULE_BROKEN, "R-CLIENT-05", "", text))
        if found:
            raise RulesBroken(found)
        secret = generate_client_secret()
        client = Client.objects.create(
            name=name,
            guarantor=guarantor,
            user=_service_account(guarantor.firm, at),
            scopes=sorted(set(scopes)),
            client_type=Client.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
            client_secret=secret,
            made_at=at,
            made_by=actor.user,
            expires_at=expires_at,
        )
        audit.record(row=client, verb="make_client", actor=actor.name, address=actor.address, at=at)
        return Made(client, secret)


def withdraw(*, client: str, actor: Actor, at: datetime) -> Client:
    """End the client with this client id at once, its tokens with it."""
    with transaction.atomic():
        guarantor = _administered(actor)
        row = Client.objects.filter(guarantor=guarantor, client_id=client).first()
        if row is None:
            raise NotFound("no such client")
        if row.withdrawn_at is not None:
            raise WrongState(action="withdraw", state="WITHDRAWN", code="R-CLIENT-06")
        before = audit.values(row)
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        get_access_token_model().objects.filter(application=row).delete()
        audit.record(row=row, verb="withdraw_client", actor=actor.name, address=actor.address, at=at, before=before)
        return row


def usable(*, client: Client, at: datetime) -> bool:
    """Whether the client may do anything now: neither withdrawn nor expired, its bank registered and approved."""
    if client.withdrawn_at is not None or client.expires_at <= at:
        return False
    approvals = GuarantorApproval.objects.filter(
        guarantor=client.guarantor_id, guarantor__firm__status=FirmStatus.APPROVED
    )
    rows = approvals.select_related("office__country")
    return any(row.holds_on(local_day(at, row.office.country.time_zone)) for row in rows)


def heard(*, client: Client, at: datetime) -> None:
    """Remember that the client was heard of."""
    if client.last_used_at is None or client.last_used_at <= at - _HEARD:
        Client.objects.filter(pk=client.pk).update(last_used_at=at)


def locked(*, client: str, address: str, at: datetime) -> bool:
    """Whether too many wrong secrets came for this client from this address of late.

    Counted by address too: who only knows a client's id cannot lock the bank out from elsewhere.
    """
    tries = HistoryEntry.objects.filter(subject=_log_ins(client), verb="log_in_failed", address=address)
    return tries.filter(at__gt=at - LOCK).count() >= TRIES


def record_log_in(*, client: str, verb: str, succeeded: bool, address: str, at: datetime) -> None:
    """What was done with the right secret, or that it was wrong, in the history (spec section 17); a client id nobody
    has leaves no row.
    """
    if Client.objects.filter(client_id=client).exists():
        done = verb if succeeded else "log_in_failed"
        audit.write(subject=_log_ins(client), verb=done, actor=f"client:{client}", at=at, address=address)


def sweep(*, at: datetime) -> int:
    """Forget tokens long expired; how many."""
    old = get_access_token_model().objects.filter(expires__lt=at - _TOKENS_KEPT)
    return int(old.delete()[0]) if old.exists() else 0


def _log_ins(client: str) -> uuid.UUID:
    return audit.subject(kind="client", key=client)


def _administered(actor: Actor) -> Guarantor:
    """The actor's bank, locked: its clients are counted one maker at a time."""
    row = locks.guarantor(firm=actor.firm_id) if actor.firm_id is not None else None
    if row is None or not actor.may(EmployeeRole.ADMINISTER) or row.firm.status != FirmStatus.APPROVED:
        raise NotAllowed("only an employee who administers a guarantor manages its clients")
    return row


def _findings(name: str, scopes: Collection[str], expires_at: datetime, at: datetime) -> list[Finding]:
    found = []
    if not name:
        found.append(Finding(FindingClass.MISSING, "R-CLIENT-01", "name", "is missing"))
    if not scopes or set(scopes) - set(Scope.values):
        text = f"must be one or more of {', '.join(Scope.values)}"
        found.append(Finding(FindingClass.NOT_IN_CODE_LIST, "R-CLIENT-02", "scopes", text, ", ".join(scopes)))
    if not at < expires_at <= at + LONGEST:
        text = f"must lie within {LONGEST.days} days from now"
        found.append(Finding(FindingClass.RULE_BROKEN, "R-CLIENT-03", "expires_at", text, expires_at))
    return found


def _service_account(firm: Firm, at: datetime) -> User:
    """The user as which the bank's programs act: no password, not active, no duty; nobody can log in as it.

    Never nobody: an actor without a user is the system, which may everything.
    """
    username = f"machine-{firm.number}"
    found = User.objects.filter(username=username, firm=firm).first()
    return found or User.objects.create_user(username, firm=firm, is_active=False, date_joined=at)
