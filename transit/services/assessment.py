"""After acceptance and after every amendment: is the guarantee enough, and does the risk ask for a control?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from acts.common.findings import Finding, FindingClass
from guarantees.services import access, cover
from offices import selectors as offices
from offices.actors import SYSTEM, local_day
from offices.enums import DeadlineKind
from offices.models import CountryProfile, Office
from transit import facts, permissions
from transit.enums import Channel, ControlKind, ControlPlace, State
from transit.facts import Parts
from transit.models import Control, Cover, Movement
from transit.services import deadlines, engine, parties


def declared(parts: Parts) -> list[cover.Declared]:
    """The guarantees in declared order, as the guarantee side wants them."""
    return [cover.Declared(grn=row.grn, access_digest=row.access_digest) for row in parts.guarantees]


def goods(parts: Parts) -> list[cover.Goods]:
    """The goods as the amount at risk wants them: code, value, supplementary quantity."""
    return [
        cover.Goods(
            item=item.number,
            commodity_code=item.commodity_code,
            value=item.value_amount,
            currency=item.value_currency,
            supplementary_amount=item.supplementary_amount,
            supplementary_unit=item.supplementary_unit,
        )
        for item in parts.items
        if item.value_amount is not None
    ]


def journey(
    parts: Parts, *, user: int | None, at: datetime, known: Mapping[str, Office] | None = None
) -> cover.Journey:
    """The journey as the guarantee side may know it: reference, principal, countries, day; no goods.

    `known` are the offices on the way, where the caller has them already.
    """
    movement = parts.movement
    departure = office_of_departure(movement)
    if known is None:
        codes = [row["office"] for row in parts.declaration.offices_of_transit]
        known = offices.offices_by_code(codes=[departure.code, *codes, str(movement.office_of_destination_id)])
    return cover.Journey(
        reference=movement.mrn or movement.lrn,
        principal=movement.principal_id,
        country_of_departure=departure.country_id,
        countries=facts.countries_of(parts, known),
        day=local_day(at, departure.country.time_zone),
        lockout=access.lockout(profile=profile_of(movement, at)),
        user=user,
    )


def check_guarantee(parts: Parts, *, user: int | None, at: datetime) -> tuple[cover.Reason, ...]:
    """Compute the amount at risk, keep it with the movement, and answer why the guarantees do not cover it."""
    checked = cover.check(declared=declared(parts), goods=goods(parts), journey=journey(parts, user=user, at=at), at=at)
    at_risk = checked.at_risk
    Cover.objects.bulk_create(
        [
            Cover(
                movement=parts.movement,
                computed_at=at,
                day=journey_day(parts.movement, at),
                amount=at_risk.amount,
                currency=at_risk.currency,
                country=at_risk.country,
                totals=at_risk.totals,
                lines=at_risk.lines,
            )
        ],
        update_conflicts=True,
        unique_fields=["movement"],
        update_fields=["computed_at", "day", "amount", "currency", "country", "totals", "lines"],
    )
    return checked.reasons


def forecast(parts: Parts, *, user: int | None, at: datetime) -> list[Finding]:
    """The guarantee check before lodging: findings for the principal's eyes; keeps and reserves nothing."""
    checked = cover.check(declared=declared(parts), goods=goods(parts), journey=journey(parts, user=user, at=at), at=at)
    access.record_failures(reasons=checked.reasons, at=at)
    return findings(checked.reasons)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a declaration would hold: the computation, each guarantee's share in declared order, why it does not fit."""

    at_risk: cover.AtRisk
    shares: tuple[cover.Share, ...]
    findings: tuple[Finding, ...]

    @property
    def fits(self) -> bool:
        return not self.findings


def forecast_in_full(parts: Parts, *, user: int | None, at: datetime) -> Forecast:
    """The same check with its computation; the shares only if every code is right: they tell the balances."""
    named = declared(parts)
    checked = cover.check(declared=named, goods=goods(parts), journey=journey(parts, user=user, at=at), at=at)
    access.record_failures(reasons=checked.reasons, at=at)
    hidden = any(row.hidden for row in checked.reasons)
    shares = () if hidden else cover.shares(declared=named, amount=checked.at_risk.amount)
    return Forecast(checked.at_risk, tuple(shares), tuple(findings(checked.reasons)))


def settle(parts: Parts, *, profile: CountryProfile, at: datetime, user: int | None = None) -> None:
    """What follows on ACCEPTED, in the same transaction: row 5 if not covered, row 8 if risk asks, else the timer."""
    movement = parts.movement
    reasons = check_guarantee(parts, user=user, at=at)
    if reasons:
        refuse_guarantee(movement, reasons=reasons, profile=profile, at=at)
    else:
        follow_up(movement, profile=profile, at=at)


def follow_up(movement: Movement, *, profile: CountryProfile, at: datetime) -> None:
    """A covered movement: order the control the risk asked for, or start an authorised trader's timer."""
    if movement.control_due:
        order_control(movement, kind=ControlKind(movement.control_due), profile=profile, at=at)
    elif movement.simplified and movement.channel == Channel.GREEN:
        deadlines.write(
            [
                deadlines.due(
                    movement,
                    DeadlineKind.AUTOMATIC_RELEASE,
                    office=office_of_departure(movement),
                    profile=profile,
                    counts_from=at,
                )
            ]
        )


def refuse_guarantee(
    movement: Movement, *, reasons: Sequence[cover.Reason], profile: CountryProfile, at: datetime
) -> None:
    """Row 5. The principal is told the public text; the office sees which reason it really was."""
    with engine.act(
        "refuse_guarantee", movement=movement, actor=SYSTEM, at=at, allow=permissions.system, savepoint=False
    ) as step:
        explain_refusal(step, reasons)
        due = deadlines.due(
            movement,
            DeadlineKind.GUARANTEE_AMENDMENT,
            office=office_of_departure(movement),
            profile=profile,
            counts_from=at,
        )
        movement.guarantee_due_at = due.due_at
        step.due.append(due)


def explain_refusal(step: engine.Act, reasons: Sequence[cover.Reason]) -> None:
    """IE055 to both sides: public texts to the principal, the true reasons to the office of departure.

    An answer tells whether a code was right: here its wrong tries are counted, whichever act asked.
    """
    access.record_failures(reasons=reasons, at=step.at)
    public = [{"grn": row.grn, "text": row.public_text} for row in reasons]
    true = [{"grn": row.grn, "code": row.code, "text": row.text} for row in reasons]
    step.movement.guarantee_reasons = public
    step.note(reasons=public)
    step.note_for_office(reasons=true)
    step.tell_principal("IE055", reasons=public)
    step.tell("IE055", parties.departure(step.movement), reasons=true)


def findings(reasons: Sequence[cover.Reason]) -> list[Finding]:
    """Guarantee refusals as findings for the principal's eyes."""
    return [
        Finding(FindingClass.RULE_BROKEN, row.public_code, f"guarantees[{row.position}]", row.public_text, row.grn)
        for row in reasons
    ]


def order_control(movement: Movement, *, kind: ControlKind, profile: CountryProfile, at: datetime) -> None:
    """Row 8 by the system, once per risk assessment."""
    with engine.act(
        "order_control", movement=movement, actor=SYSTEM, at=at, allow=permissions.system, savepoint=False
    ) as step:
        open_control(step, kind=kind, profile=profile)


def open_control(step: engine.Act, *, kind: ControlKind, profile: CountryProfile) -> None:
    """Write the control, its deadline and IE060; shared by the system's order and the officer's.

    What was asked to be amended before is not asked for any more: the officer who finds it wanting says so again.
    """
    movement = step.movement
    movement.control_due, movement.control_ordered, movement.amendment_requested = "", True, False
    Control.objects.create(
        movement=movement,
        place=ControlPlace.DEPARTURE,
        office=office_of_departure(movement),
        kind=kind,
        ordered_at=step.at,
        ordered_by=step.actor.name,
    )
    step.note(kind=kind.value)
    step.tell_principal("IE060", control=kind.value)
    step.due.append(
        deadlines.due(
            movement,
            control_deadline(kind),
            office=office_of_departure(movement),
            profile=profile,
            counts_from=step.at,
        )
    )


def control_deadline(kind: ControlKind) -> DeadlineKind:
    """Documents are looked at within two working hours, goods within eight."""
    return DeadlineKind.DOCUMENT_CONTROL if kind == ControlKind.DOCUMENTS else DeadlineKind.PHYSICAL_CONTROL


def office_of_departure(movement: Movement) -> Office:
    """The office of departure; every lodged declaration has one (checked at lodging)."""
    if movement.office_of_departure_id is None:
        raise ValueError(f"{movement} has no office of departure in state {State(movement.state)}")
    return offices.office(code=movement.office_of_departure_id)


def profile_of(movement: Movement, at: datetime) -> CountryProfile:
    """The profile of the country of departure on the day of `at`."""
    return offices.profile_at(office=office_of_departure(movement), at=at)


def journey_day(movement: Movement, at: datetime) -> date:
    """The day of `at` at the office of departure: its rates are used."""
    return local_day(at, office_of_departure(movement).country.time_zone)
