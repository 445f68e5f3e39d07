"""One small world with something of everything in it, for the permission matrix."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from acts.notices.services import webhooks
from guarantees.models import Guarantee, GuarantorApproval
from guarantees.services import access, claims, clients, contests, guarantors, life
from guarantees.services.terms import Terms
from offices import actors
from offices.actors import Actor
from offices.enums import AppointmentKind, EmployeeRole, FirmKind, OfficerRole
from offices.models import User
from tests.factories import guarantees
from tests.factories import offices as factory
from transit import samples
from transit.models import Movement
from transit.rehearsal import journey
from transit.services import attachments, closure, declaration

SAMPLE = "singapore-bangkok"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ROLES = (
    *("anonymous", "trader", "viewer", "agent", "carrier", "consignee", "stranger", "bank", "bank2"),
    *("departure", "transit", "destination", "guarantee", "supervisor", "enquiry", "recovery"),
    *("wrong_office", "ended"),
    *("national", "central", "auditor"),
)


@dataclass(frozen=True)
class World:
    """The people by role; a draft, a movement on the road with an open proposal; two guarantees, a contested claim, an
    access code, a paper and a colleague's proposal to cancel on one; a reduction proposed for a third; a waiver that
    was booked; a webhook and a program of the bank. The goods go to premises of the consignee, an authorised trader.
    """

    people: dict[str, User | None]
    draft: uuid.UUID
    movement: uuid.UUID
    proposal: uuid.UUID
    second: uuid.UUID
    relief: uuid.UUID
    reduced: uuid.UUID
    paper: uuid.UUID
    issued: uuid.UUID
    active: uuid.UUID
    waiver: uuid.UUID
    claim: uuid.UUID
    code: int
    hook: uuid.UUID
    client: str
    approval: int
    file: uuid.UUID


def build(*, at: datetime) -> World:
    """Everything by the verbs; the declaration is lodged by the agent for the trader's firm."""
    people = _people()
    factory.firm(number="TH-C-0001", country="TH", kind=FirmKind.CARRIER)
    premises = factory.att(firm=factory.firm(number="TH-T-0001"), country="TH", office="THBKK001", prefix="WORLD")

    def actor_of(role: str) -> Actor:
        user = people[role]
        assert user is not None
        return actors.of(user, at=at, proof=journey.at_the_desk)

    trader, agent, bank, officer = (actor_of(role) for role in ("trader", "agent", "bank", "guarantee"))
    # A world may stand beside another one, and the same approval twice is refused.
    approval = GuarantorApproval.objects.filter(guarantor__firm__number="SG-B-0001").first() or guarantors.approve(
        firm="SG-B-0001", office="SGSIN001", valid_from=date(2026, 1, 1), actor=officer, at=at
    )
    issued, active = (_issue(bank, at) for _ in range(2))
    accepted = life.accept(guarantee=active.pk, actor=officer, at=at)
    drawn = access.make(guarantee=active.pk, label="first", actor=trader, at=at)

    third = life.accept(guarantee=_issue(bank, at).pk, actor=officer, at=at)
    relief = guarantees.proposed(third, actor=officer, at=at)
    brought = guarantees.paper(active, at=at)

    cover = [{"grn": accepted.grn, "access_code": drawn.code}]
    content = samples.load(SAMPLE, at=at, guarantees=cover, destination_premises=premises.code)
    draft = declaration.create(actor=trader, content=content | {"lrn": "DRAFT-1"}, at=at)
    departure = actor_of("departure")
    cast = journey.Cast(agent, {"SGSIN001": departure})
    movement: Movement = journey.lodge(content, cast, tick=lambda: at)
    paper = attachments.attach(actor=trader, movement=movement.pk, upload=_paper(), at=at)
    journey.release(movement.pk, content, cast, tick=lambda: at)
    proposal = closure.propose_invalidation(
        actor=departure, movement=movement.pk, reason="lodged in error", where_goods="still in the yard", at=at
    )
    claim = _contested(str(movement.mrn), bank, actor_of("recovery"), at)
    hook = webhooks.make(firm="SG-B-0001", url="https://bank.example/", kinds=[], at=at).webhook
    program = clients.make(name="world", scopes=["events:read"], expires_at=None, actor=bank, at=at).client
    return World(
        people=people,
        draft=draft.pk,
        movement=movement.pk,
        proposal=proposal.pk,
        second=guarantees.waiting(active, at=at),
        relief=relief.pk,
        reduced=third.pk,
        paper=brought.pk,
        issued=issued.pk,
        active=active.pk,
        waiver=guarantees.booked_waiver(at=at).pk,
        claim=claim,
        code=drawn.key,
        hook=hook.pk,
        client=program.client_id,
        approval=approval.pk,
        file=paper.pk,
    )


def _issue(bank: Actor, at: datetime) -> Guarantee:
    terms = Terms(
        kind="MULTIPLE_JOURNEY",
        principal="SG-T-0001",
        office="SGSIN001",
        currency="SGD",
        reference_amount=Decimal("500000"),
        valid_from=date(2026, 1, 1),
    )
    return life.issue(terms=terms, actor=bank, at=at)


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("invoice.pdf", b"%PDF-1.7\n%%EOF")


def _contested(reference: str, bank: Actor, recovery: Actor, at: datetime) -> uuid.UUID:
    """A claim on the guarantee of a journey, demanded, and contested with a paper."""
    found = claims.notify(
        reference=reference,
        debt=Decimal(100),
        currency="SGD",
        fixed_on=at.date(),
        office="SGSIN001",
        actor=recovery,
        at=at,
    )
    claim = found.claims[0].pk
    claims.demand(claim=claim, due_on=at.date() + timedelta(days=30), actor=recovery, at=at)
    return contests.contest(claim=claim, reason="paid long ago", upload=_paper(), actor=bank, at=at).pk


def _people() -> dict[str, User | None]:
    principal, representative = factory.firm(number="SG-T-0001"), factory.firm(number="SG-T-0002")
    factory.mandate(principal=principal, representative=representative)
    firms = {
        "trader": principal,
        "agent": representative,
        "carrier": factory.firm(number="SG-C-0001", kind=FirmKind.CARRIER),
        "consignee": factory.firm(number="TH-T-0001", country="TH"),
        "stranger": factory.firm(number="MY-T-0001", country="MY"),
        "bank": factory.firm(number="SG-B-0001", kind=FirmKind.BANK),
        "bank2": factory.firm(number="SG-B-0077", kind=FirmKind.BANK),
    }
    posts = {
        "departure": ("SGSIN001", [OfficerRole.DEPARTURE], None),
        "transit": ("MYTKP001", [OfficerRole.TRANSIT], None),
        "destination": ("THBKK001", [OfficerRole.DESTINATION], None),
        "guarantee": ("SGSIN001", [OfficerRole.GUARANTEE], None),
        "supervisor": ("SGSIN001", [OfficerRole.SUPERVISOR], None),
        "enquiry": ("SGSIN001", [OfficerRole.ENQUIRY], None),
        "recovery": ("SGSIN001", [OfficerRole.RECOVERY], None),
        "wrong_office": ("VNHPH001", list(OfficerRole), None),
        "ended": ("SGSIN001", list(OfficerRole), date(2026, 11, 22)),
    }
    duties = {
        "national": (AppointmentKind.NATIONAL_ADMINISTRATOR, "SG"),
        "central": (AppointmentKind.CENTRAL_TEAM, None),
        "auditor": (AppointmentKind.AUDITOR, None),
    }
    return {
        "anonymous": None,
        "viewer": factory.user(firm=principal, duties=[EmployeeRole.VIEW]),
        **{role: factory.user(firm=firm) for role, firm in firms.items()},
        **{
            role: factory.officer(office=office, roles=roles, until=until)
            for role, (office, roles, until) in posts.items()
        },
        **{role: factory.appointed(kind=kind, country=country) for role, (kind, country) in duties.items()},
    }
