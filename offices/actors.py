"""Who acts: a user with live duties, in one posting, or the system. Built once per request by the faces."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from acts.common.prepared import by_key
from acts.common.refusals import NotAllowed, PostingNeeded
from offices.enums import AppointmentKind, EmployeeRole, FirmKind, OfficerRole
from offices.models import Appointment, EmployeeDuty, Mandate, Posting, User

Proof = Callable[[datetime], bool]
"""Whether the person proved within the last minutes who he is; asked only where it matters (offices.proofs)."""


def unproven(at: datetime) -> bool:
    """The proof of whoever gave none."""
    return False


_WITH_TWO_FACTORS = (AppointmentKind.NATIONAL_ADMINISTRATOR, AppointmentKind.CENTRAL_TEAM)


@dataclass(frozen=True, slots=True)
class Machine:
    """A firm's program behind a request: the client's name, and the scopes of its token."""

    client: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """A user's powers at one instant.

    `postings` are the live ones, `posting` the one acted in (None until chosen where there are several);
    `represented` the firms whose mandate the own firm holds today; `client` the program that acts as the user. No user:
    the system itself.
    """

    user: User | None = None
    postings: tuple[Posting, ...] = ()
    posting: Posting | None = None
    firm_id: int | None = None
    duties: frozenset[str] = frozenset()
    represented: frozenset[int] = frozenset()
    appointments: tuple[Appointment, ...] = ()
    address: str = ""
    client: str = ""
    proof: Proof = field(default=unproven, compare=False, repr=False)

    @property
    def is_system(self) -> bool:
        return self.user is None

    @property
    def name(self) -> str:
        """How history names the actor."""
        if self.user is None:
            return "system"
        return f"{self.user.get_username()}/{self.client}" if self.client else self.user.get_username()

    @property
    def posting_name(self) -> str:
        """How history names the posting: the office's code, or nothing."""
        return self.posting.office_id if self.posting is not None else ""

    @property
    def firm_number(self) -> str:
        """The own firm's number in the register, or nothing."""
        return self.user.firm.number if self.user is not None and self.user.firm is not None else ""

    @property
    def home_country(self) -> str:
        """The country in whose time the actor reads what is of no place; nothing: UTC."""
        if self.postings:
            return str(self.postings[0].office.country_id)
        firm = self.user.firm if self.user is not None else None
        return firm.country_id if firm is not None else ""

    @property
    def firms(self) -> frozenset[int]:
        """Firms the actor may act or look for: the own one and those represented."""
        return self.represented | ({self.firm_id} if self.firm_id is not None else frozenset())

    @property
    def in_customs(self) -> bool:
        """Whether the actor holds a live posting or appointment."""
        return bool(self.postings or self.appointments)

    @property
    def enters_admin(self) -> bool:
        """Whether the admin is open to the actor: to those in customs, and to the superuser who sets the house up."""
        return self.in_customs or (self.user is not None and self.user.is_superuser)

    @property
    def needs_second_factor(self) -> bool:
        """Whether the person logs in with a second factor: whoever has one, and whoever must."""
        return self.owes_second_factor or (self.user is not None and self.user.has_second_factor)

    @property
    def owes_second_factor(self) -> bool:
        """Whether the person's duties ask for a second factor (spec section 14).

        Those of officers, supervisors, administrators, the central team, and of a bank's people on its pages.
        """
        user = self.user
        if user is None:
            return False
        if user.is_superuser or self.postings:
            return True
        if any(self.appointed(kind) for kind in _WITH_TWO_FACTORS):
            return True
        return user.firm is not None and user.firm.kind == FirmKind.BANK

    def may(self, duty: EmployeeRole) -> bool:
        """Whether the actor, as an employee, has this duty today."""
        return duty.value in self.duties

    def officer(self, role: OfficerRole, office: str | None) -> bool:
        """Whether the actor acts in a posting at `office` with `role`."""
        return (
            self.posting is not None
            and office is not None
            and self.posting.office_id == office
            and role.value in self.posting.roles
        )

    def posted_as(self, role: OfficerRole) -> bool:
        """Whether the actor has `role` at any office today."""
        return any(role.value in row.roles for row in self.postings)

    def appointed(self, kind: AppointmentKind, country: str | None = None) -> bool:
        """Whether the actor holds such an appointment (in `country`, if named)."""
        return any(row.kind == kind and country in (None, row.country_id) for row in self.appointments)

    def posted_at(self, office: str | None, role: OfficerRole) -> "Actor":
        """The same actor in the posting at `office` with `role`: nobody is asked needlessly; without one, as is."""
        for row in self.postings:
            if row.office_id == office and role.value in row.roles:
                return replace(self, posting=row)
        return self

    def acting(self, posting: uuid.UUID | None) -> "Actor":
        """The same actor in the named posting; an officer of several postings must name one."""
        if posting is not None:
            for row in self.postings:
                if row.pk == posting:
                    return replace(self, posting=row)
            raise NotAllowed("that posting is not yours or does not hold today")
        if len(self.postings) > 1:
            raise PostingNeeded
        return self


SYSTEM = Actor()


def of(user: User, *, at: datetime, address: str = "", proof: Proof = unproven) -> Actor:
    """The actor a user is at `at`, with the proof the face knows of.

    Days are local: of the office for a posting, of the firm for a duty, of the principal for a mandate.
    """
    rows = _postings(user.pk)
    postings = tuple(row for row in rows if row.holds_on(local_day(at, row.office.country.time_zone)))
    actor = Actor(
        user=user,
        postings=postings,
        posting=postings[0] if len(postings) == 1 else None,
        firm_id=user.firm_id,
        address=address,
        proof=proof,
    )
    if user.firm_id is None:
        return replace(actor, appointments=_appointments(user, at))
    duties, mandates = _duties(user.pk), _mandates(user.firm_id)
    return replace(
        actor,
        duties=frozenset(row.role for row in duties if row.holds_on(local_day(at, row.zone))),
        represented=frozenset(row.principal_id for row in mandates if row.holds_on(local_day(at, row.zone))),
    )


def of_machine(user: User, machine: Machine, *, address: str = "") -> Actor:
    """The actor a program is: a bank's service account that looks and binds the bank, and nothing else.

    What of this the program may do is for its scopes to say (guarantees.api.machines); rows of duties, postings,
    mandates and appointments count for nothing here.
    """
    duties = frozenset({EmployeeRole.VIEW.value, EmployeeRole.LODGE.value})
    return Actor(user=user, firm_id=user.firm_id, duties=duties, address=address, client=machine.client)


def _appointments(user: User, at: datetime) -> tuple[Appointment, ...]:
    """The appointments that hold: a country's by its own day, the others by UTC's."""
    rows = _appointed(user.pk)
    return tuple(row for row in rows if row.holds_on(local_day(at, row.country.time_zone if row.country else "UTC")))


# Every request asks these.


@by_key
def _postings(user: int) -> QuerySet[Posting]:
    return Posting.objects.filter(user=user).select_related("office__country")


@by_key
def _duties(user: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = EmployeeDuty.objects.filter(user=user).annotate(zone=F("user__firm__country__time_zone"))
    return rows


@by_key
def _mandates(firm: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = Mandate.objects.filter(representative=firm).annotate(zone=F("principal__country__time_zone"))
    return rows


@by_key
def _appointed(user: int) -> QuerySet[Appointment]:
    return Appointment.objects.filter(user=user).select_related("country")


def local_day(at: datetime, time_zone: str) -> date:
    """The calendar day of an instant in a time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()
