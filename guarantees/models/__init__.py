from guarantees.models.guarantee import AccessCode, AccessFailure, Guarantee, Guarantor, GuarantorApproval
from guarantees.models.ledger import LedgerEntry, Reservation
from guarantees.models.tariff import ExchangeRate, RateRow, TariffEdition, TariffLine

__all__ = [
    "AccessCode",
    "AccessFailure",
    "ExchangeRate",
    "Guarantee",
    "Guarantor",
    "GuarantorApproval",
    "LedgerEntry",
    "RateRow",
    "Reservation",
    "TariffEdition",
    "TariffLine",
]
