"""The registers every act asks: offices, profiles, holidays, roads, restricted goods; kept in memory, proven fresh.

They change a few times a year and are read in every act. Each process keeps them as of one stamp, which the database
renews in the transaction of every change (`RegisterStamp`). Before each use the stamp is read again, one row by its
key: so a change committed anywhere holds at once everywhere, and one that this transaction made itself holds within it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from offices.models import Country, CountryProfile, Holiday, Office, RestrictedGoods, RoadDistance

# Asked in every act; as text, because Django needs longer to build it than the database to answer.
_STAMP = "SELECT value FROM offices_registerstamp"


@dataclass(frozen=True, slots=True)
class Register:
    """The rows as of one stamp; shared by all threads, so read only.

    `countries` and `offices` by code, each office with its country; `profiles` and `restricted` by country, oldest
    first, profiles with country and deadlines; `holidays` by country; `kilometres` by pair in alphabetical order.
    """

    countries: Mapping[str, Country]
    offices: Mapping[str, Office]
    profiles: Mapping[str, tuple[CountryProfile, ...]]
    holidays: Mapping[str, frozenset[date]]
    kilometres: Mapping[tuple[str, str], int]
    restricted: Mapping[str, tuple[RestrictedGoods, ...]]

    def profile_on(self, country: str, day: date) -> CountryProfile | None:
        """The profile of a country that holds on `day`, the newest if two do."""
        return next((row for row in reversed(self.profiles.get(country, ())) if row.holds_on(day)), None)

    def restricted_on(self, countries: Iterable[str], day: date) -> tuple[RestrictedGoods, ...]:
        """What these countries refuse or restrict on `day`."""
        return tuple(row for country in countries for row in self.restricted.get(country, ()) if row.holds_on(day))


@dataclass(slots=True)
class _Proof:
    found: Register | None = field(default=None)


_proof: ContextVar[_Proof | None] = ContextVar("register_proof", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Within: one look at the stamp, at the first use, serves all others. For an act, which is one transaction."""
    if _proof.get() is not None:
        yield
        return
    token = _proof.set(_Proof())
    try:
        yield
    finally:
        _proof.reset(token)


def current() -> Register:
    """The registers as they are now: one statement, eight where something has changed."""
    proof = _proof.get()
    if proof is None:
        return _as_of_now()
    if proof.found is None:
        proof.found = _as_of_now()
    return proof.found


def _as_of_now() -> Register:
    # Read before the rows: a change that comes between leaves newer rows under the older stamp, never the reverse.
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = cursor.fetchone()
    return _kept(stamp) if stamp else _load()


# Two: a transaction that changed something and was rolled back leads back to the stamp before.
@lru_cache(maxsize=2)
def _kept(stamp: Any) -> Register:
    return _load()


def _load() -> Register:
    profiles, restricted, holidays = defaultdict(list), defaultdict(list), defaultdict(set)
    for profile in (
        CountryProfile.objects.select_related("country").prefetch_related("deadlines").order_by("valid_from")
    ):
        profiles[profile.country_id].append(profile)
    for goods in RestrictedGoods.objects.order_by("valid_from"):
        restricted[goods.country_id].append(goods)
    for country, day in Holiday.objects.order_by().values_list("country", "day"):
        holidays[country].add(day)
    roads = RoadDistance.objects.values_list("one", "other", "kilometres")
    return Register(
        countries={country.code: country for country in Country.objects.all()},
        offices={office.code: office for office in Office.objects.select_related("country")},
        profiles={country: tuple(rows) for country, rows in profiles.items()},
        holidays={country: frozenset(days) for country, days in holidays.items()},
        kilometres={(one, other): kilometres for one, other, kilometres in roads},
        restricted={country: tuple(rows) for country, rows in restricted.items()},
    )
