"""What the checks look at: a declaration in memory and the register rows that judge it (spec sections 3 and 4).

`Parts` is the declaration, saved or not; `Reference` what the registers say on the day; `Facts` both, with the
derived values several rules share. Nothing here asks the database but `load`.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from acts.common.prepared import by_key
from offices.actors import local_day
from offices.models import Firm, Office, Premises, RestrictedGoods, SealSeries, VehiclePermit
from transit.enums import State
from transit.models import Consignment, Declaration, DeclaredGuarantee, Item, Movement

_BEFORE_PRESENTATION = frozenset({State.DRAFT, State.PRE_LODGED})


@dataclass(frozen=True)
class Parts:
    """A declaration with its movement, rows in order; `item.consignment` is always set, without a query."""

    movement: Movement
    declaration: Declaration
    guarantees: list[DeclaredGuarantee]
    consignments: list[Consignment]
    items: list[Item]


def load(movement: Movement) -> Parts:
    """The stored declaration of `movement`, in four queries; an empty one where nothing was written yet."""
    declaration = next(iter(_declaration(movement.pk)), None) or Declaration(movement=movement)
    declaration.movement = movement
    guarantees, consignments, items = _guarantees(movement.pk), _consignments(movement.pk), _items(movement.pk)
    by_id = {row.pk: row for row in consignments}
    for item in items:
        item.consignment = by_id[item.consignment_id]
    return Parts(movement, declaration, guarantees, consignments, items)


@by_key
def _declaration(movement: uuid.UUID) -> QuerySet[Declaration]:
    return Declaration.objects.filter(movement=movement)


@by_key
def _guarantees(movement: uuid.UUID) -> QuerySet[DeclaredGuarantee]:
    return DeclaredGuarantee.objects.filter(declaration=movement)


@by_key
def _consignments(movement: uuid.UUID) -> QuerySet[Consignment]:
    return Consignment.objects.filter(declaration=movement)


@by_key
def _items(movement: uuid.UUID) -> QuerySet[Item]:
    return Item.objects.filter(declaration=movement)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the checks need of a member state's profile on the day."""

    country: str
    time_zone: str
    exit_offices_count: bool
    permit_register: bool
    document_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnRoad:
    """Another movement released and not yet arrived that uses the same vehicle, trailer or permit."""

    vehicle: tuple[str, str]
    trailer: tuple[str, str]
    permits: frozenset[str]


@dataclass(frozen=True)
class Reference:
    """The register rows that judge one declaration on one day; built by `selectors.reference`.

    `offices`: those named, and the posts facing them. `profiles`: the member states of the day. `commodities`: the
    known codes among those used, and whether they are sensitive. `units`: code to the supplementary units it is charged
    by, each with its countries. `rights`: (firm, country) to the ATT rights held.
    """

    offices: Mapping[str, Office]
    profiles: Mapping[str, Profile]
    firms: Mapping[str, Firm]
    firms_by_id: Mapping[int, Firm]
    mandate: bool
    rights: Mapping[tuple[int, str], frozenset[str]]
    premises: Mapping[str, Premises]
    seal_series: tuple[SealSeries, ...]
    permits: Mapping[str, VehiclePermit]
    restricted: tuple[RestrictedGoods, ...]
    commodities: Mapping[str, bool]
    units: Mapping[str, Mapping[str, Sequence[str]]]
    attachments: frozenset[str]
    on_road: tuple[OnRoad, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One declared office of the journey; `expected_at` is None where it is not declared or not readable."""

    code: str
    office: Office | None
    expected_at: datetime | None
    path: str


def text(value: object) -> str:
    """A value of a JSON column as text; nothing and non-text count as empty."""
    return value if isinstance(value, str) else ""


def as_instant(value: object) -> datetime | None:
    """An aware instant from a JSON column (ISO 8601) or a python value; None if it is neither."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def as_date(value: object) -> date | None:
    """A day from a JSON column (ISO 8601) or a python value; None if it is neither."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def rows(value: object) -> list[dict[str, Any]]:
    """A list of objects from a JSON column; anything else in it counts as an empty object."""
    return [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """A list of texts from a JSON column."""
    return [text(row) for row in value] if isinstance(value, list) else []


def stops(parts: Parts, offices: Mapping[str, Office]) -> tuple[Stop, ...]:
    """The offices as declared: departure, transit in order, destination; missing ones left out."""
    movement, declaration = parts.movement, parts.declaration

    def found() -> Iterator[Stop]:
        if movement.office_of_departure_id:
            code = movement.office_of_departure_id
            yield Stop(code, offices.get(code), None, "office_of_departure")
        for index, row in enumerate(rows(declaration.offices_of_transit)):
            code = text(row.get("office"))
            path = f"offices_of_transit[{index}]"
            if code:
                yield Stop(code, offices.get(code), as_instant(row.get("expected_at")), path)
        if movement.office_of_destination_id:
            code = movement.office_of_destination_id
            yield Stop(code, offices.get(code), declaration.expected_arrival_at, "office_of_destination")

    return tuple(found())


def office_chain(parts: Parts, reference: Reference) -> tuple[str, ...]:
    """Codes of all offices on the way in order, departure first; exit posts that are only implied included.

    An exit is implied as the post facing the entry, where the country left does not count exits (spec section 3).
    """
    chain: list[str] = []
    before: Office | None = None
    for stop in stops(parts, reference.offices):
        if stop.office is not None:
            facing = reference.offices.get(stop.office.faces_id or "")
            if before is not None and facing is not None and before.code != facing.code:
                left = before.country_id
                profile = reference.profiles.get(left)
                leaves = stop.office.country_id != left and facing.country_id == left
                if leaves and profile is not None and not profile.exit_offices_count:
                    chain.append(facing.code)
            before = stop.office
        chain.append(stop.code)
    return tuple(chain)


def countries_of(parts: Parts, offices: Mapping[str, Office]) -> tuple[str, ...]:
    """The countries of the journey in route order, departure first, each once."""
    found = (stop.office.country_id for stop in stops(parts, offices) if stop.office is not None)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Facts:
    """A declaration, the registers, and the instant of lodging, presentation, amendment or release."""

    parts: Parts
    reference: Reference
    at: datetime

    @property
    def movement(self) -> Movement:
        return self.parts.movement

    @property
    def declaration(self) -> Declaration:
        return self.parts.declaration

    @property
    def items(self) -> list[Item]:
        return self.parts.items

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        return stops(self.parts, self.reference.offices)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        return countries_of(self.parts, self.reference.offices)

    @cached_property
    def country_of_departure(self) -> str:
        """Country of the office of departure, empty while that is not known."""
        office = self.reference.offices.get(self.movement.office_of_departure_id or "")
        return office.country_id if office is not None else ""

    def local_day(self, instant: datetime, country: str) -> date:
        """The day of `instant` in a member state; in UTC for a country that is none."""
        profile = self.reference.profiles.get(country)
        return local_day(instant, profile.time_zone if profile is not None else "UTC")

    @cached_property
    def day(self) -> date:
        """The day of the check at the office of departure."""
        return self.local_day(self.at, self.country_of_departure)

    @cached_property
    def starts_at(self) -> datetime:
        """When the goods were presented, or lodged: all times of the route lie after it. Until then, now."""
        movement = self.movement
        if movement.state in _BEFORE_PRESENTATION:
            return self.at
        return max((at for at in (movement.lodged_at, movement.presented_at) if at is not None), default=self.at)

    @cached_property
    def limit_day(self) -> date | None:
        """The day until which vehicle papers must hold: of the limit date, else of the expected arrival."""
        limit = self.movement.limit_date or self.declaration.limit_date or self.declaration.expected_arrival_at
        if limit is None:
            return None
        office = self.reference.offices.get(self.movement.office_of_destination_id or "")
        return self.local_day(limit, office.country_id if office is not None else "")

    def has_right(self, firm: int, kind: str, country: str) -> bool:
        """Whether the firm holds this ATT right in `country` on the day."""
        return kind in self.reference.rights.get((firm, country), ())

    @cached_property
    def parties(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Consignors and consignees with their paths."""
        return tuple(
            (f"consignments[{index}].{role}", party if isinstance(party, dict) else {})
            for index, row in enumerate(self.parts.consignments)
            for role, party in (("consignor", row.consignor), ("consignee", row.consignee))
        )

    @cached_property
    def seals(self) -> tuple[tuple[str, str], ...]:
        """Every declared seal with its path, those of the load compartment first."""
        own = [(f"seals[{index}]", seal) for index, seal in enumerate(texts(self.declaration.seals))]
        for place, container in enumerate(rows(self.declaration.containers)):
            for index, seal in enumerate(texts(container.get("seals"))):
                own.append((f"containers[{place}].seals[{index}]", seal))
        return tuple(own)

    @cached_property
    def _item_paths(self) -> list[str]:
        places = {id(row): index for index, row in enumerate(self.parts.consignments)}
        counts = [0] * len(places)
        paths = []
        for item in self.parts.items:
            place = places[id(item.consignment)]
            paths.append(f"consignments[{place}].items[{counts[place]}]")
            counts[place] += 1
        return paths

    def item_path(self, index: int, field: str) -> str:
        """Path of a field of the item at `index` of `items`, as the API's JSON nests it."""
        return f"{self._item_paths[index]}.{field}"
