"""Risk: which profile is met and why; the highest channel wins; the dice are thrown once (spec section 14)."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from guarantees.services.exchange import Exchange
from tests.factories import transit as factory
from transit import facts
from transit.enums import Channel, ControlKind, RiskCriterion, State
from transit.facts import Parts
from transit.models import RiskHit, RiskProfile
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage
from transit.services import declaration, departure, risk

TODAY = factory.AT.date()


@pytest.fixture(scope="module")
def _staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as stage:
        yield stage


@pytest.fixture
def stage(_staged: Stage, db: None) -> Stage:
    return _staged


@pytest.fixture
def parts(stage: Stage) -> Parts:
    return facts.load(factory.movement_in(State.DRAFT, stage)[0])


def profile(criterion: RiskCriterion, operand: str, channel: Channel = Channel.YELLOW, **fields: Any) -> RiskProfile:
    return RiskProfile.objects.create(
        country_id=fields.pop("country", "SG"),
        name=f"{criterion} {operand}",
        criterion=criterion,
        operand=operand,
        channel=channel,
        valid_from=fields.pop("valid_from", TODAY),
        **fields,
    )


@pytest.mark.parametrize(
    ("criterion", "operand", "why"),
    [
        (RiskCriterion.PRINCIPAL, "SG-T-0001", "principal SG-T-0001"),
        (RiskCriterion.PRINCIPAL, "SG-T-0002", ""),
        (RiskCriterion.COMMODITY, "85", "commodity 85 in item 2, 3"),
        (RiskCriterion.COMMODITY, "93", ""),
        (RiskCriterion.ORIGIN, "MY", "origin MY in item 2"),
        (RiskCriterion.ORIGIN, "CN", ""),
        (RiskCriterion.OFFICE, "THSDO001", "office THSDO001 on the route"),
        (RiskCriterion.OFFICE, "SGSIN001", "office SGSIN001 on the route"),
        (RiskCriterion.OFFICE, "SGWDL001", ""),
        (RiskCriterion.VALUE, "1957919.99 SGD", "value 1957920.00 SGD above 1957919.99 SGD"),
        (RiskCriterion.VALUE, "1957920 SGD", ""),
        (RiskCriterion.VALUE, "1468440 USD", ""),
        (RiskCriterion.VALUE, "1468439 USD", "value 1468440.00 USD above 1468439 USD"),
    ],
)
def test_profile_is_met_with_its_reason(parts: Parts, criterion: RiskCriterion, operand: str, why: str) -> None:
    exchange = Exchange({("SGD", "USD"): Decimal("0.75")})
    assert risk.reason(profile(criterion, operand), parts, drawn=Decimal(0), exchange=exchange) == why


def test_value_without_exchange_rate_is_met_and_says_so(parts: Parts) -> None:
    parts.items[0].value_currency = "USD"
    why = risk.reason(profile(RiskCriterion.VALUE, "99999999 SGD"), parts, drawn=Decimal(0), exchange=Exchange({}))
    assert why == "value above 99999999 SGD cannot be ruled out: no exchange rate for USD"


@pytest.mark.parametrize(
    ("criterion", "operand", "fields"),
    [
        (RiskCriterion.VALUE, "much SGD", {}),
        (RiskCriterion.VALUE, "NaN SGD", {}),
        (RiskCriterion.VALUE, "100000", {}),
        (RiskCriterion.RANDOM, "five", {}),
        (RiskCriterion.RANDOM, "NaN", {}),
        (RiskCriterion.COMMODITY, "", {}),
        (RiskCriterion.ORIGIN, "CN", {"control": "LASER"}),
        ("WEATHER", "rain", {}),
    ],
)
def test_profile_that_cannot_be_read_is_a_hit_that_names_it(
    stage: Stage, criterion: RiskCriterion, operand: str, fields: dict[str, Any]
) -> None:
    broken = profile(criterion, operand, **fields)
    movement = scenes.lodged(factory.play(stage))
    hit = RiskHit.objects.get(movement=movement, profile=broken)
    assert hit.reason.startswith(f"profile {broken.name} cannot be read")
    assert (hit.channel, movement.channel) == (Channel.YELLOW, Channel.YELLOW)


def test_profile_of_value_knows_the_rates_of_the_day(stage: Stage) -> None:
    profile(RiskCriterion.VALUE, "1 THB", Channel.RED)
    movement = scenes.lodged(factory.play(stage))
    assert "THB above 1 THB" in RiskHit.objects.get(movement=movement).reason


@pytest.mark.parametrize(("drawn", "why"), [("4.99", "random share of 5 percent"), ("5", ""), ("99", "")])
def test_random_share_is_met_below_its_percentage(parts: Parts, drawn: str, why: str) -> None:
    assert risk.reason(profile(RiskCriterion.RANDOM, "5"), parts, drawn=Decimal(drawn)) == why


def test_no_profile_is_green(parts: Parts) -> None:
    assert risk.assess(parts=parts, profiles=[]) == risk.Assessment(Channel.GREEN, None, ())


def test_highest_channel_wins_and_every_hit_is_kept(parts: Parts) -> None:
    profiles = [
        profile(RiskCriterion.COMMODITY, "8471"),
        profile(RiskCriterion.ORIGIN, "MY", Channel.RED, control=ControlKind.BY_HAND),
        profile(RiskCriterion.ORIGIN, "CN", Channel.RED, control=ControlKind.SCANNER),
    ]
    result = risk.assess(parts=parts, profiles=profiles)
    assert (result.channel, result.control) == (Channel.RED, ControlKind.BY_HAND)
    assert [hit.pk for hit, _ in result.hits] == [profiles[0].pk, profiles[1].pk]


def test_deepest_control_of_the_highest_channel_wins(parts: Parts) -> None:
    profiles = [
        profile(RiskCriterion.COMMODITY, "8471", Channel.RED, control=ControlKind.SCANNER),
        profile(RiskCriterion.ORIGIN, "MY", Channel.RED, control=ControlKind.BY_HAND),
    ]
    assert risk.assess(parts=parts, profiles=profiles).control == ControlKind.BY_HAND


def test_deeper_control_asked_for_under_control_follows_on_it(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    officer = factory.officer(play)
    departure.request_amendment(actor=officer, movement=movement.pk, text="route", at=play.tick())
    profile(RiskCriterion.ORIGIN, "MY", Channel.RED, control=ControlKind.BY_HAND)
    content = {"route_text": "x"}
    amended = declaration.amend(actor=play.cast.trader, movement=movement.pk, content=content, at=play.tick())
    assert (amended.state, amended.channel) == (State.UNDER_CONTROL, Channel.RED)
    done = departure.record_control(actor=officer, movement=movement.pk, satisfactory=True, at=play.tick())
    assert done.state == State.UNDER_CONTROL
    assert list(done.controls.order_by("pk").values_list("kind", flat=True)) == ["DOCUMENTS", "BY_HAND"]


def test_green_profile_met_asks_for_no_control(parts: Parts) -> None:
    result = risk.assess(parts=parts, profiles=[profile(RiskCriterion.PRINCIPAL, "SG-T-0001", Channel.GREEN)])
    assert (result.channel, result.control, len(result.hits)) == (Channel.GREEN, None, 1)


def test_draw_is_fixed_and_spread_evenly() -> None:
    keys = [uuid.UUID(int=number) for number in range(4000)]
    drawn = [risk.draw(key, 1) for key in keys]
    assert drawn == [risk.draw(key, 1) for key in keys]
    assert all(0 <= one < 100 for one in drawn)
    assert 700 < sum(one < 20 for one in drawn) < 900


def test_amendment_is_no_second_throw_of_the_dice(stage: Stage) -> None:
    profile(RiskCriterion.RANDOM, "50")
    for _ in range(8):
        movement, play = factory.movement_in(State.PRE_LODGED, stage)
        presented = declaration.present(actor=play.cast.trader, movement=movement.pk, at=play.tick())
        if presented.state == State.UNDER_CONTROL:
            continue
        for text in ("by Tuas", "by Woodlands", "by night"):
            amended = declaration.amend(
                actor=play.cast.trader, movement=movement.pk, content={"route_text": text}, at=play.tick()
            )
            assert (amended.state, amended.channel) == (State.ACCEPTED, Channel.GREEN)


@pytest.mark.parametrize(
    "fields",
    [
        {"country": "TH"},
        {"valid_from": TODAY + timedelta(days=1)},
        {"valid_from": TODAY - timedelta(days=9), "valid_until": TODAY - timedelta(days=1)},
    ],
)
def test_profile_of_another_country_or_time_is_not_asked(stage: Stage, fields: dict[str, Any]) -> None:
    profile(RiskCriterion.PRINCIPAL, "SG-T-0001", Channel.RED, **fields)
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    assert movement.channel == Channel.GREEN


def test_hits_are_replaced_when_assessed_again(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    profile(RiskCriterion.ORIGIN, "MY", Channel.RED)
    amended = declaration.amend(
        actor=play.cast.trader, movement=movement.pk, content={"route_text": "x"}, at=play.tick()
    )
    assert (amended.state, amended.channel) == (State.UNDER_CONTROL, Channel.RED)
    assert RiskHit.objects.get(movement=movement).reason == "origin MY in item 2"


def test_many_items_are_counted_not_listed(stage: Stage) -> None:
    play = factory.play(stage)
    items = play.content["consignments"][0]["items"]
    play.content["consignments"][0]["items"] = [items[0] | {"number": number} for number in range(1, 9)]
    play.content["consignments"] = play.content["consignments"][:1]
    parts = facts.load(scenes.draft(play))
    why = risk.reason(profile(RiskCriterion.COMMODITY, "8471"), parts, drawn=Decimal(0))
    assert why == "commodity 8471 in item 1, 2, 3, 4, 5 and 3 more"
