"""Acts of the office of guarantee on one guarantee (spec section 9)."""

from django.utils.translation import gettext_lazy as _

from guarantees import permissions
from guarantees.services import life
from guarantees.views.forms import office as forms
from guarantees.views.verb import Verb
from offices.enums import OfficerRole


class _AtOffice(Verb):
    role = OfficerRole.GUARANTEE
    allow = permissions.officer


class Accept(_AtOffice):
    slug, verb, rank = "accept", "accept", 10
    title = _("Accept the guarantee")
    tells = _("Gives the GRN; tells principal and bank. The principal can make its first access code.")
    done = _("Accepted.")
    service = life.accept


class Refuse(_AtOffice):
    slug, verb, rank, danger = "refuse", "refuse", 40, True
    title = _("Refuse the guarantee")
    tells = _("Ends it; tells principal and bank the reason.")
    done = _("Refused.")
    asks = forms.Reason
    service = life.refuse


class Suspend(_AtOffice):
    slug, verb, rank, danger = "suspend", "suspend", 41, True
    title = _("Suspend")
    tells = _("No new use from now on; open uses stay covered. Tells principal and bank the reason.")
    done = _("Suspended.")
    asks = forms.Reason
    service = life.suspend


class Resume(_AtOffice):
    slug, verb, rank = "resume", "resume", 12
    title = _("Make it usable again")
    tells = _("Tells principal and bank.")
    done = _("Usable again.")
    service = life.resume
