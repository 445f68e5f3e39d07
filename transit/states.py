"""The state machine of a movement as data: the table of spec section 5, row by row.

Read this beside the specification; `tests/transit/test_states.py` holds a copy written by hand that must equal it.
"""

from dataclasses import dataclass
from typing import Any

from django_fsm import RETURN_VALUE

from transit.enums import State as S
from transit.enums import StepUp, Who


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: number in the spec, source states, possible targets (none: the state stays), who, messages out.

    `step_up`: when whoever does it must have proved a moment ago who he is (spec section 14).
    """

    number: int
    sources: frozenset[S]
    targets: tuple[S, ...]
    who: frozenset[Who]
    messages: tuple[str, ...] = ()
    step_up: StepUp = StepUp.NEVER

    def fsm(self) -> dict[str, Any]:
        """The keywords of django-fsm's decorator."""
        targets = [state.value for state in self.targets]
        target = None if not targets else targets[0] if len(targets) == 1 else RETURN_VALUE(*targets)
        return {"source": sorted(state.value for state in self.sources), "target": target}


def _row(
    number: int,
    sources: set[S],
    targets: tuple[S, ...],
    who: set[Who],
    *messages: str,
    step_up: StepUp = StepUp.NEVER,
) -> Transition:
    return Transition(number, frozenset(sources), targets, frozenset(who), messages, step_up)


TABLE: dict[str, Transition] = {
    # Before release
    "lodge": _row(1, {S.DRAFT}, (S.SUBMITTED, S.PRE_LODGED), {Who.PRINCIPAL}, "IE928"),
    "present_goods": _row(2, {S.PRE_LODGED}, (S.SUBMITTED,), {Who.PRINCIPAL, Who.DEPARTURE}, "IE928"),
    "reject": _row(3, {S.SUBMITTED, S.PRE_LODGED}, (S.REJECTED,), {Who.DEPARTURE, Who.SYSTEM}, "IE056"),
    "accept": _row(4, {S.SUBMITTED}, (S.ACCEPTED,), {Who.DEPARTURE, Who.SYSTEM}, "IE028"),
    "refuse_guarantee": _row(5, {S.ACCEPTED}, (S.GUARANTEE_REFUSED,), {Who.SYSTEM}, "IE055"),
    "amend_guarantee": _row(6, {S.GUARANTEE_REFUSED}, (S.ACCEPTED, S.GUARANTEE_REFUSED), {Who.PRINCIPAL}, "IE004"),
    "amend": _row(7, {S.PRE_LODGED, S.SUBMITTED, S.ACCEPTED, S.UNDER_CONTROL}, (), {Who.PRINCIPAL}, "IE004"),
    "order_control": _row(8, {S.ACCEPTED}, (S.UNDER_CONTROL,), {Who.DEPARTURE, Who.SYSTEM}, "IE060"),
    "record_departure_control": _row(9, {S.UNDER_CONTROL}, (S.ACCEPTED, S.UNDER_CONTROL), {Who.DEPARTURE}),
    "refuse_release": _row(
        10,
        {S.ACCEPTED, S.UNDER_CONTROL, S.GUARANTEE_REFUSED},
        (S.NOT_RELEASED,),
        {Who.DEPARTURE, Who.SYSTEM},
        "IE051",
    ),
    "release": _row(
        11,
        {S.ACCEPTED},
        (S.IN_TRANSIT,),
        {Who.DEPARTURE, Who.SYSTEM},
        "IE029",
        "IE050",
        "IE001",
        step_up=StepUp.ALWAYS,
    ),
    "invalidate": _row(
        12,
        {S.PRE_LODGED, S.SUBMITTED, S.ACCEPTED, S.GUARANTEE_REFUSED, S.UNDER_CONTROL},
        (S.INVALIDATED,),
        {Who.DEPARTURE, Who.PRINCIPAL},
        "IE009",
    ),
    # On the road
    "invalidate_after_release": _row(
        13,
        {S.IN_TRANSIT, S.UNDER_ENQUIRY},
        (S.INVALIDATED,),
        {Who.DEPARTURE, Who.SUPERVISOR},
        "IE009",
        "IE010",
        "IE204",
        step_up=StepUp.ALWAYS,
    ),
    # At destination
    "record_arrival": _row(
        14, {S.IN_TRANSIT, S.UNDER_ENQUIRY}, (S.ARRIVED,), {Who.DESTINATION, Who.ATT}, "IE006", "IE024"
    ),
    "discharge": _row(15, {S.ARRIVED, S.UNDER_ENQUIRY}, (S.DISCHARGED,), {Who.SYSTEM}, "IE045", "IE204"),
    "report_discrepancies": _row(16, {S.ARRIVED, S.UNDER_ENQUIRY}, (S.AWAITING_RESOLUTION,), {Who.SYSTEM}, "IE019"),
    "resolve": _row(
        17,
        {S.AWAITING_RESOLUTION},
        (S.DISCHARGED,),
        {Who.DEPARTURE, Who.SUPERVISOR},
        "IE049",
        "IE045",
        "IE204",
        step_up=StepUp.ALWAYS,
    ),
}

_ONCE_RELEASED = {
    S.IN_TRANSIT,
    S.ARRIVED,
    S.AWAITING_RESOLUTION,
    S.UNDER_ENQUIRY,
    S.UNDER_RECOVERY,
    S.DISCHARGED,
    S.CLOSED_AFTER_RECOVERY,
    S.INVALIDATED,
}

EVENTS: dict[str, Transition] = {
    # The draft
    "create": _row(0, set(), (), {Who.PRINCIPAL}),
    "edit_draft": _row(0, {S.DRAFT}, (), {Who.PRINCIPAL}),
    "delete_draft": _row(0, {S.DRAFT}, (), {Who.PRINCIPAL, Who.SYSTEM}),
    "attach_file": _row(0, {S.DRAFT, S.PRE_LODGED, S.SUBMITTED, S.ACCEPTED, S.UNDER_CONTROL}, (), {Who.PRINCIPAL}),
    # Departure
    "request_amendment": _row(
        0, {S.PRE_LODGED, S.SUBMITTED, S.ACCEPTED, S.UNDER_CONTROL}, (), {Who.DEPARTURE}, "IE060"
    ),
    "extend_control": _row(0, {S.UNDER_CONTROL}, (), {Who.DEPARTURE}),
    "reassess": _row(0, {S.ACCEPTED, S.UNDER_CONTROL}, (), {Who.SYSTEM}),
    # Two persons: the proposal that the second one confirms
    "propose_invalidation": _row(0, {S.IN_TRANSIT, S.UNDER_ENQUIRY}, (), {Who.DEPARTURE}),
    "propose_resolution": _row(0, {S.AWAITING_RESOLUTION}, (), {Who.DEPARTURE}),
    "refuse_proposal": _row(
        0, {S.IN_TRANSIT, S.UNDER_ENQUIRY, S.AWAITING_RESOLUTION}, (), {Who.DEPARTURE, Who.SUPERVISOR}
    ),
    "lapse_proposal": _row(0, _ONCE_RELEASED, (), {Who.SYSTEM}),
    # On the road
    "record_passage": _row(0, {S.IN_TRANSIT, S.UNDER_ENQUIRY}, (), {Who.TRANSIT}, "IE118"),
    "keep_late_fact": _row(
        0,
        set(S) - {S.DRAFT, S.PRE_LODGED, S.SUBMITTED, S.ACCEPTED, S.UNDER_CONTROL, S.GUARANTEE_REFUSED},
        (),
        {Who.TRANSIT, Who.DESTINATION, Who.ATT},
    ),
    "decide_late_fact": _row(0, _ONCE_RELEASED, (), {Who.DEPARTURE}),
    # At destination
    "permit_unloading": _row(0, {S.ARRIVED, S.UNDER_ENQUIRY}, (), {Who.DESTINATION}, "IE043"),
    "record_unloading": _row(0, {S.ARRIVED, S.UNDER_ENQUIRY}, (), {Who.ATT}, "IE044", step_up=StepUp.CLEAN),
    "order_destination_control": _row(0, {S.ARRIVED, S.UNDER_ENQUIRY}, (), {Who.DESTINATION}, "IE060"),
    "record_results": _row(0, {S.ARRIVED, S.UNDER_ENQUIRY}, (), {Who.DESTINATION}, "IE018", step_up=StepUp.CLEAN),
}
"""Events that keep the state: the second table of spec section 5, with the same engine and the same rules.

Three are taken by a terminal state too: `keep_late_fact` and `decide_late_fact`, for what happened is not undone by an
end, and `lapse_proposal`, for an end may be what a proposal lapses by.
"""


def row_of(verb: str) -> Transition:
    """The row of a verb in either table."""
    return TABLE[verb] if verb in TABLE else EVENTS[verb]
