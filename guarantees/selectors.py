"""Reads of guarantees and of the registers behind the amount at risk."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from acts.common.models import HistoryEntry, Proposal
from acts.common.refusals import NotAllowed, NotFound
from acts.notices.services import feed
from guarantees import permissions, proposed, thresholds
from guarantees.enums import OPEN_CLAIM, Basis, GuaranteeState, ReservationState
from guarantees.models import (
    AccessCode,
    Claim,
    Client,
    ExchangeRate,
    Guarantee,
    Guarantor,
    GuarantorApproval,
    LedgerEntry,
    RateRow,
    Reservation,
    TariffEdition,
    TariffLine,
)
from guarantees.proposed import of_own_firm as of_own_firm
from guarantees.services.exchange import Exchange
from guarantees.services.risk_amount import CountryRates, Rate
from offices.actors import Actor, local_day
from offices.enums import AppointmentKind, EmployeeRole, FirmStatus, OfficerRole
from offices.models import Country


def visible(*, actor: Actor) -> QuerySet[Guarantee]:
    """The guarantees an actor may know of.

    People with a duty in a bank: those it is guarantor of; in a firm: its own and those of the firms it represents. An
    officer of guarantee: those of the offices of live postings; a supervisor there: those a second person is or was
    asked about. National administrator: the country's. Auditor and system: all.
    """
    rows = Guarantee.objects.select_related("office__country", "principal", "guarantor__firm")
    if actor.is_system or actor.appointed(AppointmentKind.AUDITOR):
        return rows
    posts = [row.office_id for row in actor.postings if OfficerRole.GUARANTEE.value in row.roles]
    countries = [
        row.country_id for row in actor.appointments if row.kind == AppointmentKind.NATIONAL_ADMINISTRATOR.value
    ]
    wanted = Q(office__in=posts) | Q(office__country__in=countries)
    second = [row.office_id for row in actor.postings if OfficerRole.SUPERVISOR.value in row.roles]
    if second:
        wanted |= Q(pk__in=proposed.RELIEF.filter(office__in=second).values("subject"))
    if actor.firm_id is not None and actor.duties:
        wanted |= Q(principal__in=actor.firms) | Q(guarantor__firm=actor.firm_id)
    return rows.filter(wanted)


def for_officers(*, actor: Actor) -> QuerySet[Guarantee]:
    """Of what the actor may know, what it may look at as customs do: an auditor all, others none of the own firm's."""
    rows = visible(actor=actor)
    if actor.firm_id is None or actor.appointed(AppointmentKind.AUDITOR):
        return rows
    return rows.exclude(pk__in=of_own_firm(actor=actor).values("pk"))


def ledger(
    *, guarantee: Guarantee, first_day: date | None = None, last_day: date | None = None, **fields: str
) -> QuerySet[LedgerEntry]:
    """The entries of a guarantee, newest first: of the days named, both inclusive, where its office stands.

    `fields`: kind and reference, if asked for.
    """
    zone = ZoneInfo(guarantee.office.country.time_zone)
    rows = LedgerEntry.objects.filter(guarantee=guarantee, **fields).select_related("reverses").order_by("-sequence")
    if first_day is not None:
        rows = rows.filter(at__gte=datetime.combine(first_day, time.min, zone))
    if last_day is not None:
        rows = rows.filter(at__lt=datetime.combine(last_day + timedelta(days=1), time.min, zone))
    return rows


def reservations(*, guarantee: Guarantee, **fields: str) -> QuerySet[Reservation]:
    """What was held for journeys, by state and reference: by expected release; one without a date comes last."""
    rows = Reservation.objects.filter(guarantee=guarantee, **fields)
    return rows.order_by(F("expected_release_at").asc(nulls_last=True), "reserved_at", "id")


def live_uses(*, guarantee: Guarantee) -> QuerySet[Reservation]:
    """What the guarantee holds now, by expected release; a use without one comes last."""
    return reservations(guarantee=guarantee, state=ReservationState.LIVE)


def history(*, guarantee: Guarantee) -> QuerySet[HistoryEntry]:
    """What happened to a guarantee, the last first."""
    return HistoryEntry.objects.filter(subject=guarantee.pk).order_by("-sequence")


def told(*, actor: Actor, guarantee: Guarantee, entries: Iterable[HistoryEntry]) -> list[dict[str, Any]]:
    """Entries of its history as the actor may know them: officers by name for customs, for others and for
    who belongs to a firm of it by their office. What a paper is called, only for who may read it.
    """
    papers = permissions.reads_evidence(actor, guarantee)
    customs = actor.in_customs and not permissions.own_firm(actor, guarantee)
    return [
        {
            "at": entry.at,
            "verb": entry.verb,
            "actor": entry.actor if customs or not entry.posting else entry.posting,
            "posting": entry.posting,
            "before": entry.before,
            "after": entry.after,
            "data": entry.data if papers or entry.verb != "attach_evidence" else {},
        }
        for entry in entries
    ]


def approvals(*, actor: Actor) -> QuerySet[GuarantorApproval]:
    """The approvals of the offices an officer of guarantee is posted at; a bank's own; auditor and system: all."""
    rows = GuarantorApproval.objects.select_related("guarantor__firm", "office").order_by("office", "guarantor", "id")
    if actor.is_system or actor.appointed(AppointmentKind.AUDITOR):
        return rows
    posts = [row.office_id for row in actor.postings if OfficerRole.GUARANTEE.value in row.roles]
    own = Q(guarantor__firm=actor.firm_id) if actor.firm_id is not None and actor.duties else Q(pk=None)
    return rows.filter(Q(office__in=posts) | own)


def approved(*, day: date) -> QuerySet[GuarantorApproval]:
    """The approvals that hold on `day`, of banks that are still registered themselves."""
    return GuarantorApproval.objects.on(day).filter(guarantor__firm__status=FirmStatus.APPROVED)


def access_codes(*, actor: Actor, guarantee: uuid.UUID) -> QuerySet[AccessCode]:
    """The codes of a guarantee, for the principal's administrators: NotFound, or NotAllowed to others."""
    row = visible(actor=actor).filter(pk=guarantee).first()
    if row is None:
        raise NotFound
    return codes_of(actor=actor, guarantee=row)


def codes_of(*, actor: Actor, guarantee: Guarantee) -> QuerySet[AccessCode]:
    """The same of a guarantee the actor is known to see."""
    if not permissions.principal(actor, guarantee):
        raise NotAllowed
    return AccessCode.objects.filter(guarantee=guarantee).order_by("-made_at", "-id")


@dataclass(frozen=True, slots=True)
class Point:
    """What will be available at the end of a day, if every use ends when expected."""

    day: date
    available: Decimal


@dataclass(frozen=True, slots=True)
class Headroom:
    """The curve of the days ahead; `late` is held by uses that should have ended, `open_ended` by those without a day.

    Nothing is available before the first day of validity or after its last, nor in any state but ACTIVE.
    """

    currency: str
    points: tuple[Point, ...]
    late: Decimal
    open_ended: Decimal


def headroom(*, guarantee: Guarantee, at: datetime, days: int = 30) -> Headroom:
    """What of a guarantee will be available today and on each of the `days` after it, where its office stands."""
    zone = guarantee.office.country.time_zone
    today = local_day(at, zone)
    freed: dict[date, Decimal] = {}
    late = open_ended = Decimal(0)
    past = ExpressionWrapper(Q(expected_release_at__lte=at), output_field=BooleanField())
    uses = live_uses(guarantee=guarantee).order_by()
    days_of = uses.annotate(day=TruncDate("expected_release_at", tzinfo=ZoneInfo(zone)), past=past)
    for day, is_late, amount in days_of.values_list("day", "past").annotate(total=Sum("amount")):
        if day is None:
            open_ended += amount
        elif is_late:
            late += amount
        else:
            freed[day] = amount
    usable = guarantee.state == GuaranteeState.ACTIVE
    expected, points = guarantee.available, []
    for step in range(days + 1):
        day = today + timedelta(days=step)
        expected += freed.get(day, Decimal(0))
        valid = guarantee.valid_from <= day and (guarantee.valid_until is None or day <= guarantee.valid_until)
        points.append(Point(day, expected if usable and valid else Decimal(0)))
    return Headroom(guarantee.currency, tuple(points), late, open_ended)


def claims(*, actor: Actor) -> QuerySet[Claim]:
    """The claims an actor may know of: on guarantees he may know of, and those his office of recovery has made."""
    posts = [row.office_id for row in actor.postings if OfficerRole.RECOVERY.value in row.roles]
    known = Q(guarantee__in=visible(actor=actor).values("pk")) | Q(office__in=posts)
    return Claim.objects.filter(known).select_related("guarantee__principal", "guarantee__guarantor__firm")


def claims_in_full(*, actor: Actor) -> QuerySet[Claim]:
    """The same with their payments and contests: two more statements for any number of claims."""
    return claims(actor=actor).prefetch_related("payments__entry", "contests")


def outstanding(*, guarantee: Guarantee) -> Decimal:
    """What open claims still ask of a guarantee."""
    rows = Claim.objects.filter(guarantee=guarantee, state__in=OPEN_CLAIM)
    return rows.aggregate(left=Sum(F("amount") - F("paid")))["left"] or Decimal(0)


def events(*, actor: Actor, after: int = 0, limit: int = 100) -> feed.Page:
    """The events of the actor's firm behind a position; NotAllowed for who works for no firm, or has no duty there."""
    if not actor.firm_number or not actor.duties:
        raise NotAllowed("events are kept for firms, and shown to those who have a duty there")
    return feed.read(firm=actor.firm_number, after=after, limit=limit)


def clients(*, actor: Actor) -> QuerySet[Client]:
    """The clients of the actor's bank, the youngest first; NotAllowed for who administers no firm."""
    if actor.firm_id is None or not actor.may(EmployeeRole.ADMINISTER):
        raise NotAllowed("only an employee who administers the firm sees its clients")
    return Client.objects.filter(guarantor__firm=actor.firm_id)


BANK_PROPOSALS = ("issue_guarantee", "raise_guarantee", "cancel_guarantee", "withdraw_notice", "choose_one_person")


def bank_proposals(*, actor: Actor, **fields: str) -> QuerySet[Proposal]:
    """What people and programs of the actor's bank have proposed, the last first, for who has a duty there; auditors
    see every bank's.

    Not what somebody proposed who has left the bank since: it can only lapse.
    """
    rows = Proposal.objects.filter(verb__in=BANK_PROPOSALS, **fields).select_related("proposed_by", "decided_by")
    rows = rows.order_by("-proposed_at", "pk")
    if actor.appointed(AppointmentKind.AUDITOR):
        return rows
    if actor.firm_id is None or not actor.duties:
        return rows.none()
    return rows.filter(proposed_by__firm=actor.firm_id, data__bank=actor.firm_number)


def own_guarantor(*, actor: Actor) -> Guarantor | None:
    """The guarantor the actor's firm is, for who has a duty there."""
    return Guarantor.objects.filter(firm=actor.firm_id).first() if actor.firm_id is not None and actor.duties else None


def lapsed_proposals(*, at: datetime) -> list[uuid.UUID]:
    """The banks' open proposals that are past their time, the oldest first."""
    rows = Proposal.objects.filter(verb__in=BANK_PROPOSALS, status=Proposal.Status.OPEN, lapses_at__lte=at)
    return list(rows.order_by("proposed_at", "pk").values_list("pk", flat=True))


def balance(*, guarantee: Guarantee, at: datetime) -> dict[str, Any]:
    """Totals, every live use with its expected release, what will be available after each, alerts (spec section 9)."""
    uses = list(live_uses(guarantee=guarantee))
    expected = guarantee.available
    forecast = []
    for use in uses:
        if use.expected_release_at is not None:
            expected += use.amount
            forecast.append({"at": use.expected_release_at, "available": expected})
    return {
        "currency": guarantee.currency,
        "reference_amount": guarantee.reference_amount,
        "percentage": guarantee.percentage,
        "guarantee_amount": guarantee.guarantee_amount,
        "reserved": guarantee.reserved,
        "paid": guarantee.paid,
        "available": guarantee.available,
        "uses": uses,
        "forecast": forecast,
        "alerts": thresholds.alerts(guarantee=guarantee, at=at),
    }


def known_codes(*, codes: Iterable[str], day: date) -> dict[str, bool]:
    """Those of `codes` that stand in the AHTN edition valid on `day`, each with whether the goods are sensitive."""
    # Two editions that overlap: the younger one has the word.
    edition = TariffEdition.objects.on(day).order_by("-valid_from", "-pk").values("pk")[:1]
    return dict(TariffLine.objects.filter(edition=edition, code__in=set(codes)).values_list("code", "sensitive"))


def rates(*, countries: Sequence[str], codes: Iterable[str], day: date) -> dict[str, CountryRates]:
    """The rate rows of `countries` that a code of `codes` may fall under on `day`, by country; one statement.

    A country without any row is absent. Of two rows for one charge and prefix the younger holds.
    """
    prefixes = {code[:length] for code in set(codes) for length in range(1, len(code) + 1)}
    rows = RateRow.objects.on(day).filter(country__in=set(countries), code_prefix__in=prefixes)
    columns = ("country_id", "country__currency", "code_prefix", "charge", "basis", "rate", "unit", "cumulation")
    currencies: dict[str, str] = {}
    found: dict[str, dict[str, dict[str, Rate]]] = {}
    for country, currency, prefix, charge, *rest in rows.order_by("valid_from").values_list(*columns):
        currencies[country] = currency
        found.setdefault(country, {}).setdefault(prefix, {})[charge] = Rate(prefix, charge, *rest)
    return {
        country: CountryRates(
            currencies[country], {prefix: tuple(by_charge.values()) for prefix, by_charge in tree.items()}
        )
        for country, tree in found.items()
    }


def units(*, countries: Sequence[str], codes: Iterable[str], day: date) -> dict[str, dict[str, list[str]]]:
    """The supplementary units by which goods of `codes` are charged on `day`: by code, each with its countries.

    One statement where no specific rate touches a code, else two.
    """
    specific = RateRow.objects.on(day).filter(country__in=set(countries), basis=Basis.SPECIFIC)
    prefixes = tuple(specific.values_list("code_prefix", flat=True).distinct())
    charged = {code for code in codes if code.startswith(prefixes)}
    held = rates(countries=countries, codes=charged, day=day) if charged else {}
    found: dict[str, dict[str, list[str]]] = {}
    for country in dict.fromkeys(countries):
        for code in charged if country in held else ():
            # A percentage of a longer prefix replaces the specific rate of a shorter one.
            for unit in {row.unit for row in held[country].of(code) if row.basis == Basis.SPECIFIC}:
                found.setdefault(code, {}).setdefault(unit, []).append(country)
    return found


def exchange(*, day: date) -> Exchange:
    """Every pair's rate on `day`: the youngest row not after it; one statement."""
    younger = ExchangeRate.objects.filter(
        base=OuterRef("base"), quote=OuterRef("quote"), valid_from__lte=day, valid_from__gt=OuterRef("valid_from")
    )
    rows = ExchangeRate.objects.filter(~Exists(younger), valid_from__lte=day)
    pairs: dict[tuple[str, str], Decimal] = {
        (base, quote): rate for base, quote, rate in rows.values_list("base", "quote", "rate")
    }
    return Exchange(pairs)


def currency_of(*, country: str) -> str:
    """The currency of a member state; an empty string if there is no such state."""
    return Country.objects.filter(pk=country).values_list("currency", flat=True).first() or ""


def country_of(*, currency: str) -> str:
    """The member state whose currency this is; an empty string if it is none's."""
    return Country.objects.filter(currency=currency).values_list("pk", flat=True).first() or ""


def held(*, references: Sequence[str]) -> int:
    """How many live reservations the journeys of these references have."""
    return Reservation.objects.filter(reference__in=references, state=ReservationState.LIVE).count()


def not_valid_in(*, grns: Sequence[str]) -> dict[str, list[str]]:
    """The countries that guarantees are not valid in, sorted, by GRN; one statement."""
    rows = Guarantee.objects.filter(grn__in=grns).values_list("grn", "blocked_countries")
    return {str(grn): sorted(countries) for grn, countries in rows}
