"""Where the goods are, where they go, and the countries of dispatch and destination (spec section 3)."""

from collections.abc import Iterator

from acts.common.findings import Finding
from offices.enums import AttRightKind, OfficeKind
from transit.checks.answer import broken, unlisted
from transit.codelists.countries import COUNTRIES
from transit.facts import Facts, text


def _approved(facts: Facts, *, place: str, office: str, firms: set[int], right: AttRightKind) -> bool:
    """Whether `place` is premises under `office` of one of `firms` that holds `right` there."""
    premises = facts.reference.premises.get(place)
    known = facts.reference.offices.get(office)
    if premises is None or known is None or premises.office_id != office or premises.firm_id not in firms:
        return False
    return facts.has_right(premises.firm_id, right.value, known.country_id)


def r_loc_01(facts: Facts) -> Iterator[Finding]:
    """The goods are at the office of departure, or at approved premises of the principal under that office."""
    place, office = facts.declaration.location_of_goods, facts.movement.office_of_departure_id or ""
    principal = {facts.movement.principal_id}
    right = AttRightKind.START_AT_PREMISES
    if place in ("", office) or _approved(facts, place=place, office=office, firms=principal, right=right):
        return
    message = "neither the office of departure nor approved premises of the principal under it"
    yield broken("R-LOC-01", "location_of_goods", message, place)


def r_loc_02(facts: Facts) -> Iterator[Finding]:
    """The goods end at the office of destination, or at approved premises of principal or consignee under it."""
    place, office = facts.declaration.destination_premises, facts.movement.office_of_destination_id or ""
    numbers = (text(party.get("registration_number")) for path, party in facts.parties if path.endswith("consignee"))
    consignees = map(facts.reference.firms.get, numbers)
    firms = {facts.movement.principal_id, *(firm.pk for firm in consignees if firm is not None)}
    right = AttRightKind.END_AT_PREMISES
    if place in ("", office) or _approved(facts, place=place, office=office, firms=firms, right=right):
        return
    message = "neither the office of destination nor approved premises of principal or consignee under it"
    yield broken("R-LOC-02", "destination_premises", message, place)


def r_loc_03(facts: Facts) -> Iterator[Finding]:
    """Countries of dispatch and destination are countries of ISO 3166."""
    for field in ("country_of_dispatch", "country_of_destination"):
        code = getattr(facts.declaration, field)
        if code and code not in COUNTRIES:
            yield unlisted("R-LOC-03", field, "not a country of ISO 3166", code)


_ENDS = (
    ("country_of_dispatch", "office_of_departure_id", "enter"),
    ("country_of_destination", "office_of_destination_id", "leave"),
)


def r_loc_04(facts: Facts) -> Iterator[Finding]:
    """Goods from or to a country other than the office's enter or leave there: it is a border post or a port [A VN]."""
    for field, end, verb in _ENDS:
        country = getattr(facts.declaration, field)
        office = facts.reference.offices.get(getattr(facts.movement, end) or "")
        if country not in COUNTRIES or office is None or office.country_id == country:
            continue
        if office.kind == OfficeKind.INLAND:
            message = f"goods cannot {verb} {office.country_id} at {office.name}, an inland office"
            yield broken("R-LOC-04", field, message, country)


RULES = (r_loc_01, r_loc_02, r_loc_03, r_loc_04)
