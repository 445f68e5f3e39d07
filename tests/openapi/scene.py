"""One world in which every operation of the API can succeed: movements in every state, guarantees, claims, programs."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from acts.notices.services import webhooks
from guarantees.models import Claim, Guarantee, Reservation
from guarantees.services import access, contests, life
from offices import actors
from offices.actors import Actor
from offices.enums import EmployeeRole, FirmKind, OfficerRole
from offices.models import Firm, Posting, User
from offices.services import demo
from tests.factories import guarantees, machines, sessions
from tests.factories import offices as factory
from tests.factories import transit as journeys
from transit.models import Movement
from transit.rehearsal import journey, scenes
from transit.rehearsal import stage as stages
from transit.rehearsal.stage import POOR, Play, Stage
from transit.services import destination, en_route

NOW = journeys.AT
"""The instant of every request."""
DESK, ROAD = NOW - timedelta(hours=1), NOW - timedelta(hours=8)
"""When what stays at a desk began, and what goes on the road."""
DEPARTURE, EXIT, DESTINATION = "SGSIN001", "SGTUA001", "THBKK001"
PASSWORD = "truck on the road"
PDF = b"%PDF-1.7\n%%EOF"


@dataclass(frozen=True)
class Scene:
    """Identifiers by what they name, the headers that log each role in, postings by role and office."""

    ids: Mapping[str, Any]
    log_ins: Mapping[str, Mapping[str, str]]
    postings: Mapping[tuple[str, str], str]


def build() -> Scene:
    """Everything by the verbs of the people who may."""
    people = demo.people(at=NOW, password=PASSWORD)
    stage = stages.of(people, at=NOW)
    list(stage.guarantees())
    people |= _more_people()
    found = {name: way(stage).pk for name, way in _MOVEMENTS.items()}
    covered = Reservation.objects.get(reference=Movement.objects.get(pk=found["in_transit"]).mrn)
    found |= _late_fact(stage) | _proposals(stage) | _of_the_bank(people, covered)
    made, old = (machines.made(people["bank"], name=name, at=NOW) for name in ("core", "old core"))
    found |= {"program": made.client.client_id, "secret": made.secret, "client": old.client.client_id}
    tokens = {role: sessions.secret(user, proved_at=NOW) for role, user in people.items()}
    tokens["program"] = machines.token(made)
    log_ins = {role: {"Authorization": f"Bearer {token}"} for role, token in tokens.items()} | {"anonymous": {}}
    rows = Posting.objects.filter(user__in=people.values()).values_list("user__username", "office", "pk")
    return Scene(found, log_ins, {(role, office): str(key) for role, office, key in rows})


def _more_people() -> dict[str, User]:
    firm = Firm.objects.get(number="SG-T-0001")
    return {
        "viewer": factory.user(username="viewer", firm=firm, duties=[EmployeeRole.VIEW]),
        "stranger": factory.user(username="stranger", firm=factory.firm(number="MY-T-0099", country="MY")),
        "consignee": factory.user(username="consignee", firm=Firm.objects.get(number=demo.ATT_FIRM)),
        "recovery": factory.officer(username="recovery", office=DEPARTURE, roles=[OfficerRole.RECOVERY]),
    }


# Movements


def _play(stage: Stage, **more: Any) -> Play:
    return journeys.play(stage, **{"start": DESK} | more)


def _presented(stage: Stage) -> Movement:
    play = _play(stage, start=ROAD)
    row = scenes.in_transit(play)
    en_route.present(actor=play.cast.officers[EXIT], movement=row.pk, office=EXIT, at=play.tick())
    return row


def _crossed(stage: Stage) -> Movement:
    play = _play(stage, start=ROAD)
    row = scenes.in_transit(play)
    for stop in play.content["offices_of_transit"]:
        journey.pass_office(row.pk, stop["office"], play.cast, tick=play.tick)
    return row


def _for_consignee(stage: Stage) -> tuple[Movement, Play]:
    """Arrived at the premises of an authorised trader."""
    play = journeys.to_premises(_play(stage, start=ROAD))
    return scenes.arrived(play), play


def _unloading(stage: Stage) -> Movement:
    row, play = _for_consignee(stage)
    officer = play.cast.officers[DESTINATION]
    return destination.permit_unloading(actor=officer, movement=row.pk, at=play.tick())


_MOVEMENTS: dict[str, Callable[[Stage], Movement]] = {
    "draft": lambda stage: scenes.draft(_play(stage)),
    "pre_lodged": lambda stage: scenes.pre_lodged(_play(stage)),
    "submitted": lambda stage: scenes.lodged(_play(stage, sample="vientiane-ha-noi")),
    "accepted": lambda stage: scenes.accepted(_play(stage)),
    "under_control": lambda stage: scenes.under_control(_play(stage)),
    "guarantee_refused": lambda stage: scenes.lodged(_play(stage, grn=POOR)),
    "in_transit": lambda stage: scenes.in_transit(_play(stage)),
    "presented": _presented,
    "held": lambda stage: scenes.held(_play(stage, start=ROAD)),
    "crossed": _crossed,
    "arrived": lambda stage: scenes.arrived(_play(stage, start=ROAD)),
    "at_premises": lambda stage: _for_consignee(stage)[0],
    "unloading": _unloading,
    "awaiting_resolution": lambda stage: scenes.awaiting_resolution(_play(stage, start=ROAD)),
}


def _late_fact(stage: Stage) -> dict[str, uuid.UUID]:
    play = _play(stage, start=ROAD)
    row = scenes.told_late(play)
    return {"told_late": row.pk, "fact": row.told_late[0].pk}


def _proposals(stage: Stage) -> dict[str, uuid.UUID]:
    play = _play(stage)
    return {"proposal": scenes.propose_invalidation(play, scenes.in_transit(play))}


# Guarantees and claims


def _of_the_bank(people: Mapping[str, User], covered: Reservation) -> dict[str, Any]:
    firm, principal = Firm.objects.get(number="SG-B-0001"), Firm.objects.get(number="SG-T-0001")
    bank, trader = (actors.of(people[role], at=NOW) for role in ("bank", "trader"))
    own = {"bank": firm, "principal": principal, "reference_amount": Decimal(5_000_000)}
    active, suspended, cancelling = (guarantees.guarantee(**own) for _ in range(3))
    life.suspend(guarantee=suspended.pk, reason="accounts late", actor=guarantees.officer_of(), at=NOW)
    life.give_notice(guarantee=cancelling.pk, actor=bank, at=NOW)
    drawn = access.make(guarantee=active.pk, label="Tuas", actor=trader, at=NOW)
    other = guarantees.guarantor(firm=factory.firm(kind=FirmKind.BANK))
    hook = webhooks.make(firm=firm.number, url="https://bank.example/", kinds=[], at=NOW).webhook
    return {
        "active": active.pk,
        "grn": active.grn,
        "suspended": suspended.pk,
        "cancelling": cancelling.pk,
        "second": guarantees.waiting(active, at=NOW),
        **_reductions(),
        "issued": guarantees.issued(**own).pk,
        "code": drawn.key,
        "approval": other.approvals.get().pk,
        "new_bank": factory.firm(number="SG-B-0099", kind=FirmKind.BANK).number,
        "webhook": hook.pk,
        "covering": covered.guarantee_id,
        **_claims(active, bank, covered),
    }


def _reductions() -> dict[str, uuid.UUID]:
    """Of principals without any claim: one with its paper, one that waits for the second person."""
    reducible = guarantees.active()
    paper = guarantees.paper(reducible)
    return {"reducible": reducible.pk, "paper": paper.pk, "relief": guarantees.proposed(guarantees.active()).pk}


def _claims(row: Guarantee, bank: Actor, covered: Reservation) -> dict[str, Any]:
    def demanded(reference: str) -> Claim:
        return guarantees.demanded(row, debt="100", held="1000", reference=reference)[0]

    notified = guarantees.notified(covered.reference, "100").claims[0]
    contested = demanded("26SGCONTESTED")
    upload = SimpleUploadedFile("letter.pdf", PDF)
    contests.contest(claim=contested.pk, reason="not ours", upload=upload, actor=bank, at=NOW)
    return {
        "notified": notified.pk,
        "demanded": demanded("26SGDEMANDED").pk,
        "contested": contested.pk,
        "contest": contested.contests.get().pk,
    }
