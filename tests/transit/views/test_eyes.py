"""Whose eyes the goods of a movement are for: the page's answer about one row, and the list's query."""

from datetime import timedelta

from offices import actors
from offices.enums import EmployeeRole
from offices.models import Mandate, User
from tests.factories import offices
from tests.factories import transit as factory
from transit import permissions
from transit.enums import State
from transit.models import Consignment
from transit.rehearsal.stage import Stage
from transit.selectors import declarations, movements


def test_goods_are_for_the_same_eyes_by_row_as_by_query(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    consignee = offices.user(firm=offices.firm(), duties=[EmployeeRole.VIEW])
    Consignment.objects.filter(declaration=movement.pk).update(consignee_firm=consignee.firm)
    seen = set()
    for actor in (play.cast.trader, *play.cast.officers.values(), factory.acting(consignee), actors.SYSTEM):
        row = movements.standing(actor, movement.pk, at=factory.AT)
        seen.add(permissions.sees_goods(actor, row))
        assert permissions.sees_goods(actor, row) == declarations.visible(actor).filter(pk=movement.pk).exists()
    assert seen == {True, False}


def test_agent_whose_mandate_ended_keeps_the_eyes_of_a_consignee(stage: Stage) -> None:
    agent = factory.acting(User.objects.get(username="agent"))
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    type(movement).objects.filter(pk=movement.pk).update(representative=agent.firm_id)
    Consignment.objects.filter(declaration=movement.pk).update(consignee_firm=agent.firm_id)
    seen = []
    for until in (factory.AT.date(), factory.AT.date() - timedelta(days=1)):
        Mandate.objects.filter(representative=agent.firm_id).update(valid_until=until)
        now = factory.acting(User.objects.get(username="agent"))
        row = movements.standing(now, movement.pk, at=factory.AT)
        seen += [permissions.sees_goods(now, row), declarations.visible(now).filter(pk=movement.pk).exists()]
    assert seen == [True, True, False, False]
