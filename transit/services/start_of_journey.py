"""What release fixes: seals, vehicle, limit date, cover, passages, arrival, first snapshot, deadlines (row 11)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from acts.common import history
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import RulesBroken
from acts.notices import services as notices
from guarantees.services import cover
from offices import selectors as offices
from offices.models import CountryProfile
from transit import checks
from transit import facts as factual
from transit.enums import ControlPlace, NoSealReason, Result
from transit.facts import Facts, Parts, Reference
from transit.models import Arrival, Control, Cover, Movement, Passage, Snapshot
from transit.selectors.reference import reference_for
from transit.services import assessment, content, deadlines, documents, engine, parties


def begin(
    step: engine.Act,
    *,
    result: str,
    seals: Sequence[str],
    no_seal_reason: str,
    limit_date: datetime | None,
    limit_reason: str,
    paper_checked: bool,
) -> None:
    """Check what can only be checked now, all findings at once; then reserve and write the journey's rows."""
    row = step.movement
    parts = factual.load(row)
    reference = reference_for(parts, step.at, goods=False)
    profile = assessment.profile_of(row, step.at)
    formula = _formula_date(parts, reference, profile, step.at)
    row.limit_date = limit_date or parts.declaration.limit_date or formula
    basis = Facts(parts, reference, step.at)

    found = checks.vehicle_rules(basis)
    found += [_refused(warning) for warning in checks.warnings(basis)]
    found += _limit_findings(row, step.at, given=limit_date, reason=limit_reason, formula=formula)
    unregistered = _without_register(basis)
    found += _paper_findings(unregistered, paper_checked)
    row.seals = _seals(parts, seals)
    found += _seal_findings(parts, row.seals, no_seal_reason)
    # Declared as not to be sealed, and sealed after all: then no reason holds.
    unsealed_because = "" if row.seals else no_seal_reason or parts.declaration.no_seal_reason
    code, result_findings = _result(step, parts, basis, result)
    if found := [*found, *result_findings]:
        raise RulesBroken(found)

    _take_vehicle(row, parts)
    row.released_at, row.on_road = step.at, True
    amount = _reserve(step, parts, reference)
    _write_journey(step, parts, profile, result=code, no_seal_reason=unsealed_because)
    step.note(
        result=code, seals=row.seals, limit_date=row.limit_date, no_seal_reason=unsealed_because, reason=limit_reason
    )
    step.note_for_office(reserved=amount, **({"paper_checked": unregistered} if unregistered else {}))


def _formula_date(parts: Parts, reference: Reference, profile: CountryProfile, at: datetime) -> datetime:
    """Distance over profile speed plus reserve, rounded up to the hour of the office of departure (spec section 10)."""
    stops = factual.office_chain(parts, reference)
    kilometres = offices.route_kilometres(offices=[reference.offices[code] for code in stops])
    at += timedelta(hours=kilometres / profile.road_speed_kmh + profile.reserve_hours)
    local = at.astimezone(ZoneInfo(assessment.office_of_departure(parts.movement).country.time_zone))
    whole = local.replace(minute=0, second=0, microsecond=0)
    return (whole if whole == local else whole + timedelta(hours=1)).astimezone(UTC)


def _limit_findings(
    row: Movement, at: datetime, *, given: datetime | None, reason: str, formula: datetime
) -> list[Finding]:
    found = []
    if row.limit_date is not None and row.limit_date <= at:
        text = "the limit date must lie after the release"
        found.append(Finding(FindingClass.RULE_BROKEN, "R-LIMIT-01", "limit_date", text, row.limit_date))
    if given is not None and given != formula and not reason:
        text = f"a limit date other than the computed one ({formula:%Y-%m-%d %H:%M} UTC) needs a reason"
        found.append(Finding(FindingClass.MISSING, "R-LIMIT-02", "limit_reason", text))
    return found


def _refused(warning: Finding) -> Finding:
    return Finding(FindingClass.RULE_BROKEN, warning.code, warning.path, warning.text, warning.value)


def _without_register(basis: Facts) -> list[str]:
    """The states of truck and trailer that have no permit register."""
    vehicle = basis.declaration.vehicle
    countries = {vehicle.get("country"), vehicle.get("trailer_country")} - {None, ""}
    profiles = [basis.reference.profiles.get(str(country)) for country in sorted(countries)]
    return [profile.country for profile in profiles if profile is not None and not profile.permit_register]


def _paper_findings(without: Sequence[str], paper_checked: bool) -> list[Finding]:
    """A state without a permit register: the officer confirms the paper, so nothing goes by itself (spec section 4)."""
    if not without or paper_checked:
        return []
    text = f"{', '.join(without)}: no permit register here, confirm that you have seen the permit itself"
    return [Finding(FindingClass.MISSING, "R-VEHICLE-PAPER", "paper_checked", text, paper_checked)]


def _seals(parts: Parts, recorded: Sequence[str]) -> list[str]:
    containers = [seal for row in parts.declaration.containers for seal in row.get("seals", [])]
    return [*containers, *(recorded or parts.declaration.seals)]


def _seal_findings(parts: Parts, seals: Sequence[str], reason: str) -> list[Finding]:
    found = []
    if not seals and not (reason or parts.declaration.no_seal_reason):
        text = "release needs a seal, or the reason why there is none"
        found.append(Finding(FindingClass.MISSING, "R-SEAL-RELEASE", "seals", text))
    if reason and reason not in NoSealReason.values:
        text = f"one of {', '.join(NoSealReason.values)}"
        found.append(Finding(FindingClass.NOT_IN_CODE_LIST, "R-SEAL-REASON", "no_seal_reason", text, reason))
    if reason and seals:
        text = f"it goes under seal ({', '.join(seals)}): no reason for having none"
        found.append(Finding(FindingClass.NOT_ALLOWED, "R-SEAL-03", "no_seal_reason", text, reason))
    for seal in sorted({seal for seal in seals if seals.count(seal) > 1}):
        found.append(Finding(FindingClass.DUPLICATE, "R-SEAL-TWICE", "seals", "this seal stands twice", seal))
    for seal in seals:
        if not 1 <= len(seal) <= 20 or seal != seal.strip():
            text = "1 to 20 characters without blanks around them"
            found.append(Finding(FindingClass.RULE_BROKEN, "R-SEAL-FORMAT", "seals", text, seal))
    return found


def _result(step: engine.Act, parts: Parts, basis: Facts, wanted: str) -> tuple[str, list[Finding]]:
    """A1 after a satisfactory control, A3 for an ATT's simplified declaration, else A2; B1 releases nothing."""
    row = step.movement
    controlled = (
        row.control_ordered
        and Control.objects.filter(movement=row, place=ControlPlace.DEPARTURE, result=Result.A1).exists()
    )
    fitting = Result.A1 if controlled else Result.A3 if row.simplified else Result.A2
    code = wanted or fitting.value
    if code == fitting or (code == Result.A2 and fitting == Result.A3):
        return code, []
    text = f"the result that fits this release is {fitting.value}"
    return code, [Finding(FindingClass.RULE_BROKEN, "R-RESULT-01", "result", text, wanted)]


def _take_vehicle(row: Movement, parts: Parts) -> None:
    vehicle = parts.declaration.vehicle
    row.vehicle_registration = vehicle.get("registration", "")
    row.vehicle_country = vehicle.get("country", "")
    row.permit_number = vehicle.get("permit_number", "")
    row.trailer_registration = vehicle.get("trailer_registration") or ""
    row.trailer_country = vehicle.get("trailer_country") or ""
    row.trailer_permit_number = vehicle.get("trailer_permit_number") or ""


def _reserve(step: engine.Act, parts: Parts, reference: Reference) -> str:
    """Reserve the stored amount; CoverRefused undoes the whole release (row 5 follows)."""
    row = step.movement
    stored = Cover.objects.only("amount", "currency", "country").get(pk=row.pk)
    cover.reserve(
        declared=assessment.declared(parts),
        goods=assessment.goods(parts),
        journey=assessment.journey(parts, user=None, at=step.at, known=reference.offices),
        at_risk=cover.AtRisk(stored.amount, stored.currency, stored.country, [], []),
        expected_release_at=row.limit_date,
        at=step.at,
    )
    return f"{stored.amount} {stored.currency} ({stored.country})"


def _write_journey(
    step: engine.Act, parts: Parts, profile: CountryProfile, *, result: str, no_seal_reason: str
) -> None:
    row, at = step.movement, step.at
    passages = [
        Passage(
            movement=row,
            position=position,
            office_id=stop["office"],
            expected_at=datetime.fromisoformat(stop["expected_at"]),
        )
        for position, stop in enumerate(parts.declaration.offices_of_transit, start=1)
    ]
    Passage.objects.bulk_create(passages)
    Arrival.objects.bulk_create(
        [
            Arrival(
                movement=row,
                office_id=str(row.office_of_destination_id),
                expected_at=parts.declaration.expected_arrival_at or at,
            )
        ]
    )
    take_snapshot(parts, number=1, reason="released", at=at, result=result, no_seal_reason=no_seal_reason)
    limit_date = row.limit_date or at
    step.due += deadlines.reminders(row, profile=profile, limit_date=limit_date, at=at)
    transit = [notices.office(passage.office_id) for passage in passages]
    step.tell_principal("IE029", mrn=row.mrn, limit_date=limit_date)
    step.tell("IE050", *transit, mrn=row.mrn)
    step.tell("IE001", parties.destination(row), mrn=row.mrn)


def take_snapshot(parts: Parts, *, number: int, reason: str, at: datetime, **facts: Any) -> Snapshot:
    """Freeze the declaration and what is true of the journey now; papers are printed only from here (spec 12)."""
    row = parts.movement
    document = content.shown(parts) | {
        "mrn": row.mrn,
        "released_at": row.released_at,
        "limit_date": row.limit_date,
        "seals_now": row.seals,
        **facts,
        "paper": documents.facts(parts, at=at),
    }
    return Snapshot.objects.create(
        movement=row,
        number=number,
        reason=reason,
        at=at,
        document=history.plain(document),
        hash=history.digest(document),
    )
