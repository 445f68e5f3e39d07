"""Builds the facts of a declaration in the API's JSON, with the firms it names in the register."""

from datetime import datetime
from typing import Any

from offices.enums import FirmKind
from offices.models import Firm
from tests.factories import offices as factory
from transit.facts import Facts, Parts
from transit.models import Movement
from transit.selectors.reference import reference_for
from transit.services import content as contents


def register(content: dict[str, Any]) -> Firm:
    """Put the firms of `content` into the register; the principal."""
    parties = [
        content["carrier"],
        *(row[role] for row in content["consignments"] for role in ("consignor", "consignee")),
    ]
    for number in [party.get("registration_number") for party in parties]:
        if number:
            kind = FirmKind.CARRIER if "-C-" in number else FirmKind.TRADER
            factory.firm(number=number, country=number[:2], kind=kind)
    return factory.firm(number=content["principal"], country=content["principal"][:2])


def parts(content: dict[str, Any], *, principal: Firm, at: datetime) -> Parts:
    """The unsaved declaration of `principal`."""
    movement = Movement(principal=principal, created_at=at, changed_at=at)
    return contents.build(movement=movement, content=content)


def facts(content: dict[str, Any], *, at: datetime, registered: bool = False) -> Facts:
    """The facts of `content` at `at`, registers asked; its firms are put there first unless they already are."""
    principal = Firm.objects.get(number=content["principal"]) if registered else register(content)
    built = parts(content, principal=principal, at=at)
    return Facts(built, reference_for(built, at), at)
