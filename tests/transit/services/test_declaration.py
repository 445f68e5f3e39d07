"""Drafts: what they get that nobody wrote into them, and whose a copy is."""

from collections.abc import Callable
from datetime import datetime

import pytest

from offices.actors import Actor
from offices.models import CountryProfile, User
from transit.services import declaration


@pytest.mark.parametrize(("given", "binds"), [({}, False), ({"binding_itinerary": True}, True)])
def test_itinerary_binds_as_the_country_of_departure_says(
    trader: User, actor_of: Callable[..., Actor], at: datetime, given: dict[str, bool], binds: bool
) -> None:
    CountryProfile.objects.filter(country="TH").update(itinerary_binding=False)
    content = {"lrn": "A-1", "office_of_departure": "THBKK001"}
    row = declaration.create(actor=actor_of(trader), content=content | given, at=at)
    assert row.declaration.binding_itinerary is binds
    own = declaration.create(actor=actor_of(trader), content={"lrn": "A-2"}, at=at)
    assert own.declaration.binding_itinerary is True


@pytest.mark.parametrize("by_agent", [False, True])
def test_copy_is_declared_by_who_copies(
    trader: User, agent: User, actor_of: Callable[..., Actor], at: datetime, by_agent: bool
) -> None:
    content = {"lrn": "A-1", "principal": "SG-T-0001"}
    original = declaration.create(actor=actor_of(agent), content=content, at=at)
    who = actor_of(agent if by_agent else trader)
    copied = declaration.copy(actor=who, movement=original.pk, lrn="A-2", at=at)
    assert (copied.principal, copied.representative) == (trader.firm, agent.firm if by_agent else None)
