"""Who may do what: each verb by the wrong person, who may not know of the movement (404) or may not do it (403)."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from acts.common import history
from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, Refusal
from offices.actors import Actor
from offices.enums import AttRightKind, EmployeeRole, OfficerRole
from offices.models import AttRight, Firm, Mandate, User
from tests.factories import offices
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Consignment, Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Play, Stage
from transit.selectors import movements
from transit.services import closure, declaration, departure, destination, en_route, late_facts

YESTERDAY = date(2026, 11, 22)
FIRST = "SGTUA001"
Verb = Callable[..., Any]
Made = Mapping[State, tuple[Movement, Play]]


@pytest.fixture(scope="module")
def _staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as stage:
        yield stage


@pytest.fixture
def stage(_staged: Stage, db: None) -> Stage:
    return _staged


def _named(verb: Verb, **arguments: Any) -> Verb:
    return lambda actor, movement, at: verb(actor=actor, movement=movement, at=at, **arguments)


# Verb, a state in which it is possible, and the call.
PRINCIPAL: dict[str, tuple[State, Verb]] = {
    "edit": (State.DRAFT, _named(declaration.update, content={"route_text": "x"})),
    "delete": (State.DRAFT, _named(declaration.delete)),
    "validate": (State.DRAFT, _named(declaration.validate)),
    "copy": (State.DRAFT, _named(declaration.copy, lrn="COPY")),
    "lodge": (State.DRAFT, _named(declaration.lodge)),
    "present": (State.PRE_LODGED, _named(declaration.present)),
    "amend": (State.ACCEPTED, _named(declaration.amend, content={"route_text": "x"})),
    "amend_guarantee": (State.GUARANTEE_REFUSED, _named(declaration.amend_guarantee, guarantees=[])),
    "invalidate": (State.ACCEPTED, _named(declaration.invalidate, reason="x")),
}
DEPARTURE: dict[str, tuple[State, Verb]] = {
    "reject": (State.PRE_LODGED, _named(departure.reject, reason="x")),
    "accept": (State.SUBMITTED, _named(departure.accept)),
    "order_control": (State.ACCEPTED, _named(departure.order_control, kind="SCANNER")),
    "record_control": (State.UNDER_CONTROL, _named(departure.record_control, satisfactory=True)),
    "extend_control": (State.UNDER_CONTROL, _named(departure.extend_control, reason="x")),
    "request_amendment": (State.ACCEPTED, _named(departure.request_amendment, text="x")),
    "release": (State.ACCEPTED, _named(departure.release)),
    "refuse": (State.ACCEPTED, _named(departure.refuse, reason="x")),
    "propose_invalidation": (
        State.IN_TRANSIT,
        _named(closure.propose_invalidation, reason="x", where_goods="y"),
    ),
    "resolve": (State.AWAITING_RESOLUTION, _named(closure.resolve, explanation="x", evidence="y")),
    "decide_late_fact": (State.ARRIVED, _named(late_facts.decide, fact=uuid.uuid4(), decision="x")),
}
TRANSIT: dict[str, tuple[State, Verb]] = {
    "present": (State.IN_TRANSIT, _named(en_route.present, office=FIRST)),
    "cross": (State.IN_TRANSIT, _named(en_route.cross, office=FIRST)),
    "hold": (State.IN_TRANSIT, _named(en_route.hold, office=FIRST, reason="x")),
    "refuse_entry": (State.IN_TRANSIT, _named(en_route.refuse_entry, office=FIRST, reason="x")),
    "seize": (State.IN_TRANSIT, _named(en_route.seize, office=FIRST, reason="x")),
}
DESTINATION: dict[str, tuple[State, Verb]] = {
    "arrival": (State.IN_TRANSIT, _named(destination.record_arrival)),
    "unloading_permission": (State.ARRIVED, _named(destination.permit_unloading)),
    "unloading_remarks": (State.ARRIVED, _named(destination.unloading_remarks)),
    "order_control": (State.ARRIVED, _named(destination.order_control, kind="SCANNER")),
    "results": (State.ARRIVED, _named(destination.record_results, result="A2")),
}
ALL = {
    f"{group}.{name}": row
    for group, rows in (
        ("principal", PRINCIPAL),
        ("departure", DEPARTURE),
        ("transit", TRANSIT),
        ("destination", DESTINATION),
    )
    for name, row in rows.items()
}
OFFICERS = {name: row for name, row in ALL.items() if not name.startswith("principal")}


@pytest.fixture(scope="module")
def _made(_staged: Stage, django_db_blocker: DjangoDbBlocker) -> Made:
    with django_db_blocker.unblock():
        found = {state: factory.movement_in(state, _staged) for state in {state for state, _ in ALL.values()}}
        connection.check_constraints()  # Once, as in `staged`.
    return {state: (movement, _standing_still(play)) for state, (movement, play) in found.items()}


def _standing_still(play: Play) -> Play:
    now = play.tick()
    return replace(play, tick=lambda: now)


@pytest.fixture
def made(_made: Made, db: None) -> Made:
    """A movement in each state that a verb asks for; what a test does to one is taken back with the test."""
    return _made


def refused(error: type[Refusal], actor: Actor, movement: Movement, verb: Verb, play: Play) -> None:
    """`verb` is refused with exactly this error and leaves row and history as they were."""
    before, entries = factory.row(movement).__dict__, HistoryEntry.objects.count()
    with pytest.raises(error) as raised:
        verb(actor, movement.pk, play.tick())
    assert raised.type is error
    after = factory.row(movement).__dict__
    assert {**after, "_state": None} == {**before, "_state": None}
    assert HistoryEntry.objects.count() == entries


def strangers(stage: Stage) -> dict[str, Actor]:
    """Those for whom the movement does not exist."""
    everything, home = tuple(OfficerRole), "SGSIN001"
    ended = offices.officer(office=home, roles=everything, until=YESTERDAY)
    firm = offices.firm(number="SG-T-9001")
    return {
        "another firm": factory.acting(offices.user(firm=firm)),
        "a bank": stage.actors["bank"],
        "another office": factory.posted(*everything, office="VNHPH001"),
        "a posting that ended": factory.acting(ended),
        "a posting to come": factory.posted(*everything, office=home, since=date(2026, 11, 24)),
        "the national administrator": stage.actors["national"],
        "the central team": stage.actors["central"],
        "an employee without any duty": factory.acting(
            offices.user(firm=Firm.objects.get(number="SG-T-0001"), duties=())
        ),
    }


@pytest.mark.parametrize("name", ALL)
def test_stranger_is_told_that_there_is_no_such_movement(stage: Stage, made: Made, name: str) -> None:
    state, verb = ALL[name]
    movement, play = made[state]
    for stranger in strangers(stage).values():
        refused(NotFound, stranger, movement, verb, play)


@pytest.mark.parametrize("name", OFFICERS)
def test_principal_is_no_officer(made: Made, name: str) -> None:
    state, verb = OFFICERS[name]
    movement, play = made[state]
    refused(NotAllowed, play.cast.trader, movement, verb, play)


@pytest.mark.parametrize(
    "name", sorted(PRINCIPAL.keys() - {"present", "invalidate", "edit", "delete", "validate", "copy", "lodge"})
)
def test_officer_of_departure_does_not_act_for_the_principal(made: Made, name: str) -> None:
    state, verb = PRINCIPAL[name]
    movement, play = made[state]
    refused(NotAllowed, factory.officer(play), movement, verb, play)


@pytest.mark.parametrize("name", ["edit", "delete", "validate", "copy", "lodge"])
def test_draft_does_not_exist_for_officers(made: Made, name: str) -> None:
    state, verb = PRINCIPAL[name]
    movement, play = made[state]
    refused(NotFound, factory.officer(play), movement, verb, play)


@pytest.mark.parametrize("name", [*TRANSIT, *DESTINATION])
def test_officer_of_departure_acts_at_no_other_office(made: Made, name: str) -> None:
    state, verb = (TRANSIT | DESTINATION)[name]
    movement, play = made[state]
    refused(NotAllowed, factory.officer(play), movement, verb, play)


@pytest.mark.parametrize("name", DEPARTURE)
def test_role_counts_and_not_the_office_alone(made: Made, name: str) -> None:
    state, verb = DEPARTURE[name]
    movement, play = made[state]
    office = play.content["office_of_departure"]
    other = factory.posted(OfficerRole.TRANSIT, OfficerRole.GUARANTEE, OfficerRole.SUPERVISOR, office=office)
    refused(NotAllowed, other, movement, verb, play)


def test_officer_of_transit_acts_at_the_own_post_only(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    refused(NotAllowed, play.cast.officers["MYTKP001"], movement, TRANSIT["present"][1], play)


@pytest.mark.parametrize("name", [*DEPARTURE, *TRANSIT, *DESTINATION])
def test_officer_of_a_firm_of_the_movement_never_acts_on_it(made: Made, name: str) -> None:
    state, verb = (DEPARTURE | TRANSIT | DESTINATION)[name]
    movement, play = made[state]
    office = {**dict.fromkeys(DEPARTURE, "office_of_departure"), **dict.fromkeys(DESTINATION, "office_of_destination")}
    code = play.content[office[name]] if name in office else FIRST
    code = FIRST if verb in [row[1] for row in TRANSIT.values()] else code
    Consignment.objects.filter(declaration=movement.pk).update(consignor={"registration_number": "SG-T-0002"})
    parties = (play.content["carrier"], play.content["consignments"][0]["consignee"])
    for number in (play.content["principal"], "SG-T-0002", *(party["registration_number"] for party in parties)):
        person = offices.user(firm=Firm.objects.get(number=number))
        offices.posting(user=person, office=code, roles=tuple(OfficerRole))
        refused(NotAllowed, factory.acting(person), movement, verb, play)


@pytest.mark.parametrize(
    ("duties", "name", "error"),
    [
        ((EmployeeRole.VIEW,), "edit", NotAllowed),
        ((EmployeeRole.VIEW,), "delete", NotAllowed),
        ((EmployeeRole.VIEW, EmployeeRole.PREPARE), "lodge", NotAllowed),
        ((EmployeeRole.PREPARE, EmployeeRole.ADMINISTER), "amend", NotAllowed),
        ((EmployeeRole.PREPARE,), "amend_guarantee", NotAllowed),
        ((EmployeeRole.PREPARE,), "present", NotAllowed),
        ((EmployeeRole.PREPARE,), "invalidate", NotAllowed),
    ],
)
def test_employee_without_the_duty(
    made: Made, duties: tuple[EmployeeRole, ...], name: str, error: type[Refusal]
) -> None:
    state, verb = PRINCIPAL[name]
    movement, play = made[state]
    person = factory.acting(offices.user(firm=Firm.objects.get(number="SG-T-0001"), duties=duties))
    refused(error, person, movement, verb, play)


def test_duty_that_ended_gives_nothing(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage)
    person = offices.user(firm=Firm.objects.get(number="SG-T-0001"), until=YESTERDAY)
    refused(NotFound, factory.acting(person), movement, PRINCIPAL["lodge"][1], play)


def test_mandate_that_ended_gives_nothing(stage: Stage) -> None:
    play = factory.play(stage)
    movement = declaration.create(actor=stage.actors["agent"], content=play.content, at=play.tick())
    Mandate.objects.update(valid_until=YESTERDAY)
    agent = factory.acting(User.objects.get(username="agent"))
    refused(NotFound, agent, movement, PRINCIPAL["lodge"][1], play)
    with pytest.raises(Refusal):
        declaration.create(actor=agent, content=play.content | {"lrn": "NEXT"}, at=play.tick())


def test_mandate_lets_the_agent_act_on_its_own_declarations_only(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage)
    refused(NotFound, stage.actors["agent"], movement, PRINCIPAL["lodge"][1], play)
    own = factory.play(stage)
    made = declaration.create(actor=stage.actors["agent"], content=own.content, at=own.tick())
    lodged = declaration.lodge(actor=stage.actors["agent"], movement=made.pk, at=own.tick())
    assert lodged.state == State.ACCEPTED


def test_principal_may_not_invalidate_once_a_control_was_ordered(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    departure.record_control(actor=factory.officer(play), movement=movement.pk, satisfactory=True, at=play.tick())
    refused(NotAllowed, play.cast.trader, movement, PRINCIPAL["invalidate"][1], play)
    invalidate = PRINCIPAL["invalidate"][1]
    assert invalidate(factory.officer(play), movement.pk, play.tick()).state == State.INVALIDATED


def test_supervisor_alone_confirms_and_never_one_of_a_firm_involved(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    proposal = scenes.propose_resolution(play, movement)
    own = offices.user(firm=Firm.objects.get(number="SG-T-0001"))
    offices.posting(user=own, office="SGSIN001", roles=[OfficerRole.SUPERVISOR])
    colleague = factory.posted(OfficerRole.DEPARTURE, office="SGSIN001")
    for person in (factory.acting(own), colleague, play.cast.trader, stage.actors["auditor"]):
        with pytest.raises(NotAllowed):
            closure.confirm(actor=person, proposal=proposal, at=play.tick())
    with pytest.raises(NotFound):
        closure.confirm(actor=play.supervisor, proposal=uuid.uuid4(), at=play.tick())
    assert factory.row(movement).state == State.AWAITING_RESOLUTION


@pytest.mark.parametrize("name", ALL)
def test_auditor_changes_nothing(stage: Stage, made: Made, name: str) -> None:
    state, verb = ALL[name]
    movement, play = made[state]
    refused(NotAllowed, stage.actors["auditor"], movement, verb, play)


def test_auditor_reads_everything_and_that_is_recorded(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage)
    auditor = stage.actors["auditor"]
    assert movements.detail(auditor, movement.pk, at=play.tick()) == movement
    subject = uuid.uuid5(movement.pk, "readings")
    entry = HistoryEntry.objects.get(subject=subject)
    assert (entry.verb, entry.actor) == ("read", "auditor")
    movements.detail(auditor, movement.pk, at=play.tick())
    assert list(history.faults(HistoryEntry.objects.filter(subject=subject).order_by("sequence"))) == []
    assert HistoryEntry.objects.filter(subject=subject).count() == 2


def test_own_people_are_not_recorded_as_readers(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage)
    movements.detail(play.cast.trader, movement.pk, at=play.tick())
    assert not HistoryEntry.objects.filter(verb="read").exists()


@pytest.mark.parametrize("right", [AttRightKind.END_AT_PREMISES, AttRightKind.ARRIVAL_ADVICE])
def test_authorised_trader_without_the_right_may_not_advise_an_arrival(stage: Stage, right: AttRightKind) -> None:
    play = factory.play(stage, destination_premises="TH-P-0001")
    play.content["consignments"][0]["consignee"] = {"registration_number": "TH-T-0002"}
    movement = scenes.in_transit(play)
    AttRight.objects.filter(firm__number="TH-T-0002", kind=right).update(valid_until=YESTERDAY)
    refused(NotAllowed, stage.employee("TH-T-0002"), movement, DESTINATION["arrival"][1], play)


def test_consignee_and_carrier_know_of_a_movement_once_released(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    people = [
        factory.acting(offices.user(firm=Firm.objects.get(number=number))) for number in ("TH-T-0001", "SG-C-0001")
    ]
    assert [movements.visible(person).filter(pk=movement.pk).exists() for person in people] == [False, False]
    departure.release(actor=factory.officer(play), movement=movement.pk, at=play.tick())
    assert [movements.visible(person).filter(pk=movement.pk).exists() for person in people] == [True, True]


def test_posting_elsewhere_opens_no_note_of_customs_to_the_carrier(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    driver = offices.user(firm=Firm.objects.get(number="SG-C-0001"))
    offices.posting(user=driver, office="VNHPH001", roles=[OfficerRole.TRANSIT])
    told = movements.history_of(factory.acting(driver), movement)
    assert told
    assert not any("office" in entry["data"] for entry in told)
    release = next(entry for entry in told if entry["verb"] == "release")
    assert release["actor"] == release["posting"] == "SGSIN001"


def test_posting_ends_with_the_day_where_the_office_stands(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    last = offices.officer(office="SGSIN001", roles=[OfficerRole.DEPARTURE], until=stage.at.date())
    # Midnight in Singapore is four in the afternoon UTC.
    evening = stage.at.replace(hour=15, minute=59)
    refuse = DEPARTURE["refuse"][1]
    after = factory.acting(last, at=evening + timedelta(minutes=1))
    with pytest.raises(NotFound):
        refuse(after, movement.pk, evening + timedelta(minutes=1))
    assert refuse(factory.acting(last, at=evening), movement.pk, evening).state == State.NOT_RELEASED


@pytest.mark.parametrize(
    ("verb", "who", "told"),
    [
        ("release", "trader", "'release' on this movement is for an officer posted as DEPARTURE at SGSIN001"),
        ("invalidate", "transit", "an employee of SG-T-0001 who may LODGE, before any control was ordered"),
        ("arrival", "trader", "an officer posted as DESTINATION at THBKK001 or an employee who may LODGE of the auth"),
        ("present", "destination", f"an officer posted as TRANSIT at {FIRST}; you act at THBKK001 as DESTINATION"),
        ("confirm", "departure", "an officer posted as SUPERVISOR at SGSIN001; you act at SGSIN001 as DEPARTURE"),
    ],
)
def test_refusal_says_which_role_at_which_office_may(stage: Stage, verb: str, who: str, told: str) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    asked: dict[str, tuple[str, Verb]] = {
        "release": ("", DEPARTURE["release"][1]),
        "invalidate": (FIRST, PRINCIPAL["invalidate"][1]),
        "arrival": ("", DESTINATION["arrival"][1]),
        "present": ("THBKK001", TRANSIT["present"][1]),
        "confirm": ("SGSIN001", _confirm(play, movement) if verb == "confirm" else DEPARTURE["release"][1]),
    }
    office, call = asked[verb]
    actor = stage.posted(who, office) if office else play.cast.trader
    with pytest.raises(NotAllowed, match=re.escape(told)):
        call(actor, movement.pk, play.tick())


def _confirm(play: Play, movement: Movement) -> Verb:
    proposal = scenes.propose_invalidation(play, movement)
    return lambda actor, movement, at: closure.confirm(actor=actor, proposal=proposal, at=at)


def test_officer_of_the_own_firm_is_told_that_it_is_the_own(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    own = offices.user(firm=Firm.objects.get(number="SG-T-0001"))
    offices.posting(user=own, office="SGSIN001", roles=[OfficerRole.DEPARTURE])
    with pytest.raises(NotAllowed, match="no officer acts on a movement of the own firm"):
        departure.release(actor=factory.acting(own), movement=movement.pk, at=play.tick())
