"""Content: what is written is read again, in a constant number of statements, and codes never come out."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acts.common.findings import FindingClass
from acts.common.refusals import RulesBroken
from guarantees.services import access
from offices.models import Firm
from tests.factories import offices as factory
from transit import samples
from transit.api.serializers.declaration import Declaration
from transit.models import Consignment, DeclaredGuarantee, Item, Movement
from transit.services import content

GRN = "26SG0000010000010"


@pytest.fixture
def movement(principal: Firm, at: datetime) -> Movement:
    return Movement.objects.create(lrn="DRAFT-1", principal=principal, created_at=at, changed_at=at)


@pytest.fixture
def sample(at: datetime) -> dict[str, Any]:
    return samples.load("singapore-bangkok", at=at)


def stored(movement: Movement) -> dict[str, Any]:
    return content.read(Movement.objects.get(pk=movement.pk))


def test_write_then_read_gives_what_was_declared(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    content.write(movement=movement, content=sample, at=at)
    movement.save()
    found = stored(movement)
    for name in ("vehicle", "driver", "offices_of_transit", "lrn", "office_of_departure", "route_text"):
        assert found[name] == sample[name]
    assert [row["commodity_code"] for row in found["consignments"][0]["items"]] == [
        row["commodity_code"] for row in sample["consignments"][0]["items"]
    ]


def test_read_can_be_written_again_unchanged(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    content.write(movement=movement, content=sample, at=at)
    movement.save()
    first = stored(movement)
    content.write(movement=movement, content=first, at=at)
    movement.save()
    assert stored(movement) == first


def test_read_passes_the_serializer(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    content.write(movement=movement, content=sample, at=at)
    serializer = Declaration(data=content.read(movement))
    assert serializer.is_valid(), serializer.errors


def test_validated_content_writes_the_same_rows(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    serializer = Declaration(data=sample)
    assert serializer.is_valid(), serializer.errors
    content.write(movement=movement, content=sample, at=at)
    raw = content.read(movement)
    content.write(movement=movement, content=serializer.validated_data, at=at)
    assert content.read(movement) == raw


def test_empty_draft_reads_as_nothing_declared(movement: Movement, at: datetime) -> None:
    content.write(movement=movement, content={"lrn": "DRAFT-1"}, at=at)
    found = content.read(movement)
    assert found["principal"] == "SG-T-0001"
    assert (found["kind"], found["vehicle"], found["consignments"], found["limit_date"]) == ("STANDARD", {}, [], None)


def test_decimals_are_plain_text_without_trailing_zeros(movement: Movement, at: datetime) -> None:
    item = {"gross_mass": Decimal("1200.500000"), "net_mass": Decimal(100), "value": {"amount": "1E+3"}}
    content.write(movement=movement, content={"lrn": "A", "consignments": [{"items": [item]}]}, at=at)
    row = content.read(movement)["consignments"][0]["items"][0]
    assert (row["gross_mass"], row["net_mass"], row["value"]) == ("1200.5", "100", {"amount": "1000"})


def test_write_leaves_the_state_and_the_row_to_the_caller(movement: Movement, at: datetime) -> None:
    content.write(movement=movement, content={"lrn": "OTHER", "office_of_departure": "SGSIN001"}, at=at)
    assert (movement.lrn, movement.office_of_departure_id) == ("OTHER", "SGSIN001")
    assert Movement.objects.get(pk=movement.pk).lrn == "DRAFT-1"


def test_access_code_is_kept_as_digest_only(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    content.write(movement=movement, content=sample, at=at)
    row = DeclaredGuarantee.objects.get(declaration=movement.pk)
    assert row.access_digest == access.digest(grn=GRN, code="A1B2")
    assert content.read(movement)["guarantees"] == [{"grn": GRN}]


def test_guarantee_named_again_without_code_keeps_its_digest(movement: Movement, at: datetime) -> None:
    content.write(movement=movement, content={"lrn": "A", "guarantees": [{"grn": GRN, "access_code": "A1B2"}]}, at=at)
    content.write(movement=movement, content={"lrn": "A", "guarantees": [{"grn": GRN}]}, at=at)
    assert DeclaredGuarantee.objects.get().access_digest == access.digest(grn=GRN, code="A1B2")


def test_another_guarantee_without_code_has_no_digest(movement: Movement, at: datetime) -> None:
    content.write(movement=movement, content={"lrn": "A", "guarantees": [{"grn": GRN, "access_code": "A1B2"}]}, at=at)
    content.write(movement=movement, content={"lrn": "A", "guarantees": [{"grn": "26TH0000010000011"}]}, at=at)
    assert DeclaredGuarantee.objects.get().access_digest == ""


def test_unknown_offices_and_representative_are_refused_together(movement: Movement, at: datetime) -> None:
    wrong = {"lrn": "A", "office_of_departure": "SGXXX999", "office_of_destination": "THXXX999", "representative": "?"}
    with pytest.raises(RulesBroken) as refused:
        content.write(movement=movement, content=wrong, at=at)
    assert {row.path for row in refused.value.findings} == {
        "office_of_departure",
        "office_of_destination",
        "representative",
    }
    assert {row.finding_class for row in refused.value.findings} == {FindingClass.NOT_IN_CODE_LIST}


def test_registered_consignee_is_linked_and_shown_from_the_register(movement: Movement, at: datetime) -> None:
    firm = factory.firm(number="TH-T-0077", name="Register Name", country="TH")
    consignee = {"registration_number": firm.number, "name": "Message Name", "email": "door@example.org"}
    content.write(movement=movement, content={"lrn": "A", "consignments": [{"consignee": consignee}]}, at=at)
    shown = content.read(movement)["consignments"][0]["consignee"]
    assert Consignment.objects.get().consignee_firm == firm
    assert (shown["name"], shown["country"], shown["email"]) == ("Register Name", "TH", "door@example.org")


def test_unregistered_consignee_stands_as_declared(movement: Movement, at: datetime) -> None:
    consignee = {"name": "Somebody", "street": "1 Road", "city": "Bangkok", "country": "TH"}
    content.write(movement=movement, content={"lrn": "A", "consignments": [{"consignee": consignee}]}, at=at)
    assert content.read(movement)["consignments"][0]["consignee"] == consignee
    assert Consignment.objects.get().consignee_firm is None


def test_signatories_come_from_the_register(movement: Movement, at: datetime) -> None:
    agent = factory.firm(number="SG-T-0088", name="Agent", postcode="")
    content.write(movement=movement, content={"lrn": "A", "representative": agent.number}, at=at)
    found = content.signatories(movement)
    assert (found["principal"]["name"], found["principal"]["country"]) == ("Straits Haulage Pte Ltd", "SG")
    assert found["representative"]["registration_number"] == "SG-T-0088"
    assert "postcode" not in found["representative"]


def test_items_are_numbered_through_all_consignments(movement: Movement, at: datetime) -> None:
    rows = [{"items": [{}, {}]}, {"items": [{}]}]
    content.write(movement=movement, content={"lrn": "A", "consignments": rows}, at=at)
    assert list(Item.objects.values_list("number", "consignment__position")) == [(1, 0), (2, 0), (3, 1)]


def test_build_writes_nothing_and_leaves_the_movement(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    content.write(movement=movement, content={"lrn": "A"}, at=at)
    parts = content.build(movement=movement, content=sample)
    assert (movement.lrn, parts.movement.lrn) == ("A", sample["lrn"])
    assert parts.items[0].consignment is parts.consignments[0]
    assert not Item.objects.exists()


def test_merged_replaces_given_fields_only(movement: Movement, sample: dict[str, Any], at: datetime) -> None:
    content.write(movement=movement, content=sample, at=at)
    found = content.merged(movement=movement, content={"route_text": "Another road"})
    assert found["route_text"] == "Another road"
    assert found["vehicle"] == sample["vehicle"]


@pytest.mark.parametrize("items", [1, 3])
def test_write_and_read_take_a_constant_number_of_statements(movement: Movement, at: datetime, items: int) -> None:
    draft = samples.large(items=items, at=at)
    assert _statements(lambda: content.write(movement=movement, content=draft, at=at)) == 9
    fresh = Movement.objects.get(pk=movement.pk)
    assert _statements(lambda: content.read(fresh)) == 5


def _statements(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        work()
    return len(found)
