"""Acts of the offices of transit, each at one post of the route (spec section 6)."""

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from offices.actors import Actor
from offices.enums import OfficerRole
from transit import permissions
from transit.enums import PassageState
from transit.models import Movement
from transit.services import en_route
from transit.views.act import not_yet_late, passage_at, possible
from transit.views.forms import sighting
from transit.views.forms.departure import Reason
from transit.views.verb import Verb


class _AtPost(Verb):
    verb, role = "record_passage", OfficerRole.TRANSIT
    method: ClassVar[str] = ""

    @classmethod
    def places(cls, movement: Movement) -> list[str]:
        return [passage.office_id for passage in movement.route]

    @classmethod
    def may(cls, actor: Actor, movement: Movement, place: str, *, at: datetime) -> bool:
        return permissions.transit_officer(place)(actor, movement)

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        return super().hindrance(movement, place) or possible(passage_at(movement, place), cls.method)

    @classmethod
    def called(cls, movement: Movement, place: str) -> str:
        passage = passage_at(movement, place)
        name = passage.office.name if passage is not None else place
        return _now("%(act)s at %(office)s") % {"act": cls.title, "office": name}


class Present(_AtPost):
    slug, method, rank = "passage-present", "present", 10
    title = _("Record presentation")
    tells = _("Tells nobody, unless something differs: then departure and your post get an alarm.")
    done = _("Presentation recorded.")
    asks = sighting.Sighting
    service = en_route.present


class Cross(_AtPost):
    slug, method, rank = "passage-cross", "cross", 9
    title = _("Record crossing")
    # Where the truck stands comes before where it is expected.
    tells = _("Tells departure, destination and the principal that the goods crossed (IE118).")
    done = _("Crossing recorded.")
    asks = sighting.Crossing
    service = en_route.cross

    @classmethod
    def will(cls, movement: Movement, place: str) -> str:
        passage = passage_at(movement, place)
        held = passage is not None and passage.state == PassageState.HELD
        return f"{_now('Ends the hold.')} {cls.tells}" if held else str(cls.tells)


class Hold(_AtPost):
    slug, method, rank, danger = "passage-hold", "hold", 20, True
    title = _("Hold the goods")
    tells = _("Tells departure and the principal the reason; after a day both supervisors.")
    done = _("The goods are held.")
    asks = sighting.Hold
    service = en_route.hold


class RefuseEntry(_AtPost):
    slug, method, rank, danger = "passage-refuse-entry", "refuse_entry", 21, True
    title = _("Refuse entry")
    tells = _("The truck turns back; tells departure, destination and the principal.")
    done = _("Entry refused.")
    asks = Reason
    service = en_route.refuse_entry


class Seize(_AtPost):
    slug, method, rank, danger = "passage-seize", "seize", 22, True
    title = _("Seize the goods")
    tells = _("Tells departure, destination and the principal.")
    done = _("The goods are seized.")
    asks = Reason
    service = en_route.seize


class _Late(_AtPost):
    """What truly happened at the post and was not recorded before the movement went on (spec section 5)."""

    rank = 60
    tells = _("Kept with both times; the office of departure decides about it. The state stays.")
    done = _("Kept as a late fact.")
    asks = sighting.LateSighting

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        if hindered := not_yet_late(movement, cls.verb):
            return hindered
        passage = passage_at(movement, place)
        return _now("it is recorded already") if passage is None or passage.state == PassageState.CROSSED else ""


class LatePresentation(_Late):
    slug, method = "passage-late-present", "present"
    title = _("Bring in a late presentation")
    service = en_route.present


class LateCrossing(_Late):
    slug, method = "passage-late-cross", "cross"
    title = _("Bring in a late crossing")
    service = en_route.cross
