"""Code lists of transit; stored values in capitals (spec sections 3 to 10)."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """States of a movement (spec section 5)."""

    DRAFT = "DRAFT", _("draft")
    PRE_LODGED = "PRE_LODGED", _("pre-lodged")
    SUBMITTED = "SUBMITTED", _("submitted")
    REJECTED = "REJECTED", _("rejected")
    ACCEPTED = "ACCEPTED", _("accepted")
    UNDER_CONTROL = "UNDER_CONTROL", _("under control")
    GUARANTEE_REFUSED = "GUARANTEE_REFUSED", _("guarantee refused")
    NOT_RELEASED = "NOT_RELEASED", _("not released")
    IN_TRANSIT = "IN_TRANSIT", _("in transit")
    ARRIVED = "ARRIVED", _("arrived")
    AWAITING_RESOLUTION = "AWAITING_RESOLUTION", _("awaiting resolution")
    UNDER_ENQUIRY = "UNDER_ENQUIRY", _("under enquiry")
    UNDER_RECOVERY = "UNDER_RECOVERY", _("under recovery")
    DISCHARGED = "DISCHARGED", _("discharged")
    CLOSED_AFTER_RECOVERY = "CLOSED_AFTER_RECOVERY", _("closed after recovery")
    INVALIDATED = "INVALIDATED", _("invalidated")


TERMINAL = frozenset(
    {State.REJECTED, State.NOT_RELEASED, State.DISCHARGED, State.CLOSED_AFTER_RECOVERY, State.INVALIDATED}
)


class Kind(models.TextChoices):
    STANDARD = "STANDARD", _("goods presented now")
    PRE_LODGED = "PRE_LODGED", _("goods presented later")


class VehicleKind(models.TextChoices):
    RIGID = "RIGID", _("rigid truck")
    PRIME_MOVER = "PRIME_MOVER", _("prime mover")


class NoSealReason(models.TextChoices):
    """Why the load bears no seal [A VN]."""

    BULK = "BULK", _("bulk")
    OVERSIZE = "OVERSIZE", _("oversize")
    OVERWEIGHT = "OVERWEIGHT", _("overweight")
    BULKY = "BULKY", _("bulky")


class Channel(models.TextChoices):
    """Risk channels (spec section 14)."""

    GREEN = "GREEN", _("green")
    YELLOW = "YELLOW", _("yellow")
    RED = "RED", _("red")


class RiskCriterion(models.TextChoices):
    PRINCIPAL = "PRINCIPAL", _("principal")
    COMMODITY = "COMMODITY", _("commodity")
    ORIGIN = "ORIGIN", _("origin")
    OFFICE = "OFFICE", _("office")
    VALUE = "VALUE", _("value")
    RANDOM = "RANDOM", _("random")


class ControlKind(models.TextChoices):
    DOCUMENTS = "DOCUMENTS", _("documents")
    SCANNER = "SCANNER", _("scanner")
    BY_HAND = "BY_HAND", _("by hand")


class ControlPlace(models.TextChoices):
    DEPARTURE = "DEPARTURE", _("departure")
    DESTINATION = "DESTINATION", _("destination")


class Result(models.TextChoices):
    """Result codes (spec section 7)."""

    A1 = "A1", _("satisfactory after control")
    A2 = "A2", _("considered satisfactory")
    A3 = "A3", _("simplified")
    B1 = "B1", _("not satisfactory")


class PassageState(models.TextChoices):
    """States of a passage at one office of transit (spec section 6)."""

    EXPECTED = "EXPECTED", _("expected")
    PRESENTED = "PRESENTED", _("presented")
    CROSSED = "CROSSED", _("crossed")
    HELD = "HELD", _("held")
    REFUSED = "REFUSED", _("refused")
    SEIZED = "SEIZED", _("seized")
    DIVERTED = "DIVERTED", _("diverted")
    CANCELLED = "CANCELLED", _("cancelled")
    NOT_RECORDED = "NOT_RECORDED", _("not recorded")


class ArrivalState(models.TextChoices):
    """States of the arrival at the office of destination (spec section 7)."""

    EXPECTED = "EXPECTED", _("expected")
    ARRIVED = "ARRIVED", _("arrived")
    UNLOADING = "UNLOADING", _("unloading")
    UNDER_CONTROL = "UNDER_CONTROL", _("under control")
    CLEARED = "CLEARED", _("cleared")
    DISCREPANT = "DISCREPANT", _("discrepant")
    CANCELLED = "CANCELLED", _("cancelled")
    DIVERTED = "DIVERTED", _("diverted")


class SealCondition(models.TextChoices):
    INTACT = "INTACT", _("intact")
    BROKEN = "BROKEN", _("broken")
    DIFFERENT = "DIFFERENT", _("different")


class Difference(models.TextChoices):
    """Differences recorded per item at destination (spec section 7)."""

    MISSING = "MISSING", _("missing")
    EXTRA = "EXTRA", _("extra")
    OTHER_QUANTITY = "OTHER_QUANTITY", _("other quantity")
    OTHER_GOODS = "OTHER_GOODS", _("other goods")


class DeadlineOutcome(models.TextChoices):
    WORKED = "WORKED", _("worked")
    MOOT = "MOOT", _("moot")
    SKIPPED = "SKIPPED", _("skipped")


class StepUp(Enum):
    """When a verb asks its person for a fresh proof of who he is (spec section 14)."""

    NEVER = "never"
    ALWAYS = "always"
    CLEAN = "when the result is clean"


class Who(models.TextChoices):
    """Who fires a transition (spec section 5, column "who")."""

    PRINCIPAL = "PRINCIPAL", _("principal")
    DEPARTURE = "DEPARTURE", _("officer of departure")
    DESTINATION = "DESTINATION", _("officer of destination")
    ATT = "ATT", _("authorised transit trader")
    TRANSIT = "TRANSIT", _("officer of transit")
    ENQUIRY = "ENQUIRY", _("enquiry officer")
    RECOVERY = "RECOVERY", _("recovery officer")
    SUPERVISOR = "SUPERVISOR", _("supervisor, as second person")
    SYSTEM = "SYSTEM", _("the system")
