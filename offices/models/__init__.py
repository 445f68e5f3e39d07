from offices.models.countries import Country, CountryProfile, DeadlineSetting, Holiday, RestrictedGoods
from offices.models.factors import Authenticator, RecoveryCodes
from offices.models.firms import AttRight, Firm, Mandate, Premises, SealSeries, VehiclePermit
from offices.models.people import Appointment, EmployeeDuty, Posting, User
from offices.models.posts import Corridor, CorridorStop, Office, RoadDistance
from offices.models.proofs import TokenProof
from offices.models.stamp import RegisterStamp

__all__ = [
    "Appointment",
    "AttRight",
    "Authenticator",
    "Corridor",
    "CorridorStop",
    "Country",
    "CountryProfile",
    "DeadlineSetting",
    "EmployeeDuty",
    "Firm",
    "Holiday",
    "Mandate",
    "Office",
    "Posting",
    "Premises",
    "RecoveryCodes",
    "RegisterStamp",
    "RestrictedGoods",
    "RoadDistance",
    "SealSeries",
    "TokenProof",
    "User",
    "VehiclePermit",
]
