"""The people and firms of the demonstration: posted wherever the sample corridors lead. Made again without harm."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from offices import actors, audit, selectors
from offices.enums import AppointmentKind, AttRightKind, EmployeeRole, FirmKind, FirmStatus, OfficeRole, OfficerRole
from offices.models import (
    Appointment,
    AttRight,
    EmployeeDuty,
    Firm,
    Mandate,
    Office,
    Posting,
    Premises,
    SealSeries,
    User,
)
from offices.services import factors

ACTOR = "demo"
# Far enough back for demonstration movements that were lodged long ago.
_SINCE = timedelta(days=365)

FIRMS: tuple[tuple[str, str, str, str, str], ...] = (
    ("SG-T-0001", "Straits Haulage Pte Ltd", "21 Tuas South Avenue 5", "Singapore", "637766"),
    ("SG-T-0002", "Lion City Forwarding Pte Ltd", "8 Jurong Pier Road", "Singapore", "619160"),
    ("TH-T-0001", "บริษัท เจ้าพระยาขนส่ง จำกัด", "99 Chao Khun Thahan Road", "Bangkok", "10520"),
    ("TH-T-0002", "Siam Highway Logistics Co., Ltd.", "55 Rom Klao Road", "Bangkok", "10520"),
    ("MY-T-0001", "Selat Utara Logistik Sdn Bhd", "12 Jalan Pelabuhan Utara", "Port Klang", "42000"),
    ("MM-T-0001", "Ayeyarwady Overland Trading Co., Ltd.", "45 Strand Road", "Yangon", "11182"),
    ("LA-T-0001", "Lane Xang Transit Sole Co., Ltd.", "7 Thadeua Road", "Vientiane", "01000"),
    ("VN-T-0001", "Công ty TNHH Vận tải Cửu Long", "210 Nguyễn Tất Thành", "Thành phố Hồ Chí Minh", "700000"),
    ("KH-T-0001", "Tonle Sap Import Export Co., Ltd.", "31 Russian Federation Boulevard", "Phnom Penh", "120404"),
    ("SG-C-0001", "Merlion Road Carriers Pte Ltd", "3 Benoi Sector", "Singapore", "629845"),
    ("TH-C-0001", "Mittraphap Transport Co., Ltd.", "120 Mittraphap Road", "Khon Kaen", "40000"),
    ("MY-C-0001", "Pengangkutan Semenanjung Sdn Bhd", "5 Jalan Perindustrian", "Johor Bahru", "81100"),
    ("MM-C-0001", "Golden Myawaddy Express Co., Ltd.", "18 Asian Highway", "Myawaddy", "13051"),
    ("LA-C-0001", "Mekong Sky Road Freight Co., Ltd.", "2 Kaysone Road", "Savannakhet", "13000"),
    ("VN-C-0001", "Công ty CP Vận tải Trường Sơn", "15 Trần Phú", "Đà Nẵng", "550000"),
    ("KH-C-0001", "Angkor Trucking Co., Ltd.", "60 National Road 5", "Poipet", "010501"),
    ("SG-B-0001", "Raffles Quay Bank Ltd", "10 Raffles Quay", "Singapore", "048580"),
    ("SG-B-0002", "Kallang Surety & Trust Ltd", "4 Shenton Way", "Singapore", "068807"),
    ("TH-B-0001", "Rattanakosin Guarantee Bank PCL", "333 Silom Road", "Bangkok", "10500"),
    ("MY-B-0001", "Bank Seri Langkasuka Berhad", "80 Jalan Raja Chulan", "Kuala Lumpur", "50200"),
    ("MM-B-0001", "Shwe Pagoda Bank Ltd", "226 Pansodan Street", "Yangon", "11181"),
    ("LA-B-0001", "That Luang Commercial Bank", "1 Pangkham Street", "Vientiane", "01000"),
    ("VN-B-0001", "Ngân hàng Bảo lãnh Sông Hồng", "198 Trần Quang Khải", "Hà Nội", "100000"),
    ("KH-B-0001", "Phnom Surety Bank Plc", "66 Monivong Boulevard", "Phnom Penh", "120210"),
)
# Where a firm has several, the first stands for it in the rehearsals.
EMPLOYEES = {
    "trader": "SG-T-0001",
    "agent": "SG-T-0002",
    "bank": "SG-B-0001",
    "teller": "SG-B-0001",
    "bank2": "SG-B-0002",
}
MANDATES = (("SG-T-0001", "SG-T-0002"),)
APPOINTMENTS = {
    "national": (AppointmentKind.NATIONAL_ADMINISTRATOR, "SG"),
    "national2": (AppointmentKind.NATIONAL_ADMINISTRATOR, "SG"),
    "central": (AppointmentKind.CENTRAL_TEAM, None),
    "auditor": (AppointmentKind.AUDITOR, None),
}
ATT_FIRM, ATT_OFFICE, ATT_PREMISES, ATT_SEALS = "TH-T-0002", "THBKK001", "TH-P-0001", "STH"
# A demonstration officer is posted at many offices, which no real one would be.
OFFICERS = {
    "departure": OfficerRole.DEPARTURE,
    "transit": OfficerRole.TRANSIT,
    "destination": OfficerRole.DESTINATION,
    "guarantee": OfficerRole.GUARANTEE,
    "supervisor": OfficerRole.SUPERVISOR,
}
USERNAMES = (*EMPLOYEES, *OFFICERS, *APPOINTMENTS)


@transaction.atomic
def people(*, at: datetime, password: str | None = None, enrolled: bool = False) -> dict[str, User]:
    """The demonstration's users by name, with firms, duties, mandates, postings and appointments.

    A user made now gets `password` (None: cannot log in); one that exists keeps his own. `enrolled`: whose duties ask
    for a second factor has one, of which the log-in page of a demonstration tells the code. Needs the reference data.
    """
    since = at.date() - _SINCE
    firms = {number: _firm(number, *texts) for number, *texts in FIRMS}
    users = {name: _user(name, firms.get(EMPLOYEES.get(name, "")), password, at) for name in USERNAMES}
    for name in EMPLOYEES:
        for role in EmployeeRole:
            _once(EmployeeDuty, since, user=users[name], role=role)
    for principal, representative in MANDATES:
        _once(Mandate, since, principal=firms[principal], representative=firms[representative])
    for name, (kind, country) in APPOINTMENTS.items():
        _once(Appointment, since, user=users[name], kind=kind, country_id=country)
    _authorise(firms[ATT_FIRM], since)
    for name, codes in _offices().items():
        _post(users[name], OFFICERS[name], codes, since, at)
    if enrolled:
        _enrol(users.values(), at)
    return users


def _enrol(users: Iterable[User], at: datetime) -> None:
    for user in users:
        if not user.has_second_factor and actors.of(user, at=at).owes_second_factor:
            factors.give(user)
            audit.record(row=user, verb="enrol_second_factor", actor=ACTOR, at=at)


def _firm(number: str, name: str, street: str, city: str, postcode: str) -> Firm:
    country, letter, _ = number.split("-")
    kind = next(kind for kind in FirmKind if kind.value.startswith(letter))
    row, _ = Firm.objects.get_or_create(
        number=number,
        defaults={
            "kind": kind,
            "status": FirmStatus.APPROVED,
            "name": name,
            "street": street,
            "city": city,
            "postcode": postcode,
            "country_id": country,
            "email": f"{number.lower()}@demo.example",
            "licence_number": f"{country}-L-{number[-4:]}" if kind is FirmKind.CARRIER else "",
            "logistics": number == ATT_FIRM,
        },
    )
    return row


def _user(name: str, firm: Firm | None, password: str | None, at: datetime) -> User:
    row = User.objects.filter(username=name).first()
    if row is None:
        row = User.objects.create_user(name, f"{name}@demo.example", password, firm=firm, date_joined=at)
        audit.record(row=row, verb="create_user", actor=ACTOR, at=at)
    return row


def _once(model: type[EmployeeDuty | Mandate | Appointment | AttRight], since: date, **fields: object) -> None:
    if not model.objects.filter(**fields).exists():
        model.objects.create(valid_from=since, **fields)


def _authorise(firm: Firm, since: date) -> None:
    for kind in AttRightKind:
        _once(AttRight, since, firm=firm, country_id=firm.country_id, kind=kind)
    Premises.objects.get_or_create(
        code=ATT_PREMISES,
        defaults={"firm": firm, "office_id": ATT_OFFICE, "address": f"{firm.street}, {firm.city}", "valid_from": since},
    )
    SealSeries.objects.get_or_create(
        firm=firm, prefix=ATT_SEALS, defaults={"first": 1, "last": 9999, "width": 6, "valid_from": since}
    )


def _offices() -> dict[str, set[str]]:
    """Where each demonstration officer is posted: along every sample corridor, as its office there requires."""
    posts: dict[str, set[str]] = defaultdict(set)
    for chain in selectors.corridors().values():
        posts["departure"].add(chain[0])
        posts["transit"].update(chain[1:-1])
        posts["destination"].add(chain[-1])
    countries = {code[:2] for code in posts["departure"]}
    guaranteeing = Office.objects.filter(country__in=countries, roles__contains=OfficeRole.GUARANTEE)
    posts["guarantee"].update(guaranteeing.values_list("pk", flat=True))
    posts["supervisor"] = set().union(*posts.values())
    return posts


def _post(user: User, role: OfficerRole, codes: Iterable[str], since: date, at: datetime) -> None:
    held = set(Posting.objects.filter(user=user).values_list("office", flat=True))
    for code in sorted(set(codes) - held):
        row = Posting.objects.create(user=user, office_id=code, roles=[role.value], valid_from=since)
        audit.record(row=row, verb="assign_posting", actor=ACTOR, at=at)
