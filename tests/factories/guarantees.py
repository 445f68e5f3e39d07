"""Guarantors and guarantees, made through the services; time is always given."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from acts.common.models import Proposal
from guarantees.enums import Basis, Charge, GuaranteeKind
from guarantees.models import Claim, Evidence, ExchangeRate, Guarantee, Guarantor, RateRow
from guarantees.services import access, claims, cover, guarantors, life, relief, two_persons
from guarantees.services.terms import Terms
from offices import actors
from offices.actors import Actor
from offices.enums import AttRightKind, FirmKind, OfficerRole
from offices.models import Firm
from tests.factories import offices
from tests.factories.offices import SINCE

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CODE = "K7QM"
LOCKOUT = cover.Lockout(tries=5, window=timedelta(minutes=15), lock=timedelta(minutes=15))


def rate(
    country: str, prefix: str, percent: str, *, charge: Charge = Charge.DUTY, cumulation: int = 0, **fields: Any
) -> RateRow:
    """A rate row; PERCENT unless `basis` says otherwise."""
    defaults: dict[str, Any] = {"basis": Basis.PERCENT}
    row, _ = RateRow.objects.update_or_create(
        country_id=country,
        code_prefix=prefix,
        charge=charge,
        valid_from=fields.pop("valid_from", SINCE),
        defaults=defaults | {"rate": Decimal(percent), "cumulation": cumulation} | fields,
    )
    return row


def exchange(base: str, quote: str, value: str, *, valid_from: date = SINCE) -> ExchangeRate:
    """One unit of `base` is `value` units of `quote` from `valid_from`."""
    row, _ = ExchangeRate.objects.update_or_create(
        base=base, quote=quote, valid_from=valid_from, defaults={"rate": Decimal(value)}
    )
    return row


def officer_of(office: str = "SGSIN001") -> Actor:
    """An officer of guarantee at `office`, acting there."""
    user = offices.officer(office=office, roles=[OfficerRole.GUARANTEE])
    return actors.of(user, at=AT)


def employee_of(firm: Firm, at: datetime = AT) -> Actor:
    """An employee of `firm` with every duty."""
    return actors.of(offices.user(firm=firm), at=at)


def guarantor(*, firm: Firm | None = None, office: str = "SGSIN001", at: datetime = AT) -> Guarantor:
    """A bank approved as guarantor by `office`."""
    bank = firm or offices.firm(kind=FirmKind.BANK, country=office[:2])
    found = Guarantor.objects.filter(firm=bank, approvals__office=office).first()
    if found is not None:
        return found
    return guarantors.approve(
        firm=bank.number, office=office, valid_from=SINCE, actor=officer_of(office), at=at
    ).guarantor


def terms(**fields: Any) -> Terms:
    """Terms of a multiple journey guarantee at Singapore; `principal` may be a firm."""
    principal = fields.pop("principal", None)
    number = principal.number if isinstance(principal, Firm) else principal or offices.firm().number
    defaults: dict[str, Any] = {
        "kind": GuaranteeKind.MULTIPLE_JOURNEY,
        "office": "SGSIN001",
        "currency": "SGD",
        "reference_amount": Decimal(10000),
        "valid_from": SINCE,
    }
    return Terms(principal=number, **(defaults | fields))


def issued(*, bank: Firm | None = None, at: datetime = AT, **fields: Any) -> Guarantee:
    """A guarantee a bank has issued, not yet accepted."""
    asked = terms(**fields)
    giver = guarantor(firm=bank, office=asked.office, at=at)
    return life.issue(terms=asked, actor=employee_of(giver.firm, at), at=at)


@dataclass(frozen=True)
class Opened:
    """An ACTIVE guarantee and the access code its principal has drawn."""

    guarantee: Guarantee
    access_code: str


def opened(*, bank: Firm | None = None, at: datetime = AT, **fields: Any) -> Opened:
    """An ACTIVE guarantee with its GRN and its first access code."""
    row = active(bank=bank, at=at, **fields)
    drawn = access.make(guarantee=row.pk, label="first", actor=employee_of(row.principal, at), at=at)
    return Opened(row, drawn.code)


def active(*, bank: Firm | None = None, at: datetime = AT, percentage: int = 100, **fields: Any) -> Guarantee:
    """An ACTIVE guarantee without any access code."""
    kind = fields.get("kind", GuaranteeKind.MULTIPLE_JOURNEY)
    officer = officer_of(fields.get("office", "SGSIN001"))
    if kind == GuaranteeKind.CASH_DEPOSIT:
        return life.book_cash_deposit(terms=terms(**fields), actor=officer, at=at)
    if kind == GuaranteeKind.WAIVER:
        return granted(life.book_waiver(terms=terms(**fields), actor=officer, at=at), 0, at=at)
    row = life.accept(guarantee=issued(bank=bank, at=at, **fields).pk, actor=officer, at=at)
    return row if percentage == row.percentage else granted(row, percentage, at=at)


def booked_waiver(*, at: datetime = AT) -> Guarantee:
    """A waiver that was booked, for a firm that may have one, and waits for its two persons."""
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    return life.book_waiver(terms=terms(kind=GuaranteeKind.WAIVER, principal=firm), actor=officer_of(), at=at)


PDF = b"%PDF-1.7\n%%EOF"


def paper(row: Guarantee, kind: str = "CLEAN_RECORD", *, actor: Actor | None = None, at: datetime = AT) -> Evidence:
    """A paper attached to a guarantee, by an officer of its office unless another is named."""
    return relief.attach(
        guarantee=row.pk,
        document_type=kind,
        reference="2026/17",
        upload=SimpleUploadedFile("paper.pdf", PDF),
        actor=actor or officer_of(row.office_id),
        at=at,
    )


def proposed(row: Guarantee, percentage: int = 50, *, actor: Actor | None = None, at: datetime = AT) -> Proposal:
    """A reduction or waiver with its paper, proposed by an officer of the office."""
    officer = actor or officer_of(row.office_id)
    if not row.evidence.exists():
        paper(row, "CLEAN_RECORD" if percentage else "NO_DEBT", at=at)
    return relief.propose(guarantee=row.pk, percentage=percentage, reason="asked for", actor=officer, at=at)


def granted(row: Guarantee, percentage: int, *, at: datetime = AT) -> Guarantee:
    """The same confirmed by a supervisor of the office."""
    pending = proposed(row, percentage, at=at)
    return relief.confirm(proposal=pending.pk, actor=supervisor_of(row.office_id), at=at)


def supervisor_of(office: str = "SGSIN001") -> Actor:
    """A supervisor at `office`, acting there, who has just proved who he is."""
    user = offices.officer(office=office, roles=[OfficerRole.SUPERVISOR])
    return actors.of(user, at=AT, proof=lambda at: True)


def guarantee(**fields: Any) -> Guarantee:
    """An ACTIVE guarantee whose access code is CODE."""
    row = active(**fields)
    access.new_code(guarantee=row, label="first", at=fields.get("at", AT), code=CODE)
    return row


def declared(*rows: Guarantee, code: str = CODE) -> list[cover.Declared]:
    """These guarantees as a declaration names them."""
    return [cover.Declared(row.grn or "", access.digest(grn=row.grn or "", code=code)) for row in rows]


def goods(value: str = "1000", *, item: int = 1, code: str = "85171300", **fields: Any) -> cover.Goods:
    """One item worth `value` Singapore dollars."""
    return cover.Goods(item, code, Decimal(value), fields.pop("currency", "SGD"), **fields)


def journey(principal: Firm, *, reference: str = "26SGSIN0010000000J0", **fields: Any) -> cover.Journey:
    """A journey from Singapore to Malaysia on the day of AT."""
    defaults: dict[str, Any] = {
        "country_of_departure": "SG",
        "countries": ("SG", "MY"),
        "day": AT.date(),
        "lockout": LOCKOUT,
    }
    return cover.Journey(reference=reference, principal=principal.pk, **(defaults | fields))


def at_risk(amount: str, currency: str = "SGD", country: str = "MY") -> cover.AtRisk:
    """A computation that came to `amount`."""
    return cover.AtRisk(Decimal(amount), currency, country, [], [])


def reserve(*rows: Guarantee, amount: str, at: datetime = AT, **fields: Any) -> list[uuid.UUID]:
    """Hold `amount` on guarantees of one principal, in a transaction of its own."""
    with transaction.atomic():
        return cover.reserve(
            declared=declared(*rows),
            goods=fields.pop("goods", [goods()]),
            journey=journey(rows[0].principal, **fields),
            at_risk=at_risk(amount, rows[0].currency),
            expected_release_at=at + timedelta(days=3),
            at=at,
        )


def recovery_officer(office: str = "SGSIN001") -> Actor:
    """An officer of recovery at `office`, acting there."""
    return actors.of(offices.officer(office=office, roles=[OfficerRole.RECOVERY]), at=AT)


def notified(
    reference: str, debt: str, *, currency: str = "SGD", office: str = "SGSIN001", at: datetime = AT
) -> claims.Notified:
    """A debt claimed on the guarantees that hold cover for a journey, by an office of recovery."""
    return claims.notify(
        reference=reference,
        debt=Decimal(debt),
        currency=currency,
        fixed_on=at.date(),
        office=office,
        actor=recovery_officer(office),
        at=at,
    )


def demanded(*rows: Guarantee, debt: str, held: str, reference: str = "26SGDEBT") -> list[Claim]:
    """Claims on guarantees that hold `held` for a journey: notified and demanded."""
    reserve(*rows, amount=held, reference=reference)
    found = notified(reference, debt).claims
    return [claims.demand(claim=row.pk, due_on=AT.date(), actor=recovery_officer(), at=AT) for row in found]


def waiting(row: Guarantee, *, at: datetime = AT) -> uuid.UUID:
    """A proposal to cancel a guarantee, by one of its bank's people from when the bank asked for two."""
    bank = Guarantor.objects.filter(pk=row.guarantor_id)
    bank.update(two_persons=True)
    waiting = two_persons.give_notice(guarantee=row.pk, actor=employee_of(bank.get().firm, at), at=at)
    bank.update(two_persons=False)
    return waiting.pk


def copies(row: Any, count: int, **fields: Callable[[int], Any]) -> None:
    """So many rows like this one, itself among them; `fields` name what each has of its own; rows only."""
    same = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    own = [same | {name: give(number) for name, give in fields.items()} for number in range(1, count)]
    type(row).objects.bulk_create([type(row)(**columns) for columns in own], batch_size=500)
