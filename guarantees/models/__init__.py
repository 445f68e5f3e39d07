from guarantees.models.claim import Claim, Contest, Payment
from guarantees.models.clients import Client
from guarantees.models.evidence import Evidence
from guarantees.models.guarantee import AccessCode, AccessFailure, Guarantee, Guarantor, GuarantorApproval
from guarantees.models.ledger import LedgerEntry, Reservation
from guarantees.models.tariff import ExchangeRate, RateRow, TariffEdition, TariffLine

__all__ = [
    "AccessCode",
    "AccessFailure",
    "Claim",
    "Client",
    "Contest",
    "Evidence",
    "ExchangeRate",
    "Guarantee",
    "Guarantor",
    "GuarantorApproval",
    "LedgerEntry",
    "Payment",
    "RateRow",
    "Reservation",
    "TariffEdition",
    "TariffLine",
]
