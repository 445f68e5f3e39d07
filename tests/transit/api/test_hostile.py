"""Bad input is a 4xx in the error shape, never a 500, and changes nothing."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.transit.api.conftest import Api
from transit.models import Movement

URL = "/api/v1/declarations/"
DEEP = 100_000

BODIES = {
    "cut off": b'{"lrn": "A-1"',
    "no text": b"\xff\xfe\x00",
    "not an object": b"[]",
    "bare text": b'"A-1"',
    "bare null": b"null",
    "empty": b"",
    "deep list": b"[" * DEEP + b"]" * DEEP,
    "deep object": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "depth the parser takes": b'{"lrn": "A-1", "vehicle": ' + b'{"vehicle": ' * 400 + b"{}" + b"}" * 401,
    "very long integer": b'{"lrn": "A-1", "consignments": [{"gross_mass": ' + b"9" * 100_000 + b"}]}",
    "very long decimal": b'{"lrn": "A-1", "consignments": [{"gross_mass": 0.' + b"9" * 100_000 + b"}]}",
    "huge exponent": b'{"lrn": "A-1", "consignments": [{"gross_mass": 1e999999}]}',
    "tiny exponent": b'{"lrn": "A-1", "consignments": [{"gross_mass": 1e-999999}]}',
    "absurd exponent": b'{"lrn": "A-1", "consignments": [{"gross_mass": 1e99999999999999999999}]}',
    "NaN": b'{"lrn": "A-1", "consignments": [{"gross_mass": NaN}]}',
    "Infinity": b'{"lrn": "A-1", "consignments": [{"gross_mass": -Infinity}]}',
    "same name twice": b'{"lrn": "A-1", "lrn": "A-2"}',
    "lone surrogate": b'{"lrn": "A-1", "route_text": "\\ud800"}',
    "lone surrogate as name": b'{"lrn": "A-1", "\\ud800": 1}',
    "lone surrogate as choice": b'{"lrn": "A-1", "kind": "\\ud800"}',
    "NUL": b'{"lrn": "A-1", "route_text": "a\\u0000b"}',
    "NUL in the LRN": b'{"lrn": "\\u0000"}',
    "NUL in a firm's number": b'{"lrn": "A-1", "representative": "\\u0000"}',
    "list for a name": b'{"lrn": ["A-1"]}',
    "object for a number": b'{"lrn": "A-1", "consignments": [{"gross_mass": {"$gt": 0}}]}',
    "unknown principal": b'{"lrn": "A-1", "principal": "XX-T-9999"}',
    "naive instant": b'{"lrn": "A-1", "expected_arrival_at": "2026-11-22T10:00:00"}',
    "end of the calendar": b'{"lrn": "A-1", "expected_arrival_at": "9999-12-31T23:59:59-23:59"}',
}


def refused(answer: Any) -> None:
    """A 4xx in the error shape, and nothing written."""
    assert 400 <= answer.status_code < 500, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert set(json.loads(answer.content)) == {"type", "title", "status", "detail", "findings"}
    assert not Movement.objects.exists()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_hostile_body_is_refused(trader_api: APIClient, body: bytes) -> None:
    refused(trader_api.generic("POST", URL, body, content_type="application/json"))


def test_body_over_8_mb_is_413(trader_api: APIClient) -> None:
    body = b'{"lrn": "A-1", "route_text": "' + b"x" * (8 * 1024 * 1024) + b'"}'
    answer = trader_api.generic("POST", URL, body, content_type="application/json")
    refused(answer)
    assert answer.status_code == 413


def test_body_of_8_mb_and_one_byte_is_413_and_of_8_mb_is_read(trader_api: APIClient) -> None:
    size = 8 * 1024 * 1024
    for length, status in ((size, 201), (size + 1, 413)):
        body = b'{"lrn": "A-1"}' + b" " * (length - 14)
        answer = trader_api.generic("POST", URL, body, content_type="application/json")
        assert answer.status_code == status


def test_length_announced_too_small_cuts_the_body(trader_api: APIClient) -> None:
    body = b'{"lrn": "A-1"}'
    refused(trader_api.generic("POST", URL, body, content_type="application/json", CONTENT_LENGTH="5"))


@pytest.mark.parametrize("length", ["", "x", "-1"])
def test_length_not_announced_means_no_body(trader_api: APIClient, length: str) -> None:
    body = b'{"lrn": "A-1"}'
    refused(trader_api.generic("POST", URL, body, content_type="application/json", CONTENT_LENGTH=length))


@pytest.mark.parametrize(
    "media_type",
    ["multipart/form-data; boundary=x", "text/plain", "application/xml", "application/x-www-form-urlencoded", "", "/"],
)
def test_other_media_types_are_415(trader_api: APIClient, media_type: str) -> None:
    answer = trader_api.generic("POST", URL, b'{"lrn": "A-1"}', content_type=media_type)
    refused(answer)
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_405(trader_api: APIClient, method: str) -> None:
    answer = trader_api.generic(method, URL, b"{}", content_type="application/json")
    refused(answer)
    assert answer.status_code == 405


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/declarations/5/", "/api/v1/movements/%00/", "/api/"])
def test_unknown_route_is_404_in_the_shape(trader_api: APIClient, path: str) -> None:
    answer = trader_api.get(path)
    refused(answer)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "parts", [b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\nhello\r\n--x--"]
)
def test_broken_form_is_refused(trader_api: APIClient, draft: str, parts: bytes) -> None:
    answer = trader_api.generic("POST", f"{URL}{draft}/files/", parts, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_form_of_too_many_parts_is_400(trader_api: APIClient, draft: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    answer = trader_api.generic(
        "POST", f"{URL}{draft}/files/", part * 1500 + b"--x--", content_type="multipart/form-data; boundary=x"
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("posting", ["x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_posting_that_is_none_of_ones_own_is_refused(api: Api, departure_officer: Any, posting: str) -> None:
    client = api(departure_officer)
    answer = client.post(URL, {"lrn": "A-1"}, headers={"Acting-Posting": posting})
    refused(answer)
    assert answer.status_code in {403, 422}
