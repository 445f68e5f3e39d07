"""Code lists of transit; stored values in capitals (spec sections 3 to 10)."""

from enum import Enum

from django.db import models


class State(models.TextChoices):
    """States of a movement (spec section 5)."""

    DRAFT = "DRAFT", "draft"
    PRE_LODGED = "PRE_LODGED", "pre-lodged"
    SUBMITTED = "SUBMITTED", "submitted"
    REJECTED = "REJECTED", "rejected"
    ACCEPTED = "ACCEPTED", "accepted"
    UNDER_CONTROL = "UNDER_CONTROL", "under control"
    GUARANTEE_REFUSED = "GUARANTEE_REFUSED", "guarantee refused"
    NOT_RELEASED = "NOT_RELEASED", "not released"
    IN_TRANSIT = "IN_TRANSIT", "in transit"
    ARRIVED = "ARRIVED", "arrived"
    AWAITING_RESOLUTION = "AWAITING_RESOLUTION", "awaiting resolution"
    UNDER_ENQUIRY = "UNDER_ENQUIRY", "under enquiry"
    UNDER_RECOVERY = "UNDER_RECOVERY", "under recovery"
    DISCHARGED = "DISCHARGED", "discharged"
    CLOSED_AFTER_RECOVERY = "CLOSED_AFTER_RECOVERY", "closed after recovery"
    INVALIDATED = "INVALIDATED", "invalidated"


TERMINAL = frozenset(
    {State.REJECTED, State.NOT_RELEASED, State.DISCHARGED, State.CLOSED_AFTER_RECOVERY, State.INVALIDATED}
)


class Kind(models.TextChoices):
    STANDARD = "STANDARD", "goods presented now"
    PRE_LODGED = "PRE_LODGED", "goods presented later"


class VehicleKind(models.TextChoices):
    RIGID = "RIGID"
    PRIME_MOVER = "PRIME_MOVER"


class NoSealReason(models.TextChoices):
    """Why the load bears no seal [A VN]."""

    BULK = "BULK"
    OVERSIZE = "OVERSIZE"
    OVERWEIGHT = "OVERWEIGHT"
    BULKY = "BULKY"


class Channel(models.TextChoices):
    """Risk channels (spec section 14)."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"


class RiskCriterion(models.TextChoices):
    PRINCIPAL = "PRINCIPAL"
    COMMODITY = "COMMODITY"
    ORIGIN = "ORIGIN"
    OFFICE = "OFFICE"
    VALUE = "VALUE"
    RANDOM = "RANDOM"


class ControlKind(models.TextChoices):
    DOCUMENTS = "DOCUMENTS"
    SCANNER = "SCANNER"
    BY_HAND = "BY_HAND"


class ControlPlace(models.TextChoices):
    DEPARTURE = "DEPARTURE"
    DESTINATION = "DESTINATION"


class Result(models.TextChoices):
    """Result codes (spec section 7)."""

    A1 = "A1", "satisfactory after control"
    A2 = "A2", "considered satisfactory"
    A3 = "A3", "simplified"
    B1 = "B1", "not satisfactory"


class PassageState(models.TextChoices):
    """States of a passage at one office of transit (spec section 6)."""

    EXPECTED = "EXPECTED"
    PRESENTED = "PRESENTED"
    CROSSED = "CROSSED"
    HELD = "HELD"
    REFUSED = "REFUSED"
    SEIZED = "SEIZED"
    DIVERTED = "DIVERTED"
    CANCELLED = "CANCELLED"
    NOT_RECORDED = "NOT_RECORDED"


class ArrivalState(models.TextChoices):
    """States of the arrival at the office of destination (spec section 7)."""

    EXPECTED = "EXPECTED"
    ARRIVED = "ARRIVED"
    UNLOADING = "UNLOADING"
    UNDER_CONTROL = "UNDER_CONTROL"
    CLEARED = "CLEARED"
    DISCREPANT = "DISCREPANT"
    CANCELLED = "CANCELLED"
    DIVERTED = "DIVERTED"


class SealCondition(models.TextChoices):
    INTACT = "INTACT"
    BROKEN = "BROKEN"
    DIFFERENT = "DIFFERENT"


class Difference(models.TextChoices):
    """Differences recorded per item at destination (spec section 7)."""

    MISSING = "MISSING"
    EXTRA = "EXTRA"
    OTHER_QUANTITY = "OTHER_QUANTITY"
    OTHER_GOODS = "OTHER_GOODS"


class DeadlineOutcome(models.TextChoices):
    WORKED = "WORKED"
    MOOT = "MOOT"
    SKIPPED = "SKIPPED"


class StepUp(Enum):
    """When a verb asks its person for a fresh proof of who he is (spec section 14)."""

    NEVER = "never"
    ALWAYS = "always"
    CLEAN = "when the result is clean"


class Who(models.TextChoices):
    """Who fires a transition (spec section 5, column "who")."""

    PRINCIPAL = "PRINCIPAL", "principal"
    DEPARTURE = "DEPARTURE", "officer of departure"
    DESTINATION = "DESTINATION", "officer of destination"
    ATT = "ATT", "authorised transit trader"
    TRANSIT = "TRANSIT", "officer of transit"
    ENQUIRY = "ENQUIRY", "enquiry officer"
    RECOVERY = "RECOVERY", "recovery officer"
    SUPERVISOR = "SUPERVISOR", "supervisor, as second person"
    SYSTEM = "SYSTEM", "the system"
