"""The terms of a guarantee as asked for, and what is wrong with them: all findings at once (spec section 9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from acts.common import money
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import RulesBroken
from guarantees import selectors
from guarantees.enums import GuaranteeKind
from offices.actors import local_day
from offices.enums import AttRightKind, OfficeRole
from offices.models import AttRight, Country, Firm, Office

# Amounts have at most 16 digits in the spec; the column keeps four of its twenty for decimals.
_LARGEST = Decimal(10) ** 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What bank or officer asks for; `principal` a firm's number, `office` an office's code, days both inclusive."""

    kind: str
    principal: str
    office: str
    currency: str
    reference_amount: Decimal
    valid_from: date
    valid_until: date | None = None
    bank_reference: str = ""
    blocked_countries: tuple[str, ...] = ()
    code_prefixes: tuple[str, ...] = ()
    sensitive_goods: bool = True


@dataclass(frozen=True, slots=True)
class Register:
    """What the registers say about the terms, on the office's own day."""

    day: date
    office: Office | None
    principal: Firm | None
    countries: frozenset[str]
    approved: bool
    waiver_right: bool


def register_for(*, terms: Terms, guarantor: int | None, at: datetime) -> Register:
    """Load what `findings` needs; `guarantor` is the bank's key, None for deposit and waiver."""
    office = Office.objects.select_related("country").filter(pk=terms.office).first()
    day = local_day(at, office.country.time_zone) if office is not None else at.date()
    return Register(
        day=day,
        office=office,
        principal=Firm.objects.filter(number=terms.principal).first(),
        countries=frozenset(Country.objects.values_list("code", flat=True)),
        approved=guarantor is None or is_approved(guarantor=guarantor, office=terms.office, day=day),
        waiver_right=_has_waiver_right(terms.principal, terms.office, day),
    )


def is_approved(*, guarantor: int, office: str, day: date) -> bool:
    """Whether the office's approval of the guarantor holds on `day`, and the bank is still registered."""
    return selectors.approved(day=day).filter(guarantor=guarantor, office=office).exists()


def waiver_findings(*, principal: Firm, office: str, day: date) -> Iterator[Finding]:
    """Why this principal may have no waiver at this office on `day`."""
    yield from _waiver(principal, _has_waiver_right(principal.number, office, day))


def findings(*, terms: Terms, register: Register) -> list[Finding]:
    """Everything wrong with the terms. Pure."""
    return [
        *amount_findings(amount=terms.reference_amount, currency=terms.currency),
        *_office(terms, register),
        *_principal(terms, register),
        *_period(terms, register),
        *_scope(terms, register),
    ]


def amount_findings(*, amount: Decimal, currency: str, path: str = "reference_amount") -> list[Finding]:
    """What is wrong with an amount of money in the field `path`: currency, sign, size, decimals."""
    if not money.is_currency(currency):
        text = "no currency of ISO 4217"
        return [finding("R-GUARANTEE-02", "currency", text, currency, FindingClass.NOT_IN_CODE_LIST)]
    if not amount.is_finite() or amount <= 0:
        return [finding("R-GUARANTEE-03", path, "must be greater than zero", amount)]
    if amount >= _LARGEST:
        return [finding("R-GUARANTEE-04", path, "has more than 16 digits", amount)]
    if not money.fits(amount, currency):
        text = f"{currency} has {money.minor_units(currency)} decimals"
        return [finding("R-GUARANTEE-05", path, text, amount)]
    return []


def refuse(found: list[Finding]) -> None:
    """Raise RulesBroken with all findings, if there are any."""
    if found:
        raise RulesBroken(found)


def _office(terms: Terms, register: Register) -> Iterator[Finding]:
    office = register.office
    if office is None:
        text = "no such office"
        yield finding("R-GUARANTEE-06", "office", text, terms.office, FindingClass.NOT_IN_CODE_LIST)
        return
    if not office.has_role(OfficeRole.GUARANTEE) or not office.open_on(register.day):
        yield finding("R-GUARANTEE-07", "office", "is not an office of guarantee", terms.office)
    if not register.approved:
        yield finding("R-GUARANTEE-08", "office", "has not approved this guarantor", terms.office)


def _principal(terms: Terms, register: Register) -> Iterator[Finding]:
    firm = register.principal
    if firm is None:
        text = "no such firm in the register"
        yield finding("R-GUARANTEE-09", "principal", text, terms.principal, FindingClass.NOT_IN_CODE_LIST)
        return
    if not firm.moves_goods:
        yield finding("R-GUARANTEE-10", "principal", "is not approved as a principal", terms.principal)
    if terms.kind == GuaranteeKind.WAIVER:
        yield from _waiver(firm, register.waiver_right)


def _has_waiver_right(firm: str, office: str, day: date) -> bool:
    rights = AttRight.objects.on(day).filter(kind=AttRightKind.GUARANTEE_WAIVER, country__offices=office)
    return rights.filter(firm__number=firm).exists()


def _waiver(firm: Firm, right: bool) -> Iterator[Finding]:
    if not (right and firm.logistics):
        text = "a waiver needs the right of an authorised trader and registration for logistics"
        yield finding("R-GUARANTEE-11", "principal", text, firm.number)


def _period(terms: Terms, register: Register) -> Iterator[Finding]:
    until = terms.valid_until
    if until is not None and until < terms.valid_from:
        yield finding("R-GUARANTEE-12", "valid_until", "lies before the first day", until)
    elif until is not None and until < register.day:
        yield finding("R-GUARANTEE-13", "valid_until", "is past", until)


def _scope(terms: Terms, register: Register) -> Iterator[Finding]:
    for index, country in enumerate(terms.blocked_countries):
        path = f"blocked_countries[{index}]"
        if country not in register.countries:
            text = "no member state"
            yield finding("R-GUARANTEE-14", path, text, country, FindingClass.NOT_IN_CODE_LIST)
        elif country in terms.blocked_countries[:index]:
            yield finding("R-GUARANTEE-15", path, "is named twice", country, FindingClass.DUPLICATE)
    for index, prefix in enumerate(terms.code_prefixes):
        if not (prefix.isascii() and prefix.isdigit() and 2 <= len(prefix) <= 8):
            yield finding("R-GUARANTEE-16", f"code_prefixes[{index}]", f"{prefix!r} is not 2 to 8 digits", prefix)


def finding(
    code: str, path: str, text: str, value: Any, finding_class: FindingClass = FindingClass.RULE_BROKEN
) -> Finding:
    """A finding about a guarantee's terms; `path` is the field of Terms."""
    return Finding(finding_class, code, path, text, value)
