"""Acts of the office of departure (spec section 5, rows 2 to 4, 8 to 13, 17)."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from offices.enums import OfficerRole
from transit import permissions
from transit.models import Movement
from transit.services import closure, declaration, departure, late_facts
from transit.views.forms import departure as forms
from transit.views.verb import Verb


class _AtDeparture(Verb):
    role = OfficerRole.DEPARTURE
    allow = permissions.departure_officer


class PresentGoods(_AtDeparture):
    slug, verb, rank = "present-goods", "present_goods", 10
    title = _("Goods are presented")
    tells = _("Tells the principal (IE928). The checks run again.")
    done = _("Presentation recorded.")
    service = declaration.present


class Accept(_AtDeparture):
    slug, verb, rank = "accept", "accept", 10
    title = _("Accept the declaration")
    tells = _("Gives the MRN, assesses the risk, checks the guarantee, tells the principal (IE028).")
    done = _("Accepted.")
    service = departure.accept


class RecordControl(_AtDeparture):
    slug, verb, rank = "record-control", "record_departure_control", 10
    title = _("Record the control")
    tells = _("A satisfactory control leads back to accepted; the guarantee is checked again.")
    done = _("Control recorded.")
    asks = forms.ControlRecord
    service = departure.record_control


class ExtendControl(_AtDeparture):
    slug, verb, rank = "extend-control", "extend_control", 60
    title = _("Give the control more time")
    tells = _("Tells the principal; once only.")
    done = _("The control has more time.")
    asks = forms.Reason
    service = departure.extend_control


class Release(_AtDeparture):
    slug, verb, rank = "release", "release", 11
    title = _("Release for transit")
    tells = _("Tells the principal (IE029), the offices of transit (IE050) and the destination (IE001).")
    money = _("Reserves the amount at risk on the guarantee.")
    done = _("Released for transit.")
    asks = forms.Release
    service = departure.release


class Resolve(_AtDeparture):
    slug, verb, rank = "resolve", "propose_resolution", 12
    title = _("Propose that the discrepancies are explained")
    tells = _("A supervisor of your office confirms; then the destination (IE049) and the principal (IE045) are told.")
    money = _("Once confirmed, the guarantee is freed.")
    asks = forms.Resolution
    service = closure.resolve


class DecideLateFact(_AtDeparture):
    slug, verb, rank = "decide-late-fact", "decide_late_fact", 13
    title = _("Decide on a late fact")
    tells = _("Tells the office that brought it in. The state stays.")
    done = _("Decided.")
    asks = forms.LateDecision
    service = late_facts.decide

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        if hindered := super().hindrance(movement, place):
            return hindered
        waits = any(fact.decided_at is None for fact in movement.told_late)
        return "" if waits else _now("no late fact waits for a decision")


class OrderControl(_AtDeparture):
    slug, verb, rank = "order-control", "order_control", 30
    title = _("Order a control")
    tells = _("Tells the principal (IE060).")
    done = _("Control ordered.")
    asks = forms.ControlOrder
    service = departure.order_control
    takes = ("kind",)


class RequestAmendment(_AtDeparture):
    slug, verb, rank = "request-amendment", "request_amendment", 31
    title = _("Ask for an amendment")
    tells = _("Tells the principal (IE060).")
    done = _("The principal is asked to amend.")
    asks = forms.Remark
    service = departure.request_amendment


class Reject(_AtDeparture):
    slug, verb, rank, danger = "reject", "reject", 40, True
    title = _("Reject the declaration")
    tells = _("Ends the declaration; tells the principal the reason (IE056).")
    done = _("Rejected.")
    asks = forms.Reason
    service = departure.reject


class RefuseRelease(_AtDeparture):
    slug, verb, rank, danger = "refuse-release", "refuse_release", 41, True
    title = _("Refuse the release")
    tells = _("Ends the movement; tells the principal the reason (IE051).")
    done = _("Release refused.")
    asks = forms.Reason
    service = departure.refuse


class Invalidate(_AtDeparture):
    slug, verb, rank, danger = "invalidate", "invalidate", 42, True
    title = _("Invalidate before release")
    tells = _("Ends the movement; tells the principal the reason (IE009).")
    done = _("Invalidated.")
    asks = forms.Reason
    allow = permissions.departure_officer | (permissions.principal_lodges & permissions.no_control_ordered)
    service = declaration.invalidate


class InvalidateAfterRelease(_AtDeparture):
    slug, verb, rank, danger = "invalidate-after-release", "propose_invalidation", 43, True
    title = _("Propose to invalidate the released movement")
    tells = _(
        "A supervisor of your office confirms; then the principal (IE009) and the offices ahead (IE010) are told."
    )
    money = _("Once confirmed, the reservation is cancelled.")
    asks = forms.Invalidation
    service = closure.propose_invalidation
