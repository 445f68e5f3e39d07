"""The description of the API: complete, valid, and for those logged in."""

import re
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from rest_framework.test import APIClient

from tests.transit.api.conftest import Api

SCHEMA, DOCS = "/api/v1/schema/", "/api/v1/docs/"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The schema as the command writes it; any warning or error of it fails."""
    file = tmp_path_factory.mktemp("schema") / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    found: dict[str, Any] = yaml.safe_load(file.read_text())
    return found


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in schema["paths"].values() for operation in path.values()]


def test_schema_is_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    assert len(operations(schema)) > 40


def test_every_operation_documents_each_error_it_may_give(schema: dict[str, Any]) -> None:
    for operation in operations(schema):
        assert "default" not in operation["responses"]
        assert {"401", "5XX"} <= set(operation["responses"]) or operation["operationId"].startswith("oauth_")
    for problem in schema["components"]["responses"].values():
        assert "application/problem+json" in problem["content"]


def test_bodies_refuse_names_nobody_asked_for(schema: dict[str, Any]) -> None:
    bodies = {name: row for name, row in schema["components"]["schemas"].items() if name.endswith("Request")}
    assert [name for name, row in bodies.items() if row.get("additionalProperties", True)] == [
        "RevokeRequestRequest",
        "TokenRequestRequest",
    ]


def test_every_operation_asks_for_a_bearer_token(schema: dict[str, Any]) -> None:
    schemes = schema["components"]["securitySchemes"]
    bearer = {name for name, scheme in schemes.items() if scheme.get("scheme") == "bearer"}
    for operation in operations(schema):
        if operation["operationId"] not in ("oauth_token", "oauth_revoke"):
            assert bearer & {name for entry in operation["security"] for name in entry}


def test_operations_of_programs_name_the_scope(schema: dict[str, Any]) -> None:
    flow = schema["components"]["securitySchemes"]["clientCredentials"]["flows"]["clientCredentials"]
    issue = schema["paths"]["/api/v1/guarantees/"]["post"]["security"]
    assert {"clientCredentials": ["guarantees:issue"]} in issue
    named = {
        scope
        for row in operations(schema)
        for entry in row.get("security", [])
        for scopes in entry.values()
        for scope in scopes
    }
    assert named <= set(flow["scopes"])
    assert flow["tokenUrl"] in schema["paths"]


def test_access_code_is_in_requests_only(schema: dict[str, Any]) -> None:
    schemas = schema["components"]["schemas"]
    assert "access_code" in schemas["DeclaredGuaranteeRequest"]["properties"]
    assert "access_code" not in schemas["DeclaredGuarantee"]["properties"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", [SCHEMA, DOCS])
def test_description_needs_a_log_in(api: Api, settings: Any, url: str) -> None:
    settings.DEMO = False
    answer = api().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["title"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", [SCHEMA, DOCS])
def test_description_is_open_in_a_demo(api: Api, settings: Any, url: str) -> None:
    settings.DEMO = True
    assert api().get(url).status_code == 200


@pytest.mark.django_db
def test_description_is_made_once(trader_api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = trader_api.get(SCHEMA)
    monkeypatch.setattr("drf_spectacular.generators.SchemaGenerator.get_schema", None)
    assert trader_api.get(SCHEMA).content == first.content


def test_documentation_alone_has_a_looser_policy(trader_api: APIClient) -> None:
    docs, listing = trader_api.get(DOCS), trader_api.get("/api/v1/declarations/")
    assert "'unsafe-inline'" in docs["Content-Security-Policy"]
    assert "'unsafe-inline'" not in listing["Content-Security-Policy"]
    script = next(part for part in docs["Content-Security-Policy"].split(";") if "script-src" in part)
    assert script.split() == ["script-src", "'self'"]


def test_delete_of_a_draft_is_described_as_it_answers(schema: dict[str, Any]) -> None:
    described = schema["paths"]["/api/v1/declarations/{movement}/"]["delete"]["responses"]
    assert [status for status in described if status.startswith("2")] == ["204"]
    assert "content" not in described["204"]


def test_code_that_is_not_yet_known_is_described_as_empty(schema: dict[str, Any]) -> None:
    schemas = schema["components"]["schemas"]
    assert "" in schemas["Summary"]["properties"]["channel"]["enum"]
    assert "" not in schemas["Summary"]["properties"]["state"]["enum"]


def test_amendment_is_described_as_needing_no_field(schema: dict[str, Any]) -> None:
    body = schema["paths"]["/api/v1/declarations/{movement}/amend/"]["post"]["requestBody"]["content"]
    assert body["application/json"]["schema"] == {"$ref": "#/components/schemas/PatchedDeclarationRequest"}
    assert "required" not in schema["components"]["schemas"]["PatchedDeclarationRequest"]


def test_number_is_described_as_text_or_number_never_negative(schema: dict[str, Any]) -> None:
    amount = schema["components"]["schemas"]["PaymentGivenRequest"]["properties"]["amount"]
    assert (amount["type"], amount["minimum"]) == (["string", "number"], 0)
    assert not re.search(amount["pattern"], "-1")
    assert re.search(amount["pattern"], "12.50")


def test_refusals_of_oauth_have_its_own_shape_and_take_no_key(schema: dict[str, Any]) -> None:
    token = schema["paths"]["/api/v1/oauth/token/"]["post"]
    assert {status for status in token["responses"] if status != "200"} == {"400", "401", "429"}
    assert token["responses"]["401"]["content"]["application/json"]["schema"]["$ref"].endswith("/Refused")
    assert "parameters" not in token


def test_descriptions_speak_to_users_of_the_api(schema: dict[str, Any]) -> None:
    """Numbers of rows and sections of the specification are the house's own words."""
    assert re.findall(r"[^\n]*(?:\brows? \d|\bspec(?:ification)? section|\bsection \d)[^\n]*", yaml.dump(schema)) == []
