"""The principal's endpoints."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken
from rest_framework.test import APIClient

from acts.common.models import HistoryEntry
from offices.models import User
from tests.factories import guarantees
from tests.factories import offices as factory
from tests.transit.api.conftest import Api, paths
from transit import samples
from transit.models import Attachment, Declaration, Movement

URL = "/api/v1/declarations/"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND\xaeB`\x82"


def test_draft_is_created_with_its_place(trader_api: APIClient) -> None:
    answer = trader_api.post(URL, {"lrn": "A-1"})
    assert answer.status_code == 201
    assert answer["Location"] == f"{URL}{answer.json()['id']}/"
    assert (answer.json()["state"], answer.json()["principal"]) == ("DRAFT", "SG-T-0001")


def test_bearer_token_opens_the_api(db: None, trader: User) -> None:
    _row, token = AuthToken.objects.create(trader)
    client = APIClient(headers={"Authorization": f"Bearer {token}"})
    assert client.get(URL).status_code == 200


def test_no_log_in_is_401_in_the_shape(db: None, api: Api) -> None:
    answer = api().get(URL)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_officer_may_not_write_declarations(api: Api, departure_officer: User) -> None:
    assert api(departure_officer).post(URL, {"lrn": "A-1"}).status_code == 403


def test_malformed_body_is_422_and_writes_nothing(trader_api: APIClient) -> None:
    answer = trader_api.post(URL, {"lrn": "A-1", "kind": "X", "vehicle": {"color": "red"}})
    assert answer.status_code == 422
    assert paths(answer) == ["kind", "vehicle.color"]
    assert not Movement.objects.exists()


def test_unknown_office_is_a_finding_of_class_12(trader_api: APIClient) -> None:
    answer = trader_api.post(URL, {"lrn": "A-1", "office_of_departure": "SGXXX999"})
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["class"] == 12


def test_lrn_is_used_once(trader_api: APIClient) -> None:
    trader_api.post(URL, {"lrn": "A-1"})
    answer = trader_api.post(URL, {"lrn": "A-1"})
    assert (answer.status_code, answer.json()["findings"][0]["class"]) == (422, 26)


def test_detail_gives_the_content_and_never_the_code(trader_api: APIClient, draft: str, sample: dict[str, Any]) -> None:
    shown = trader_api.get(f"{URL}{draft}/").json()
    assert shown["id"] == draft
    assert shown["vehicle"] == sample["vehicle"]
    assert shown["guarantees"] == [{"grn": sample["guarantees"][0]["grn"]}]


def test_detail_of_anothers_declaration_is_404(api: Api, stranger: User, draft: str) -> None:
    answer = api(stranger).get(f"{URL}{draft}/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_consignee_knows_the_movement_but_not_the_goods(api: Api, released: str) -> None:
    consignee = factory.user(firm=factory.firm(number="TH-T-0001"))
    assert api(consignee).get(f"/api/v1/movements/{released}/").json()["cover"] is None
    assert api(consignee).get(f"{URL}{released}/").status_code == 403
    assert api(consignee).get(URL).json()["count"] == 0


def test_patch_replaces_given_fields_only(trader_api: APIClient, draft: str, sample: dict[str, Any]) -> None:
    answer = trader_api.patch(f"{URL}{draft}/", {"route_text": "Another road"})
    assert answer.status_code == 200
    shown = trader_api.get(f"{URL}{draft}/").json()
    assert (shown["route_text"], shown["vehicle"]) == ("Another road", sample["vehicle"])


def test_patch_keeps_the_access_code(trader_api: APIClient, draft: str, sample: dict[str, Any]) -> None:
    trader_api.patch(f"{URL}{draft}/", {"guarantees": [{"grn": sample["guarantees"][0]["grn"]}]})
    answer = trader_api.post(f"{URL}{draft}/validate/")
    assert answer.json() == {"findings": [], "warnings": []}


def test_delete_removes_a_draft_and_keeps_its_history(trader_api: APIClient, draft: str) -> None:
    assert trader_api.delete(f"{URL}{draft}/").status_code == 204
    assert trader_api.get(f"{URL}{draft}/").status_code == 404
    assert HistoryEntry.objects.filter(subject=draft).exists()


def test_delete_after_lodging_is_409(trader_api: APIClient, accepted: str) -> None:
    answer = trader_api.delete(f"{URL}{accepted}/")
    assert (answer.status_code, answer.json()["findings"][0]["class"]) == (409, 92)
    assert Declaration.objects.filter(pk=accepted).exists()


def test_copy_makes_a_new_draft_without_codes(trader_api: APIClient, draft: str, sample: dict[str, Any]) -> None:
    answer = trader_api.post(f"{URL}{draft}/copy/", {"lrn": "COPY-1"})
    shown = trader_api.get(answer["Location"]).json()
    assert (answer.status_code, shown["lrn"], shown["state"]) == (201, "COPY-1", "DRAFT")
    assert shown["vehicle"] == sample["vehicle"]


def test_validate_tells_everything_missing_at_once(trader_api: APIClient) -> None:
    place = trader_api.post(URL, {"lrn": "A-1"})["Location"]
    answer = trader_api.post(f"{place}validate/")
    assert answer.status_code == 200
    assert {"office_of_departure", "consignments"} <= {row["path"] for row in answer.json()["findings"]}


def test_lodge_with_findings_leaves_the_draft(trader_api: APIClient) -> None:
    place = trader_api.post(URL, {"lrn": "A-1"})["Location"]
    answer = trader_api.post(f"{place}lodge/")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/rules-broken")
    assert trader_api.get(place).json()["state"] == "DRAFT"


def test_lodge_is_accepted_by_the_system(trader_api: APIClient, accepted: str) -> None:
    shown = trader_api.get(f"{URL}{accepted}/").json()
    assert shown["state"] == "ACCEPTED"
    assert len(shown["mrn"]) == 18


def test_lodge_twice_is_409(trader_api: APIClient, accepted: str) -> None:
    answer = trader_api.post(f"{URL}{accepted}/lodge/")
    assert (answer.status_code, answer.json()["findings"][0]["class"]) == (409, 92)


def test_lodge_takes_no_body(trader_api: APIClient, draft: str) -> None:
    assert trader_api.post(f"{URL}{draft}/lodge/", {"force": True}).status_code == 422


def test_present_pre_lodged_goods(trader_api: APIClient, sample: dict[str, Any]) -> None:
    place = trader_api.post(URL, sample | {"kind": "PRE_LODGED"})["Location"]
    assert trader_api.post(f"{place}lodge/").json()["state"] == "PRE_LODGED"
    assert trader_api.post(f"{place}present/").json()["state"] == "ACCEPTED"


def test_amend_changes_what_was_lodged(trader_api: APIClient, accepted: str) -> None:
    answer = trader_api.post(f"{URL}{accepted}/amend/", {"route_text": "Another road"})
    assert (answer.status_code, answer.json()["state"]) == (200, "ACCEPTED")
    assert trader_api.get(f"{URL}{accepted}/").json()["route_text"] == "Another road"


def test_amend_guarantee_after_a_refusal(trader_api: APIClient, sample: dict[str, Any]) -> None:
    wrong = [sample["guarantees"][0] | {"access_code": "ZZZZ"}]
    place = trader_api.post(URL, sample | {"guarantees": wrong})["Location"]
    assert trader_api.post(f"{place}lodge/").json()["state"] == "GUARANTEE_REFUSED"
    answer = trader_api.post(f"{place}amend-guarantee/", {"guarantees": sample["guarantees"]})
    assert (answer.status_code, answer.json()["state"]) == (200, "ACCEPTED")


def test_invalidate_needs_a_reason(trader_api: APIClient, accepted: str) -> None:
    assert trader_api.post(f"{URL}{accepted}/invalidate/").status_code == 422
    answer = trader_api.post(f"{URL}{accepted}/invalidate/", {"reason": "not going"})
    assert answer.json()["state"] == "INVALIDATED"


def test_file_is_attached_and_named_by_its_id(trader_api: APIClient, draft: str) -> None:
    upload = SimpleUploadedFile("../../e vil.exe", PNG)
    answer = trader_api.post(f"{URL}{draft}/files/", {"file": upload}, format="multipart")
    row = Attachment.objects.get(movement=draft)
    assert (answer.status_code, answer.json()) == (201, {"id": str(row.pk)})
    assert (row.name, row.content_type) == ("e_vil.png", "image/png")
    assert "vil" not in row.file.name


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html>", b"%PDF-1.4 cut off", b"\x89PNG\r\n\x1a\n"])
def test_file_of_other_content_is_refused(trader_api: APIClient, draft: str, content: bytes) -> None:
    upload = SimpleUploadedFile("paper.pdf", content, content_type="application/pdf")
    answer = trader_api.post(f"{URL}{draft}/files/", {"file": upload}, format="multipart")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "R-FILE-01")


def test_file_over_the_limit_is_413(trader_api: APIClient, draft: str) -> None:
    upload = SimpleUploadedFile("paper.png", PNG + b"\x00" * (6 * 1024 * 1024))
    answer = trader_api.post(f"{URL}{draft}/files/", {"file": upload}, format="multipart")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_files_in_all_are_limited(trader_api: APIClient, draft: str, settings: Any) -> None:
    settings.ATTACHMENTS_MAX_BYTES = len(PNG)
    for status in (201, 422):
        upload = SimpleUploadedFile("paper.png", PNG)
        answer = trader_api.post(f"{URL}{draft}/files/", {"file": upload}, format="multipart")
        assert answer.status_code == status


def test_file_in_json_is_415(trader_api: APIClient, draft: str) -> None:
    assert trader_api.post(f"{URL}{draft}/files/", {"file": "x"}, format="json").status_code == 415


def test_list_filters_and_pages(trader_api: APIClient) -> None:
    for number in range(27):
        trader_api.post(URL, {"lrn": f"A-{number}"})
    first, last = trader_api.get(URL).json(), trader_api.get(f"{URL}?page=2").json()
    assert (first["count"], len(first["results"]), len(last["results"]), last["next"]) == (27, 25, 2, None)
    assert trader_api.get(f"{URL}?lrn=A-3&state=DRAFT").json()["count"] == 1


@pytest.mark.parametrize(
    "query", ["state=OPEN", "page=9", "page=x", "page=", "colour=red", "mrn=%00", "page=" + "9" * 5000]
)
def test_list_refuses_an_unknown_filter(trader_api: APIClient, query: str) -> None:
    answer = trader_api.get(f"{URL}?{query}")
    assert answer.status_code in {404, 422}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("items", [1, 3])
def test_detail_takes_a_constant_number_of_statements(trader_api: APIClient, at: Any, items: int) -> None:
    content = samples.large(items=items, at=at)
    place = trader_api.post(URL, content)["Location"]
    with CaptureQueriesContext(connection) as found:
        trader_api.get(place)
    assert len(found) == 9


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_constant_number_of_statements(trader_api: APIClient, rows: int) -> None:
    for number in range(rows):
        trader_api.post(URL, {"lrn": f"A-{number}"})
    with CaptureQueriesContext(connection) as found:
        trader_api.get(URL)
    assert len(found) == 5


# SQLite keeps 15 digits of a decimal.
@pytest.mark.parametrize("amount", ["999999999999999", "9999999999999.99", 1000000000000])
def test_value_of_many_digits_is_kept(trader_api: APIClient, amount: Any) -> None:
    item = {"value": {"amount": amount, "currency": "SGD"}}
    answer = trader_api.post(URL, {"lrn": "A-1", "consignments": [{"items": [item]}]})
    assert answer.status_code == 201
    shown = trader_api.get(answer["Location"]).json()
    assert shown["consignments"][0]["items"][0]["value"]["amount"] == str(amount)


def test_amount_no_guarantee_can_hold_leaves_the_declaration_to_the_officer(
    trader_api: APIClient, sample: dict[str, Any]
) -> None:
    item = sample["consignments"][0]["items"][0]
    item["value"]["amount"] = "99999999999999.99"
    guarantees.rate("TH", item["commodity_code"], "90000")
    draft = trader_api.post(URL, sample).json()["id"]
    checked = trader_api.post(f"{URL}{draft}/validate/")
    assert checked.status_code == 422
    assert [row["code"] for row in checked.json()["findings"]] == ["R-RATE-03"]
    assert trader_api.post(f"{URL}{draft}/lodge/").json()["state"] == "SUBMITTED"


def test_refused_amendment_of_the_guarantee_says_why(trader_api: APIClient, sample: dict[str, Any], draft: str) -> None:
    good = sample["guarantees"][0]
    wrong = {"guarantees": [good | {"access_code": "ZZZZ"}]}
    trader_api.patch(f"{URL}{draft}/", wrong)
    lodged = trader_api.post(f"{URL}{draft}/lodge/").json()
    answer = trader_api.post(f"{URL}{draft}/amend-guarantee/", wrong)
    why = [{"grn": good["grn"], "text": "number or code not accepted"}]
    assert (answer.status_code, answer.json()["state"]) == (200, "GUARANTEE_REFUSED")
    assert answer.json()["guarantee_reasons"] == lodged["guarantee_reasons"] == why
    done = trader_api.post(f"{URL}{draft}/amend-guarantee/", {"guarantees": [good]}).json()
    assert (done["state"], done["guarantee_reasons"]) == ("ACCEPTED", [])
