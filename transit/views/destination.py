"""Acts at destination, by its officers and by the authorised trader at its premises (spec section 7)."""

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from offices.actors import Actor
from offices.enums import AttRightKind, OfficerRole
from transit import permissions
from transit.models import Movement
from transit.services import destination
from transit.views.act import not_yet_late, possible
from transit.views.forms import destination as forms
from transit.views.forms import sighting
from transit.views.verb import Verb


class _AtDestination(Verb):
    role: ClassVar[OfficerRole | None] = OfficerRole.DESTINATION
    allow = permissions.destination_officer
    method: ClassVar[str] = ""

    @classmethod
    def office(cls, movement: Movement) -> str | None:
        return movement.office_of_destination_id

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        return super().hindrance(movement, place) or possible(getattr(movement, "arrival", None), cls.method)


class RecordArrival(_AtDestination):
    slug, verb, method, rank = "arrival", "record_arrival", "arrive", 10
    title = _("Record the arrival")
    tells = _("Tells departure (IE006), the offices not passed, the principal and the consignee (IE024).")
    done = _("Arrival recorded.")
    asks = sighting.Arrival
    service = destination.record_arrival

    @classmethod
    def may(cls, actor: Actor, movement: Movement, place: str, *, at: datetime) -> bool:
        rights = (AttRightKind.END_AT_PREMISES, AttRightKind.ARRIVAL_ADVICE)
        return cls.allow(actor, movement) or permissions.authorised_trader(*rights, at=at)(actor, movement)


class LateArrival(RecordArrival):
    """A truck that came after the movement had been closed without it (spec section 5)."""

    slug, rank = "late-arrival", 60
    title = _("Bring in a late arrival")
    tells = _("Kept with both times; the office of departure decides about it. The state stays.")
    done = _("Kept as a late fact.")
    asks = sighting.LateArrival

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        if hindered := not_yet_late(movement, cls.verb):
            return hindered
        return _now("it is recorded already") if movement.arrived_at is not None else ""


class RecordResults(_AtDestination):
    slug, verb, method, rank = "results", "record_results", "clear", 11
    title = _("Record the result")
    tells = _("Tells departure (IE018). A clean result ends the operation (IE045), B1 reports discrepancies (IE019).")
    money = _("A clean result frees the guarantee.")
    done = _("Result recorded.")
    asks = forms.Results
    service = destination.record_results

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        arrival = getattr(movement, "arrival", None)
        if arrival is not None and arrival.result:
            return _now("the result is recorded: %(result)s") % {"result": arrival.result}
        return super().hindrance(movement, place)


class OrderControl(_AtDestination):
    slug, verb, method, rank = "order-destination-control", "order_destination_control", "order_control", 20
    title = _("Order a control at destination")
    tells = _("Tells the principal (IE060).")
    done = _("Control ordered.")
    asks = forms.ControlOrder
    service = destination.order_control
    takes = ("kind",)


class PermitUnloading(_AtDestination):
    slug, verb, method, rank = "permit-unloading", "permit_unloading", "permit_unloading", 21
    title = _("Permit unloading")
    tells = _("Tells the consignee and the principal (IE043); the authorised trader's remarks are awaited.")
    done = _("Unloading permitted.")
    service = destination.permit_unloading

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        if not permissions.premises_of(movement):
            return _now("the goods go to the office itself, not to an authorised trader's premises")
        return super().hindrance(movement, place)


class UnloadingRemarks(_AtDestination):
    slug, verb, method, rank = "unloading-remarks", "record_unloading", "add_remarks", 10
    title = _("Send unloading remarks")
    tells = _("Tells the office of destination (IE044). Complete and conform ends the operation.")
    money = _("Complete and conform frees the guarantee.")
    done = _("Remarks sent.")
    asks = forms.UnloadingRemarks
    role = None
    service = destination.unloading_remarks

    @classmethod
    def may(cls, actor: Actor, movement: Movement, place: str, *, at: datetime) -> bool:
        return permissions.authorised_trader(AttRightKind.END_AT_PREMISES, at=at)(actor, movement)
