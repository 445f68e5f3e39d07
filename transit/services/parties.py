"""Who is told: the addresses of a movement's offices and firms."""

from acts.notices import services as notices
from offices.enums import OfficerRole
from transit.models import Consignment, Movement


def departure(movement: Movement) -> str:
    return notices.office(str(movement.office_of_departure_id))


def departure_supervisors(movement: Movement) -> str:
    return notices.officers(str(movement.office_of_departure_id), OfficerRole.SUPERVISOR)


def destination(movement: Movement) -> str:
    return notices.office(str(movement.office_of_destination_id))


def consignees(movement: Movement) -> list[str]:
    """Registered consignees."""
    rows = Consignment.objects.filter(declaration=movement.pk).exclude(consignee_firm=None)
    return [notices.firm(number) for number in rows.values_list("consignee_firm__number", flat=True)]
