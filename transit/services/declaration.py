"""The principal's verbs before release: draft, lodge, present, amend, invalidate (spec 3; 5 rows 1, 2, 6, 7, 12)."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, NotFound, Refusal, RulesBroken, WrongState
from offices import selectors as offices
from offices.actors import Actor, local_day
from offices.enums import DeadlineKind
from offices.models import Firm
from transit import checks, facts, permissions
from transit.enums import Kind, State
from transit.facts import Parts
from transit.models import Movement
from transit.selectors import movements
from transit.selectors.reference import reference_for
from transit.services import amendment, assessment, attachments, deadlines, departure, engine, parties
from transit.services import content as contents


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks say of a declaration: findings refuse it, warnings do not."""

    findings: Sequence[Finding]
    warnings: Sequence[Finding]


# The draft


def create(*, actor: Actor, content: dict[str, Any], at: datetime) -> Movement:
    """A new draft. The principal is the own firm, or one whose mandate the own firm holds."""
    principal, representative = _parties(actor, content)
    movement = Movement(principal=principal, representative=representative, created_at=at, changed_at=at)
    content = _settled(content, principal, representative)
    if content.get("binding_itinerary") is None:
        content["binding_itinerary"] = _binds(content, principal, at)
    return _insert(movement, actor=actor, content=content, at=at)


def _binds(content: dict[str, Any], principal: Firm, at: datetime) -> bool:
    """Whether an itinerary binds where nobody says so: by the profile of the country of departure, while that is open
    of the principal's own.
    """
    code = content.get("office_of_departure") or ""
    office = offices.offices_by_code(codes=[code]).get(code)
    country = office.country if office is not None else principal.country
    profile = offices.profile_on(country=country.code, day=local_day(at, country.time_zone))
    return profile.itinerary_binding


def copy(*, actor: Actor, movement: uuid.UUID, lrn: str, at: datetime) -> Movement:
    """A new draft with the content of a declaration of one's own, under a new LRN; without guarantees and files.

    Who copies it declares it: the principal itself what its agent once declared.
    """
    original = movements.visible(actor).filter(pk=movement).first()
    if original is None:
        raise NotFound("no such declaration")
    if not permissions.principal_prepares(actor, original):
        raise engine.denied("copy", original, actor, permissions.principal_prepares)
    content = contents.read(original) | {"lrn": lrn, "guarantees": [], "representative": None}
    for consignment in content["consignments"]:
        for item in consignment["items"]:
            item["supporting_documents"] = [_without_file(row) for row in item["supporting_documents"]]
    return create(actor=actor, content=content, at=at)


def _without_file(document: dict[str, Any]) -> dict[str, Any]:
    """A document as referenced; its file belongs to the other declaration."""
    return {name: value for name, value in document.items() if name != "file"}


def _insert(movement: Movement, *, actor: Actor, content: dict[str, Any], at: datetime) -> Movement:
    parts = contents.build(movement=movement, content=content)
    movement = parts.movement
    with _lrn_once(movement.lrn), transaction.atomic():
        engine.begin(movement, actor=actor, at=at, lrn=movement.lrn)
        contents.store(parts, movement=movement, at=at, new=True)
        deadlines.write(deadlines.of_draft(movement, at=at))
    return movement


@contextmanager
def _lrn_once(lrn: str) -> Iterator[None]:
    """The unique constraint is the judge: two drafts with one LRN at the same time leave one."""
    try:
        yield
    except IntegrityError as error:
        if "lrn" not in str(error):
            raise
        text = "this LRN is used already; only that of a rejected declaration may be used again"
        raise RulesBroken.one("R-LRN-02", "lrn", text, lrn, FindingClass.DUPLICATE) from error


def _parties(actor: Actor, content: dict[str, Any]) -> tuple[Firm, Firm | None]:
    own = actor.user.firm if actor.user is not None else None
    if own is None or not permissions.writes_declarations(actor):
        raise NotAllowed("only employees of an approved trader or carrier who may PREPARE or LODGE write declarations")
    number = content.get("principal") or own.number
    if number == own.number:
        return own, None
    principal = Firm.objects.filter(number=number, pk__in=actor.represented).first()
    if principal is None:
        raise RulesBroken.one("R-PARTY-01", "principal", "you hold no mandate of this firm today", number)
    return principal, own


def _settled(content: dict[str, Any], principal: Firm, representative: Firm | None) -> dict[str, Any]:
    """The content with the parties the actor really stands for."""
    named = content.get("representative")
    if named and named != (representative.number if representative else None):
        raise RulesBroken.one("R-PARTY-02", "representative", "not the firm that declares here", named)
    return content | {
        "principal": principal.number,
        "representative": representative.number if representative else None,
    }


class Stale(Refusal):
    """The declaration was changed since it was read: what was written on its ground would undo that."""

    code = "stale"
    title = "It was changed since you read it."


def update(
    *, actor: Actor, movement: uuid.UUID, content: dict[str, Any], at: datetime, version: int | None = None
) -> Movement:
    """Change a draft: the given top-level fields replace the stored ones.

    With `version`, the movement's when `content` was made from what it held: refused as Stale if it has moved on.
    """
    lrn = str(content.get("lrn", ""))
    with (
        _lrn_once(lrn),
        engine.act("edit_draft", movement=movement, actor=actor, at=at, allow=permissions.principal_prepares) as step,
    ):
        row = step.movement
        _still(row, version)
        content = _settled(content, *_same_parties(row, content))
        step.note(fields=sorted(content))
        contents.write(movement=row, content=contents.merged(movement=row, content=content), at=at)
    return row


def _still(row: Movement, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Stale


def _same_parties(row: Movement, content: dict[str, Any]) -> tuple[Firm, Firm | None]:
    number = content.get("principal")
    if number and number != row.principal.number:
        raise RulesBroken.one("R-AMEND-01", "principal", "the principal of a draft stays", number)
    return row.principal, row.representative


def delete(*, actor: Actor, movement: uuid.UUID, at: datetime) -> None:
    """Delete a draft; its history stays."""
    allow = permissions.principal_prepares | permissions.system
    with transaction.atomic():
        with engine.act("delete_draft", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
            step.note(lrn=step.movement.lrn)
            attachments.delete_files(movement=step.movement)
        step.movement.delete()


def validate(*, actor: Actor, movement: uuid.UUID, at: datetime) -> Verdict:
    """The same checks as at lodging, the guarantee's too; nothing is changed or reserved (spec section 4)."""
    parts, verdict = _reviewed(actor, movement, at)
    if verdict.findings:
        return verdict
    with transaction.atomic():
        found = assessment.forecast(parts, user=_giver(actor, parts.movement), at=at)
    return replace(verdict, findings=found)


def cover_forecast(*, actor: Actor, movement: uuid.UUID, at: datetime) -> assessment.Forecast:
    """Would this declaration fit? The full computation by country and, for who shows the right codes, each guarantee.

    Refuses a declaration with findings: what the goods are and where they go must stand first. Reserves nothing.
    """
    parts, verdict = _reviewed(actor, movement, at)
    if verdict.findings:
        raise RulesBroken(verdict.findings)
    with transaction.atomic():
        return assessment.forecast_in_full(parts, user=_giver(actor, parts.movement), at=at)


def review(*, actor: Actor, movement: uuid.UUID, at: datetime) -> Verdict:
    """The checks of the declaration alone: unlike `validate` it tries no access code, so it may run at every look."""
    return _reviewed(actor, movement, at)[1]


def _reviewed(actor: Actor, movement: uuid.UUID, at: datetime) -> tuple[Parts, Verdict]:
    row = movements.visible(actor).filter(pk=movement).first()
    if row is None:
        raise NotFound("no such declaration")
    if not permissions.principal_prepares(actor, row):
        raise engine.denied("validate", row, actor, permissions.principal_prepares)
    if row.state not in (State.DRAFT, State.PRE_LODGED):
        raise WrongState(action="validate", state=row.state)
    parts = facts.load(row)
    basis = facts.Facts(parts, reference_for(parts, at), at)
    return parts, Verdict(checks.run(basis), [*checks.warnings(basis), *checks.hints(basis)])


# Lodging


def lodge(*, actor: Actor, movement: uuid.UUID, at: datetime) -> Movement:
    """Row 1. Any finding refuses it and leaves the draft as it was; where the profile says so, acceptance follows."""
    with transaction.atomic():
        with engine.act(
            "lodge", movement=movement, actor=actor, at=at, allow=permissions.principal_lodges, savepoint=False
        ) as step:
            row = step.movement
            parts = _checked(step)
            row.lodged_at = at
            if row.kind == Kind.STANDARD:
                row.presented_at = at
            _acknowledge(step)
        if row.kind == Kind.STANDARD:
            departure.accept_automatically(parts, user=_giver(actor, row), at=at)
    return row


def present(*, actor: Actor, movement: uuid.UUID, at: datetime) -> Movement:
    """Row 2: the goods of a pre-lodged declaration are there. The checks run again; findings leave it PRE_LODGED."""
    allow = permissions.principal_lodges | permissions.departure_officer
    with transaction.atomic():
        with engine.act("present_goods", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
            row = step.movement
            parts = _checked(step)
            row.presented_at = at
            _acknowledge(step)
        departure.accept_automatically(parts, user=_giver(actor, row), at=at)
    return row


def _checked(step: engine.Act) -> Parts:
    parts = facts.load(step.movement)
    basis = facts.Facts(parts, reference_for(parts, step.at), step.at)
    found = checks.run(basis)
    if found:
        raise RulesBroken(found)
    if warnings := checks.warnings(basis):
        step.note(warnings=[warning.as_dict() for warning in warnings])
    return parts


def _giver(actor: Actor, row: Movement) -> int | None:
    """The person whose wrong access codes count: one of the principal's side, never an officer."""
    return actor.user.pk if actor.user is not None and permissions.acts_for_principal(actor, row) else None


def _acknowledge(step: engine.Act) -> None:
    row = step.movement
    pre_lodged = step.verb == "lodge" and row.kind == Kind.PRE_LODGED
    step.tell_principal("IE928")
    step.tell("IE928", parties.departure(row))
    step.due.append(
        deadlines.due(
            row,
            DeadlineKind.PRESENTATION if pre_lodged else DeadlineKind.ACCEPTANCE,
            office=assessment.office_of_departure(row),
            profile=assessment.profile_of(row, step.at),
            counts_from=step.at,
        )
    )


# Amending


def amend(
    *, actor: Actor, movement: uuid.UUID, content: dict[str, Any], at: datetime, version: int | None = None
) -> Movement:
    """Row 7. The given top-level fields replace the declared ones; checks, guarantee and risk run again.

    `version` as in `update`.
    """
    with transaction.atomic():
        with engine.act(
            "amend", movement=movement, actor=actor, at=at, allow=permissions.principal_lodges, savepoint=False
        ) as step:
            row = step.movement
            _still(row, version)
            if row.control_ordered and not row.amendment_requested:
                raise NotAllowed("once a control was ordered only at the officer's request")
            old = facts.load(row)
            before = contents.shown(old)
            new = contents.build(movement=row, content=before | content)
            found = amendment.forbidden(old=old, new=new, given=content, accepted=row.accepted_at is not None)
            basis = facts.Facts(new, reference_for(new, at), at)
            found += checks.run(basis)
            if found:
                raise RulesBroken(found)
            contents.store(new, movement=row, at=at)
            row.amendment_requested = False
            step.note(fields=sorted(content))
            step.note_for_office(changes=amendment.changes(before=before, after=contents.shown(new), given=content))
            step.tell_principal("IE004")
            step.tell("IE004", parties.departure(row))
        _reassess(replace(new, movement=row), actor=actor, at=at)
    return row


def _reassess(parts: Parts, *, actor: Actor, at: datetime) -> None:
    row = parts.movement
    if row.state == State.SUBMITTED:
        departure.accept_automatically(parts, user=_giver(actor, row), at=at)
    elif row.state in (State.ACCEPTED, State.UNDER_CONTROL):
        departure.reassess(parts, user=_giver(actor, row), at=at)


def amend_guarantee(*, actor: Actor, movement: uuid.UUID, guarantees: list[dict[str, Any]], at: datetime) -> Movement:
    """Row 6. Only guarantee data change, checked at once; still failing: a new IE055, the same deadline."""
    with transaction.atomic():
        allow = permissions.principal_lodges
        with engine.act("amend_guarantee", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
            row = step.movement
            old = facts.load(row)
            new = replace(old, guarantees=contents.guarantees(old.declaration, guarantees))
            found = checks.run(facts.Facts(new, reference_for(new, at), at), only=checks.guarantees.RULES)
            if found:
                raise RulesBroken(found)
            contents.store_guarantees(new)
            before, after = ([{"grn": named.grn} for named in parts.guarantees] for parts in (old, new))
            step.note_for_office(changes={"guarantees": {"before": before, "after": after}})
            reasons = assessment.check_guarantee(new, user=_giver(actor, row), at=at)
            step.arguments["covered"] = not reasons
            step.tell_principal("IE004")
            step.tell("IE004", parties.departure(row))
            if reasons:
                assessment.explain_refusal(step, reasons)
        if not reasons:
            assessment.follow_up(row, profile=assessment.profile_of(row, at), at=at)
    return row


def invalidate(*, actor: Actor, movement: uuid.UUID, reason: str, at: datetime) -> Movement:
    """Row 12: the departure officer from every state before release, the principal unless a control was ordered."""
    allow = permissions.departure_officer | (permissions.principal_lodges & permissions.no_control_ordered)
    with engine.act("invalidate", movement=movement, actor=actor, at=at, allow=allow) as step:
        step.note(reason=reason)
        step.tell_principal("IE009", reason=reason)
        step.tell("IE009", parties.departure(step.movement))
        departure.end_control(step.movement, at=at)
    return step.movement
