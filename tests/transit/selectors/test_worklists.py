"""What waits for whom."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from offices import actors
from offices.enums import OfficerRole
from offices.models import Firm
from tests.factories import offices
from tests.factories import transit as factory
from transit.enums import State
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage
from transit.selectors import worklists
from transit.services import en_route, late_facts

SOON = factory.AT + timedelta(hours=4)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as found:
        yield found


@pytest.fixture
def stage(world: Stage, db: None) -> Stage:
    return world


def _counts(stage: Stage, who: str, at: Any = SOON) -> dict[str, int]:
    return {slug: n for slug, n in worklists.counts(stage.actors[who], at=at).items() if n}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DRAFT, {}),
        (State.SUBMITTED, {"to-accept": 1}),
        (State.PRE_LODGED, {"announced": 1}),
        (State.UNDER_CONTROL, {"to-control": 1}),
        (State.ACCEPTED, {"to-release": 1}),
        (State.GUARANTEE_REFUSED, {"guarantee-refused": 1}),
        (State.AWAITING_RESOLUTION, {"awaiting-resolution": 1}),
        (State.IN_TRANSIT, {}),
        (State.DISCHARGED, {}),
    ],
)
def test_departure_has_each_movement_in_the_list_of_its_state(
    stage: Stage, state: State, expected: dict[str, int]
) -> None:
    factory.movement_in(state, stage)
    assert _counts(stage, "departure") == expected


def test_departure_has_a_late_fact_until_it_is_decided_on(stage: Stage) -> None:
    movement = scenes.told_late(told := factory.play(stage))
    (fact,) = worklists.rows(worklists.BY_SLUG["late-facts"], stage.actors["departure"], at=SOON)
    assert (fact.movement_id, _counts(stage, "transit")) == (movement.pk, {})
    assert _counts(stage, "departure") == {"late-facts": 1}
    here = {"actor": factory.officer(told), "movement": movement.pk, "fact": fact.pk}
    late_facts.decide(**here, decision="stamp seen", at=told.tick())
    assert _counts(stage, "departure") == {}


def test_transit_has_a_truck_where_it_stands(stage: Stage) -> None:
    movement, told = factory.movement_in(State.IN_TRANSIT, stage)
    office = told.content["offices_of_transit"][0]["office"]
    officer = told.cast.officers[office]
    at = factory.AT + timedelta(hours=2)
    en_route.present(actor=officer, movement=movement.pk, office=office, at=at)
    assert worklists.counts(officer, at=at)["presented"] == 1
    en_route.hold(actor=officer, movement=movement.pk, office=office, reason="seal", at=at)
    assert worklists.counts(officer, at=at) | {"expected-today": 0} == {"expected-today": 0, "presented": 0, "held": 1}


def test_transit_expects_until_the_day_at_the_post_is_over(stage: Stage) -> None:
    _, told = factory.movement_in(State.IN_TRANSIT, stage)
    entry = factory.posted(OfficerRole.TRANSIT, office=told.content["offices_of_transit"][0]["office"])
    assert worklists.counts(entry, at=factory.AT - timedelta(hours=12))["expected-today"] == 0
    assert worklists.counts(entry, at=factory.AT)["expected-today"] == 1
    assert worklists.counts(entry, at=factory.AT + timedelta(days=3))["expected-today"] == 1


def test_destination_expects_receives_and_owes_results(stage: Stage) -> None:
    factory.movement_in(State.IN_TRANSIT, stage)
    factory.movement_in(State.ARRIVED, stage)
    assert _counts(stage, "destination") == {"expected": 1, "arrived": 1}


def test_supervisor_has_open_proposals_until_they_lapse(stage: Stage) -> None:
    scenes.invalidation_proposed(factory.play(stage))
    assert _counts(stage, "supervisor", factory.AT + timedelta(hours=1)) == {"proposals": 1}
    assert _counts(stage, "supervisor", factory.AT + timedelta(days=3)) == {}


def test_supervisor_is_not_asked_about_a_movement_of_the_own_firm(stage: Stage) -> None:
    movement = scenes.invalidation_proposed(factory.play(stage))
    office, at = movement.office_of_departure_id, factory.AT + timedelta(hours=1)
    user = offices.officer(office=str(office), roles=[OfficerRole.SUPERVISOR])
    assert worklists.counts(actors.of(user, at=at), at=at)["proposals"] == 1
    user.firm = movement.principal
    assert worklists.counts(actors.of(user, at=at), at=at)["proposals"] == 0


def test_officer_reads_no_late_fact_and_no_alarm_of_the_own_firm(stage: Stage) -> None:
    movement = scenes.told_late(factory.play(stage))
    user = offices.officer(office=str(movement.office_of_departure_id), roles=[OfficerRole.DEPARTURE])
    offices.posting(user=user, office=str(movement.office_of_destination_id), roles=[OfficerRole.DESTINATION])
    found = worklists.counts(actors.of(user, at=SOON), at=SOON)
    assert (found["late-facts"], found["arrived"]) == (1, 1)
    # Its carrier: named in the declaration alone.
    user.firm = Firm.objects.get(number="SG-C-0001")
    assert set(worklists.counts(actors.of(user, at=SOON), at=SOON).values()) == {0}


def test_worklists_are_of_the_own_offices_and_roles_only(stage: Stage) -> None:
    factory.movement_in(State.ACCEPTED, stage)
    elsewhere = factory.posted(*OfficerRole, office="VNHPH001")
    here = factory.posted(OfficerRole.TRANSIT, office="SGSIN001")
    assert set(worklists.counts(elsewhere, at=SOON).values()) == {0}
    assert set(worklists.counts(here, at=SOON)) == {"expected-today", "presented", "held"}
    assert worklists.counts(stage.actors["trader"], at=SOON) == {}


def test_counts_cost_five_queries_whatever_the_postings(stage: Stage, django_assert_num_queries: Any) -> None:
    everything = factory.posted(*OfficerRole, office="SGTUA001")
    with django_assert_num_queries(5):
        worklists.counts(everything, at=SOON)
