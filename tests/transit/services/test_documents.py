"""The accompanying document of real movements: from release on, for those it concerns, frozen with all it prints."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, NotFound, WrongState
from guarantees.models import Guarantee
from offices import actors
from offices.actors import Actor
from offices.enums import AppointmentKind, OfficerRole
from offices.models import Firm, Office, User
from tests.factories import offices
from tests.factories import transit as factory
from tests.transit.pdf import papers
from transit import facts, samples
from transit.enums import State
from transit.models import Cover, Movement, Snapshot
from transit.rehearsal import company
from transit.rehearsal.stage import OWN, OWN_CODE, Stage
from transit.services import documents, start_of_journey

Who = Callable[[Stage], Actor]


def employee(number: str) -> Who:
    return lambda stage: company.employee(Firm.objects.get(number=number), stage.at)


def posted(office: str, *roles: OfficerRole) -> Who:
    return lambda stage: factory.posted(*roles, office=office)


def auditor(stage: Stage) -> Actor:
    return actors.of(offices.appointed(kind=AppointmentKind.AUDITOR), at=stage.at)


def printed(movement: Movement, who: Actor, *, version: int | None = None) -> documents.Paper:
    return documents.accompanying_document(actor=who, movement=movement.pk, at=factory.AT, version=version)


BEFORE_RELEASE = (State.DRAFT, State.PRE_LODGED, State.ACCEPTED, State.UNDER_CONTROL, State.GUARANTEE_REFUSED)


@pytest.mark.parametrize("state", [*BEFORE_RELEASE, State.NOT_RELEASED, State.INVALIDATED])
def test_document_is_refused_before_release(stage: Stage, state: State) -> None:
    movement, play = factory.movement_in(state, stage)
    with pytest.raises(WrongState) as refused:
        printed(movement, play.cast.trader)
    assert [finding.finding_class for finding in refused.value.findings] == [FindingClass.WRONG_STATE]


@pytest.mark.parametrize("who", [employee("SG-C-0001"), employee("TH-T-0001")], ids=["carrier", "consignee"])
def test_carrier_and_consignee_know_of_the_movement_but_may_not_print(stage: Stage, who: Who) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    with pytest.raises(NotAllowed):
        printed(movement, who(stage))


@pytest.mark.parametrize(
    "who",
    [employee("MY-T-0001"), posted("VNHPH001", *OfficerRole)],
    ids=["stranger", "wrong office"],
)
def test_document_does_not_exist_for_others(stage: Stage, who: Who) -> None:
    offices.firm(number="MY-T-0001", country="MY")
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    with pytest.raises(NotFound):
        printed(movement, who(stage))


def test_unknown_movement_and_unknown_version_are_not_found(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    with pytest.raises(NotFound):
        documents.accompanying_document(actor=play.cast.trader, movement=uuid4(), at=factory.AT)
    with pytest.raises(NotFound):
        printed(movement, play.cast.trader, version=2)


@pytest.mark.parametrize(
    "who",
    [
        employee("SG-T-0001"),
        posted("SGSIN001", OfficerRole.DEPARTURE),
        posted("MYTKP001", OfficerRole.TRANSIT),
        posted("THBKK001", OfficerRole.DESTINATION),
        auditor,
    ],
    ids=["principal", "departure", "transit", "destination", "auditor"],
)
def test_principal_customs_on_the_route_and_auditors_print(stage: Stage, who: Who) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    paper = printed(movement, who(stage))
    assert (paper.name, paper.content[:5]) == (f"TAD-{movement.mrn}-1.pdf", b"%PDF-")


@pytest.mark.parametrize("state", [State.ARRIVED, State.DISCHARGED])
def test_document_stays_the_same_whatever_happens_later(stage: Stage, state: State) -> None:
    movement, play = factory.movement_in(state, stage)
    first = printed(movement, play.cast.trader)
    Firm.objects.update(name="Renamed Ltd", street="Elsewhere")
    Office.objects.update(name="Renamed")
    Guarantee.objects.update(blocked_countries=["PH"])
    later = factory.AT + timedelta(days=3650)
    trader = actors.of(User.objects.get(pk=play.cast.trader.user.pk), at=factory.AT)
    again = documents.accompanying_document(actor=trader, movement=movement.pk, at=later)
    assert again == first


def test_release_freezes_what_the_paper_needs(stage: Stage) -> None:
    Guarantee.objects.filter(grn=OWN["SG"][0]).update(blocked_countries=["MM", "KH"])
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    paper = Snapshot.objects.get(movement=movement).document["paper"]
    assert paper["guarantees"] == [{"grn": OWN["SG"][0], "not_valid_in": ["KH", "MM"]}]
    assert paper["offices"]["MYTKP001"]["country"] == "MY"
    assert paper["principal"]["registration_number"] == play.content["principal"]
    assert paper["vehicle"]["vehicle_registration"] == play.content["vehicle"]["registration"]
    assert (paper["released_at"][-6:], paper["limit_date"][-6:]) == ("+08:00", "+07:00")
    assert paper["languages"] == ["en"]


def test_paper_of_a_real_movement_tells_no_secret(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    text = " ".join("".join(papers.pages(printed(movement, play.cast.trader).content)).split())
    stored = Cover.objects.get(pk=movement.pk)
    values = [item["value"]["amount"] for row in play.content["consignments"] for item in row["items"]]
    secret = [OWN_CODE, str(stored.amount), f"{stored.amount:.2f}", stored.currency, *values]
    assert [word for word in secret if word in text] == []
    assert movement.mrn in text
    assert OWN["SG"][0] in text


def test_earlier_version_is_marked_as_replaced(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    first = printed(movement, play.cast.trader)
    row = factory.row(movement)
    row.seals = ["NEW-0001"]
    later = factory.AT + timedelta(hours=5)
    start_of_journey.take_snapshot(
        facts.load(row), number=2, reason="new seals", at=later, result="A2", no_seal_reason=""
    )
    old, new = (printed(movement, play.cast.trader, version=version) for version in (1, 2))
    assert old.content != first.content
    assert "REPLACED by version 2" in papers.pages(old.content)[0]
    assert "NEW-0001" in papers.pages(new.content)[0]
    assert printed(movement, play.cast.trader) == new


@pytest.mark.parametrize("items", [1, 3])
def test_printing_takes_a_constant_number_of_statements(stage: Stage, items: int) -> None:
    goods = samples.large(items=items, at=factory.AT)["consignments"]
    movement, play = factory.movement_in(State.IN_TRANSIT, stage, consignments=goods)
    with CaptureQueriesContext(connection) as found:
        printed(movement, play.cast.trader)
    assert len(found) == 3
