"""Countries of ISO 3166-1, two letters."""

import pycountry

COUNTRIES: frozenset[str] = frozenset(country.alpha_2 for country in pycountry.countries)
