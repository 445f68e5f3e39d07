"""What only release can check: the seals that are on now, the limit date, and papers that ended since lodging."""

from datetime import timedelta
from typing import Any

import pytest

from acts.common.refusals import RulesBroken
from guarantees import selectors as guarantees
from offices.enums import PermitStatus
from offices.models import VehiclePermit
from tests.factories import transit as factory
from tests.journeys.road import codes
from transit.enums import State
from transit.models import Declaration, Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Play, Stage
from transit.services import departure


def unsealed(stage: Stage, **content: Any) -> tuple[Movement, Play]:
    """Accepted, and nothing on it is sealed yet."""
    play = factory.play(stage, **content)
    for row in play.content["containers"]:
        row["seals"] = []
    return scenes.accepted(play), play


def release(movement: Movement, play: Play, **given: Any) -> Movement:
    return departure.release(actor=factory.officer(play), movement=movement.pk, at=play.tick(), **given)


def refused(movement: Movement, play: Play, **given: Any) -> list[tuple[str, int]]:
    """What is found against the release; nothing of it stays."""
    with pytest.raises(RulesBroken) as found:
        release(movement, play, **given)
    row = factory.row(movement)
    assert (row.state, row.seals, row.limit_date, row.released_at) == (State.ACCEPTED, [], None, None)
    assert guarantees.held(references=[str(movement.mrn)]) == 0
    return codes(found)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, [("R-SEAL-RELEASE", 13)]),
        ({"no_seal_reason": "LAZY"}, [("R-SEAL-REASON", 12)]),
        ({"seals": ["SG1", "SG1"]}, [("R-SEAL-TWICE", 26)]),
        ({"seals": [""]}, [("R-SEAL-FORMAT", 14)]),
        ({"seals": [" SG1"]}, [("R-SEAL-FORMAT", 14)]),
        ({"seals": ["S" * 21]}, [("R-SEAL-FORMAT", 14)]),
        ({"seals": ["SG1"], "no_seal_reason": "BULK"}, [("R-SEAL-03", 15)]),
    ],
)
def test_release_is_refused_by_what_is_said_of_seals(
    stage: Stage, given: dict[str, Any], found: list[tuple[str, int]]
) -> None:
    movement, play = unsealed(stage)
    assert refused(movement, play, **given) == found


def test_seal_of_20_characters_releases(stage: Stage) -> None:
    movement, play = unsealed(stage)
    assert release(movement, play, seals=["S" * 20]).seals == ["S" * 20]


@pytest.mark.parametrize(("given", "now"), [((), ["OWN1"]), (("SG1", "SG2"), ["SG1", "SG2"])])
def test_seals_put_on_take_the_place_of_those_declared_for_the_load(
    stage: Stage, given: tuple[str, ...], now: list[str]
) -> None:
    play = factory.play(stage, seals=["OWN1"])
    of_containers = [seal for row in play.content["containers"] for seal in row["seals"]]
    released = release(scenes.accepted(play), play, seals=given)
    assert (len(of_containers), released.seals) == (1, [*of_containers, *now])


@pytest.mark.parametrize(("declared", "given"), [("", "OVERSIZE"), ("BULK", ""), ("BULK", "OVERSIZE")])
def test_release_without_a_seal_keeps_the_reason(stage: Stage, declared: str, given: str) -> None:
    movement, play = unsealed(stage, no_seal_reason=declared)
    released = release(movement, play, no_seal_reason=given)
    assert (released.state, released.seals) == (State.IN_TRANSIT, [])
    assert released.snapshots.get().document["no_seal_reason"] == (given or declared)


def test_load_that_is_sealed_after_all_has_no_reason_for_none(stage: Stage) -> None:
    movement, play = unsealed(stage, no_seal_reason="BULK")
    released = release(movement, play, seals=["SG1"])
    assert (released.seals, released.snapshots.get().document["no_seal_reason"]) == (["SG1"], "")


@pytest.mark.parametrize("hours", [0, -1])
def test_limit_date_that_is_not_ahead_refuses_the_release(stage: Stage, hours: int) -> None:
    movement, play = unsealed(stage)
    at = play.tick()
    with pytest.raises(RulesBroken) as found:
        departure.release(
            actor=factory.officer(play), movement=movement.pk, seals=["SG1"], limit_date=at + timedelta(hours=hours),
            limit_reason="short", at=at,
        )  # fmt: skip
    assert codes(found) == [("R-LIMIT-01", 14)]
    assert factory.row(movement).limit_date is None


@pytest.mark.parametrize("field", ["permit_number", "trailer_permit_number"])
@pytest.mark.parametrize(
    ("status", "code"), [(None, "R-VEH-05"), (PermitStatus.SUSPENDED, "R-VEH-08"), (PermitStatus.WITHDRAWN, "R-VEH-08")]
)
def test_permit_that_went_since_lodging_refuses_the_release(
    stage: Stage, field: str, status: PermitStatus | None, code: str
) -> None:
    movement, play = unsealed(stage)
    permit = VehiclePermit.objects.filter(number=play.content["vehicle"][field])
    assert permit.delete()[0] == 1 if status is None else permit.update(status=status) == 1
    assert [row for row, _ in refused(movement, play, seals=["SG1"])] == [code]


def test_permit_that_the_register_shortened_since_lodging_refuses_the_release(stage: Stage) -> None:
    movement, play = unsealed(stage)
    permit = VehiclePermit.objects.filter(number=play.content["vehicle"]["permit_number"])
    permit.update(valid_until=stage.at.date())
    assert {row for row, _ in refused(movement, play, seals=["SG1"])} == {"R-VEH-09", "R-VEH-10"}


def test_insurance_that_ends_before_the_limit_date_refuses_the_release(stage: Stage) -> None:
    """It held until the date proposed at lodging; the officer sets a later one."""
    movement, play = unsealed(stage)
    until = stage.at.date() + timedelta(days=5)
    play.content["vehicle"]["insurance_valid_until"] = until.isoformat()
    Declaration.objects.filter(pk=movement.pk).update(vehicle=play.content["vehicle"])
    later = {"limit_reason": "a bridge is closed", "limit_date": stage.at + timedelta(days=6)}
    assert refused(movement, play, seals=["SG1"], **later) == [("R-VEH-11", 14)]
    assert release(movement, play, seals=["SG1"]).state == State.IN_TRANSIT
