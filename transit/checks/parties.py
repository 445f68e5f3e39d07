"""Parties: a known number brings name and address from the register, not from the message (spec section 4)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from acts.common.findings import Finding
from transit.checks.answer import broken, not_allowed, unlisted
from transit.codelists.countries import COUNTRIES
from transit.facts import Facts, text


def r_party_01(facts: Facts) -> Iterator[Finding]:
    """Principal and representative are approved traders or carriers: the principal may be owner, carrier, forwarder."""
    movement = facts.movement
    for field, key in (("principal", movement.principal_id), ("representative", movement.representative_id)):
        firm = facts.reference.firms_by_id.get(key) if key is not None else None
        if firm is not None and not firm.moves_goods:
            yield broken("R-PARTY-01", field, "not an approved trader or carrier", firm.number)


def r_party_02(facts: Facts) -> Iterator[Finding]:
    """A representative holds a mandate of the principal on the day."""
    key = facts.movement.representative_id
    if key is not None and not facts.reference.mandate:
        firm = facts.reference.firms_by_id.get(key)
        message = "holds no mandate of the principal today"
        yield not_allowed("R-PARTY-02", "representative", message, firm.number if firm else key)


def _registered(facts: Facts) -> Iterator[tuple[str, str]]:
    """Path and number of every party that names one."""
    for path, party in (("carrier", facts.declaration.carrier or {}), *facts.parties):
        number = text(party.get("registration_number"))
        if number:
            yield f"{path}.registration_number", number


def r_party_03(facts: Facts) -> Iterator[Finding]:
    """A registration number is in the register of firms."""
    for path, number in _registered(facts):
        if number not in facts.reference.firms:
            yield unlisted("R-PARTY-03", path, "no firm is registered under this number", number)


def r_party_04(facts: Facts) -> Iterator[Finding]:
    """A registered carrier, consignor or consignee is an approved trader or carrier."""
    for path, number in _registered(facts):
        firm = facts.reference.firms.get(number)
        if firm is not None and not firm.moves_goods:
            yield broken("R-PARTY-04", path, "not an approved trader or carrier", number)


def r_party_05(facts: Facts) -> Iterator[Finding]:
    """The country of a party without number is one of ISO 3166."""
    for path, party in facts.parties:
        country = text(party.get("country"))
        if country and not party.get("registration_number") and country not in COUNTRIES:
            yield unlisted("R-PARTY-05", f"{path}.country", "not a country of ISO 3166", country)


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def r_party_06(facts: Facts) -> Iterator[Finding]:
    """E-mail addresses can be written to."""
    parties: list[tuple[str, dict[str, Any]]] = [("carrier", facts.declaration.carrier or {}), *facts.parties]
    for path, party in parties:
        address = text(party.get("email"))
        if address and not _is_email(address):
            yield broken("R-PARTY-06", f"{path}.email", "not an e-mail address", address)


RULES = (r_party_01, r_party_02, r_party_03, r_party_04, r_party_05, r_party_06)
