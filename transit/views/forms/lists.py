"""The code lists from which a declaration is filled in: offices, countries, currencies, package kinds."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby

import pycountry
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from acts.common import money
from offices.enums import OfficeRole
from offices.models import Country, Office
from transit.codelists.package_kinds import PACKAGE_KINDS
from transit.codelists.package_names import PACKAGE_NAMES

Choice = tuple[object, object]
NOTHING: Choice = ("", "–")
DOCUMENT_TYPES = {
    "INVOICE": _("commercial invoice"),
    "PACKING_LIST": _("packing list"),
    "PERMIT": _("permit"),
    "E_FORM_D": _("electronic certificate of origin, Form D"),
    "ACDD": _("ASEAN customs declaration document"),
    "MRN": _("earlier transit declaration"),
}
"""Types that are offered; any other may be typed."""


def offices(rows: Iterable[Office], role: OfficeRole) -> list[Choice]:
    """The offices with a role, by country."""
    fitting = (row for row in rows if row.has_role(role))
    groups = groupby(fitting, key=lambda row: row.country.name)
    return [NOTHING, *((name, [(row.pk, f"{row.name} · {row.pk}") for row in found]) for name, found in groups)]


def countries(members: Iterable[Country]) -> list[Choice]:
    """Every country of ISO 3166, the member states first."""
    own = [(row.pk, row.name) for row in members]
    return [NOTHING, (_("Member states"), own), (_("All countries"), _world())]


@cache
def _world() -> list[Choice]:
    # The names in the reader's language where a translation knows them; the order is that of the English ones.
    rows = sorted(pycountry.countries, key=lambda row: str(row.name))
    return [(row.alpha_2, _(row.name)) for row in rows]


def currencies(members: Iterable[Country]) -> list[Choice]:
    """Every currency amounts can be stated in, those of the member states first."""
    own = [(code, code) for code in dict.fromkeys([*(row.currency for row in members), "USD", "EUR"])]
    return [NOTHING, (_("Usual"), own), (_("All currencies"), _money())]


@cache
def _money() -> list[Choice]:
    known = sorted((row.alpha_3, row.name) for row in pycountry.currencies if money.is_currency(row.alpha_3))
    return [(code, format_lazy("{} {}", code, _(name))) for code, name in known]


def package_kind(typed: str) -> str | None:
    """The code of a package kind, typed as code or by its name in the reader's language."""
    known = {str(name).casefold(): code for code, name in PACKAGE_NAMES.items()}
    word = typed.strip()
    return known.get(word.casefold(), word.upper()) or None


def package_kinds() -> Sequence[Choice]:
    """Codes with their names where we know them; those first."""
    others = sorted(PACKAGE_KINDS - PACKAGE_NAMES.keys())
    return [*PACKAGE_NAMES.items(), *((code, "") for code in others)]
