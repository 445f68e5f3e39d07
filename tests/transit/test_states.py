"""The table of spec section 5, written out by hand: it must equal the code's, and every pair not in it is refused."""

from datetime import datetime

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import WrongState
from offices.actors import SYSTEM
from tests.factories import offices as factory
from transit import states
from transit.enums import TERMINAL, State, StepUp, Who
from transit.models import Movement
from transit.permissions import system
from transit.services import engine

# row: verb, from, to, who, messages out
TABLE = """
 1 | lodge                    | DRAFT                                       | SUBMITTED PRE_LODGED       | PRINCIPAL           | IE928
 2 | present_goods            | PRE_LODGED                                  | SUBMITTED                  | PRINCIPAL DEPARTURE | IE928
 3 | reject                   | SUBMITTED PRE_LODGED                        | REJECTED                   | DEPARTURE SYSTEM    | IE056
 4 | accept                   | SUBMITTED                                   | ACCEPTED                   | DEPARTURE SYSTEM    | IE028
 5 | refuse_guarantee         | ACCEPTED                                    | GUARANTEE_REFUSED          | SYSTEM              | IE055
 6 | amend_guarantee          | GUARANTEE_REFUSED                           | ACCEPTED GUARANTEE_REFUSED | PRINCIPAL           | IE004
 7 | amend                    | PRE_LODGED SUBMITTED ACCEPTED UNDER_CONTROL |                            | PRINCIPAL           | IE004
 8 | order_control            | ACCEPTED                                    | UNDER_CONTROL              | DEPARTURE SYSTEM    | IE060
 9 | record_departure_control | UNDER_CONTROL                               | ACCEPTED UNDER_CONTROL     | DEPARTURE           |
10 | refuse_release           | ACCEPTED UNDER_CONTROL GUARANTEE_REFUSED    | NOT_RELEASED               | DEPARTURE SYSTEM    | IE051
11 | release                  | ACCEPTED                                    | IN_TRANSIT                 | DEPARTURE SYSTEM    | IE029 IE050 IE001
12 | invalidate               | PRE_LODGED SUBMITTED ACCEPTED GUARANTEE_REFUSED UNDER_CONTROL | INVALIDATED | DEPARTURE PRINCIPAL | IE009
13 | invalidate_after_release | IN_TRANSIT UNDER_ENQUIRY                    | INVALIDATED                | DEPARTURE SUPERVISOR | IE009 IE010 IE204
14 | record_arrival           | IN_TRANSIT UNDER_ENQUIRY                    | ARRIVED                    | DESTINATION ATT     | IE006 IE024
15 | discharge                | ARRIVED UNDER_ENQUIRY                       | DISCHARGED                 | SYSTEM              | IE045 IE204
16 | report_discrepancies     | ARRIVED UNDER_ENQUIRY                       | AWAITING_RESOLUTION        | SYSTEM              | IE019
17 | resolve                  | AWAITING_RESOLUTION                         | DISCHARGED                 | DEPARTURE SUPERVISOR | IE049 IE045 IE204
"""  # noqa: E501  a table is read across

EVENTS = """
create                    |
edit_draft                | DRAFT
delete_draft              | DRAFT
attach_file               | DRAFT PRE_LODGED SUBMITTED ACCEPTED UNDER_CONTROL
request_amendment         | PRE_LODGED SUBMITTED ACCEPTED UNDER_CONTROL
extend_control            | UNDER_CONTROL
reassess                  | ACCEPTED UNDER_CONTROL
propose_invalidation      | IN_TRANSIT UNDER_ENQUIRY
propose_resolution        | AWAITING_RESOLUTION
refuse_proposal           | IN_TRANSIT UNDER_ENQUIRY AWAITING_RESOLUTION
lapse_proposal            | IN_TRANSIT ARRIVED AWAITING_RESOLUTION UNDER_ENQUIRY UNDER_RECOVERY +
                            DISCHARGED CLOSED_AFTER_RECOVERY INVALIDATED
keep_late_fact            | REJECTED NOT_RELEASED IN_TRANSIT ARRIVED AWAITING_RESOLUTION UNDER_ENQUIRY UNDER_RECOVERY +
                            DISCHARGED CLOSED_AFTER_RECOVERY INVALIDATED
decide_late_fact          | IN_TRANSIT ARRIVED AWAITING_RESOLUTION UNDER_ENQUIRY UNDER_RECOVERY +
                            DISCHARGED CLOSED_AFTER_RECOVERY INVALIDATED
record_passage            | IN_TRANSIT UNDER_ENQUIRY
permit_unloading          | ARRIVED UNDER_ENQUIRY
record_unloading          | ARRIVED UNDER_ENQUIRY
order_destination_control | ARRIVED UNDER_ENQUIRY
record_results            | ARRIVED UNDER_ENQUIRY
"""


# Spec section 14: release, every act marked + supervisor, a clean result at destination.
STEP_UP = {
    "release": StepUp.ALWAYS,
    "invalidate_after_release": StepUp.ALWAYS,
    "resolve": StepUp.ALWAYS,
    "record_results": StepUp.CLEAN,
    "record_unloading": StepUp.CLEAN,
}


def _rows(table: str) -> list[list[str]]:
    lines = table.replace("+\n", "").strip().splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def test_table_equals_the_specification() -> None:
    by_hand = {
        verb: (int(number), set(sources.split()), targets.split(), set(who.split()), messages.split())
        for number, verb, sources, targets, who, messages in _rows(TABLE)
    }
    in_code = {
        verb: (row.number, set(row.sources), list(row.targets), set(row.who), list(row.messages))
        for verb, row in states.TABLE.items()
    }
    assert in_code == by_hand


def test_verbs_that_ask_for_a_proof_are_those_of_the_specification() -> None:
    asking = {verb: row.step_up for verb, row in (states.TABLE | states.EVENTS).items() if row.step_up != StepUp.NEVER}
    assert asking == STEP_UP
    marked = {verb for verb, row in states.TABLE.items() if Who.SUPERVISOR in row.who}
    assert marked <= {verb for verb, when in asking.items() if when is StepUp.ALWAYS}


def test_events_equal_the_second_table() -> None:
    by_hand = {verb: set(sources.split()) for verb, sources in _rows(EVENTS)}
    assert {verb: set(row.sources) for verb, row in states.EVENTS.items()} == by_hand
    assert not any(row.targets for row in states.EVENTS.values())


def test_states_are_those_of_the_specification() -> None:
    assert set(State) == {
        *("DRAFT", "PRE_LODGED", "SUBMITTED", "REJECTED", "ACCEPTED", "UNDER_CONTROL", "GUARANTEE_REFUSED"),
        *("NOT_RELEASED", "IN_TRANSIT", "ARRIVED", "AWAITING_RESOLUTION", "UNDER_ENQUIRY", "UNDER_RECOVERY"),
        *("DISCHARGED", "CLOSED_AFTER_RECOVERY", "INVALIDATED"),
    }
    assert {"REJECTED", "NOT_RELEASED", "DISCHARGED", "CLOSED_AFTER_RECOVERY", "INVALIDATED"} == TERMINAL


def test_terminal_states_are_left_by_nothing() -> None:
    assert not any(row.sources & TERMINAL for row in states.TABLE.values())


def test_terminal_states_still_take_late_facts_and_lapses_and_nothing_else() -> None:
    taken = [verb for verb, row in states.EVENTS.items() if row.sources & TERMINAL]
    assert taken == ["lapse_proposal", "keep_late_fact", "decide_late_fact"]


@pytest.mark.parametrize(("verb", "row"), [*states.TABLE.items(), *states.EVENTS.items()])
def test_pairs_outside_the_tables_are_refused_with_92(
    db: None, at: datetime, verb: str, row: states.Transition
) -> None:
    movement = Movement(lrn="X", principal=factory.firm(), created_at=at, changed_at=at)
    movement.save()
    stored = Movement.objects.filter(pk=movement.pk)
    for state in set(State) - row.sources:
        stored.update(state=state)
        before = stored.values().get()
        with (
            pytest.raises(WrongState) as refusal,
            engine.act(verb, movement=movement.pk, actor=SYSTEM, at=at, allow=system),
        ):
            pytest.fail("the body of a refused act must not run")
        assert refusal.value.findings[0].finding_class == 92
        assert stored.values().get() == before
    assert not HistoryEntry.objects.filter(subject=movement.pk).exists()


@pytest.mark.parametrize("verb", states.TABLE)
def test_every_row_has_its_transition_method(verb: str) -> None:
    """django-fsm itself refuses too, whoever calls the method past the engine."""
    method = getattr(Movement, verb)
    assert {transition.source for transition in method._django_fsm.transitions.values()} == states.TABLE[verb].sources
