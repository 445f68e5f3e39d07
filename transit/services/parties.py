"""Who is told: the addresses of a movement's offices and firms."""

import uuid
from typing import Any

from django.db.models import F, QuerySet

from acts.common.prepared import by_key
from acts.notices import services as notices
from offices.enums import OfficerRole
from transit.models import Consignment, Movement


def principal_side(movement: Movement) -> list[str]:
    """The principal and, where there is one, its representative."""
    return [notices.firm(number) for number in movement.principal_side]


def departure(movement: Movement) -> str:
    return notices.office(str(movement.office_of_departure_id))


def departure_supervisors(movement: Movement) -> str:
    return notices.officers(str(movement.office_of_departure_id), OfficerRole.SUPERVISOR)


def destination(movement: Movement) -> str:
    return notices.office(str(movement.office_of_destination_id))


def consignees(movement: Movement) -> list[str]:
    """Registered consignees."""
    return [notices.firm(number) for row in _consignments(movement.pk) if (number := row.consignee_number)]


@by_key
def _consignments(movement: uuid.UUID) -> QuerySet[Any]:
    return Consignment.objects.filter(declaration=movement).annotate(consignee_number=F("consignee_firm__number"))
