"""Every verb that moves a movement, its passages, its arrival or a proposal, ready to be done: once, and once more.

Each story brings a movement to where the verb is possible and returns the verb as an act without arguments.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from acts.common.models import Proposal
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.models import CountryProfile, Firm
from offices.services import demo
from tests.concurrency.stage import DEPARTURE, DESTINATION, ENTRY, Stage
from tests.factories import guarantees
from transit.enums import Kind
from transit.models import Movement
from transit.rehearsal import journey
from transit.services import closure, declaration, departure, destination, en_route

Act = Callable[[], object]


def _lodge(stage: Stage) -> Act:
    draft = declaration.create(actor=stage.trader, content=stage.content(), at=stage.at)
    return lambda: declaration.lodge(actor=stage.trader, movement=draft.pk, at=stage.at)


def _present_goods(stage: Stage) -> Act:
    row = stage.accepted(kind=Kind.PRE_LODGED)
    return lambda: declaration.present(actor=stage.trader, movement=row.pk, at=stage.at)


def _reject(stage: Stage) -> Act:
    row = stage.accepted(kind=Kind.PRE_LODGED)
    return lambda: departure.reject(actor=stage.officer, movement=row.pk, reason="no goods", at=stage.at)


def _accept(stage: Stage) -> Act:
    CountryProfile.objects.filter(country="SG").update(automatic_acceptance=False)
    draft = declaration.create(actor=stage.trader, content=stage.content(), at=stage.at)
    declaration.lodge(actor=stage.trader, movement=draft.pk, at=stage.at)
    return lambda: departure.accept(actor=stage.officer, movement=draft.pk, at=stage.at)


def _amend_guarantee(stage: Stage) -> Act:
    stage.leave(Decimal(1))
    row = stage.accepted()
    other = guarantees.opened(principal=row.principal, reference_amount=Decimal(5000000), at=stage.at)
    declared = [{"grn": other.guarantee.grn, "access_code": other.access_code}]
    return lambda: declaration.amend_guarantee(actor=stage.trader, movement=row.pk, guarantees=declared, at=stage.at)


def _order_control(stage: Stage) -> Act:
    row = stage.accepted()
    return lambda: departure.order_control(actor=stage.officer, movement=row.pk, kind="DOCUMENTS", at=stage.at)


def _record_departure_control(stage: Stage) -> Act:
    row = stage.accepted()
    departure.order_control(actor=stage.officer, movement=row.pk, kind="DOCUMENTS", at=stage.at)
    return lambda: departure.record_control(actor=stage.officer, movement=row.pk, satisfactory=True, at=stage.at)


def _refuse_release(stage: Stage) -> Act:
    row = stage.accepted()
    return lambda: departure.refuse(actor=stage.officer, movement=row.pk, reason="no", at=stage.at)


def _release(stage: Stage) -> Act:
    row = stage.accepted()
    return lambda: departure.release(actor=stage.officer, movement=row.pk, at=stage.at)


def _invalidate(stage: Stage) -> Act:
    row = stage.accepted()
    return lambda: declaration.invalidate(actor=stage.trader, movement=row.pk, reason="sold", at=stage.at)


def _invalidate_after_release(stage: Stage) -> Act:
    proposal = _proposal(stage)
    supervisor = stage.posted(DEPARTURE, OfficerRole.SUPERVISOR)
    return lambda: closure.confirm(actor=supervisor, proposal=proposal.pk, at=stage.at)


def _refuse_proposal(stage: Stage) -> Act:
    proposal = _proposal(stage)
    return lambda: closure.refuse(actor=stage.officer, proposal=proposal.pk, reason="mistaken", at=stage.at)


def _proposal(stage: Stage) -> Proposal:
    row = stage.released()
    return closure.propose_invalidation(
        actor=stage.officer, movement=row.pk, reason="twice", where_goods="in the yard", at=stage.at
    )


# On the road

Passing = Callable[..., Any]


def _passage(verb: Passing, *before: Passing, **words: str) -> Callable[[Stage], Act]:
    """`verb` at the entry post, when the verbs `before` are done there."""

    def story(stage: Stage) -> Act:
        key, officer = stage.released().pk, stage.first.cast.officers[ENTRY]
        for earlier in before:
            reason = {"reason": "broken seal"} if earlier is en_route.hold else {}
            earlier(actor=officer, movement=key, office=ENTRY, at=stage.at, **reason)
        return lambda: verb(actor=officer, movement=key, office=ENTRY, at=stage.at, **words)

    return story


# At destination


def _inspector(stage: Stage) -> Actor:
    return stage.first.cast.officers[DESTINATION]


def _record_arrival(stage: Stage) -> Act:
    row = stage.released()
    return lambda: destination.record_arrival(actor=_inspector(stage), movement=row.pk, at=stage.at)


def _discharge(stage: Stage) -> Act:
    row = stage.arrived()
    return lambda: destination.record_results(actor=_inspector(stage), movement=row.pk, result="A2", at=stage.at)


def _order_destination_control(stage: Stage) -> Act:
    row = stage.arrived()
    return lambda: destination.order_control(actor=_inspector(stage), movement=row.pk, kind="SCANNER", at=stage.at)


def _report_discrepancies(stage: Stage) -> Act:
    row = stage.arrived()
    destination.order_control(actor=_inspector(stage), movement=row.pk, kind="SCANNER", at=stage.at)
    return lambda: destination.record_results(
        actor=_inspector(stage), movement=row.pk, result="B1", text="wet", at=stage.at
    )


def _resolve(stage: Stage) -> Act:
    row = stage.arrived()
    destination.order_control(actor=_inspector(stage), movement=row.pk, kind="SCANNER", at=stage.at)
    destination.record_results(actor=_inspector(stage), movement=row.pk, result="B1", text="wet", at=stage.at)
    proposal = closure.resolve(
        actor=stage.officer, movement=row.pk, explanation="counted again", evidence="tally", at=stage.at
    )
    supervisor = stage.posted(DEPARTURE, OfficerRole.SUPERVISOR)
    return lambda: closure.confirm(actor=supervisor, proposal=proposal.pk, at=stage.at)


def _for_consignee(stage: Stage) -> tuple[Movement, Actor]:
    """Arrived at the premises of an authorised consignee, and one of its people."""
    content = stage.content()
    consignments = content["consignments"]
    for consignment in consignments:
        consignment["consignee"] = {"registration_number": demo.ATT_FIRM}
    row = stage.arrived(destination_premises=demo.ATT_PREMISES, consignments=consignments)
    consignee = guarantees.employee_of(Firm.objects.get(number=demo.ATT_FIRM), stage.at)
    return row, replace(consignee, proof=journey.at_the_desk)


def _permit_unloading(stage: Stage) -> Act:
    row, _ = _for_consignee(stage)
    return lambda: destination.permit_unloading(actor=_inspector(stage), movement=row.pk, at=stage.at)


def _remarks(*, conform: bool) -> Callable[[Stage], Act]:
    def story(stage: Stage) -> Act:
        row, consignee = _for_consignee(stage)
        destination.permit_unloading(actor=_inspector(stage), movement=row.pk, at=stage.at)
        return lambda: destination.unloading_remarks(
            actor=consignee, movement=row.pk, complete=True, conform=conform, at=stage.at
        )

    return story


STORIES: dict[str, Callable[[Stage], Act]] = {
    "lodge": _lodge,
    "present_goods": _present_goods,
    "reject": _reject,
    "accept": _accept,
    "amend_guarantee": _amend_guarantee,
    "order_control": _order_control,
    "record_departure_control": _record_departure_control,
    "refuse_release": _refuse_release,
    "release": _release,
    "invalidate": _invalidate,
    "invalidate_after_release": _invalidate_after_release,
    "refuse_proposal": _refuse_proposal,
    "present": _passage(en_route.present),
    "cross": _passage(en_route.cross, en_route.present),
    "hold": _passage(en_route.hold, en_route.present, reason="broken seal"),
    "cross_held": _passage(en_route.cross, en_route.present, en_route.hold, text="resealed"),
    "refuse_entry": _passage(en_route.refuse_entry, en_route.present, en_route.hold, reason="forbidden"),
    "seize": _passage(en_route.seize, en_route.present, en_route.hold, reason="smuggled"),
    "record_arrival": _record_arrival,
    "discharge": _discharge,
    "order_destination_control": _order_destination_control,
    "report_discrepancies": _report_discrepancies,
    "resolve": _resolve,
    "permit_unloading": _permit_unloading,
    "unloading_remarks": _remarks(conform=True),
    "unloading_remarks_not_conform": _remarks(conform=False),
}
REPEATABLE = {"amend"}
"""Rows of the table that may be done again at once."""
BY_THE_SYSTEM = {"refuse_guarantee"}
"""Rows nobody can ask for: they follow from another verb."""
