"""Errors: the API's shape below /api/, a page elsewhere, and refusals as pages."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from acts import errors
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState


@pytest.mark.django_db
def test_unknown_path_of_the_api_is_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/nothing-here/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["findings"] == []


@pytest.mark.django_db
def test_unknown_page_is_a_page_that_does_not_repeat_the_path(client: Client) -> None:
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert b"Not found" in answer.content
    assert b"nothing-here" not in answer.content


@pytest.mark.parametrize(
    ("path", "type_"), [("/api/v1/x/", "application/problem+json"), ("/x/", "text/html; charset=utf-8")]
)
def test_server_error_and_bad_request_have_both_faces(rf: RequestFactory, path: str, type_: str) -> None:
    for answer, status in [
        (errors.server_error(rf.get(path)), 500),
        (errors.bad_request(rf.get(path), ValueError("secret")), 400),
        (errors.permission_denied(rf.get(path), PermissionError("secret")), 403),
    ]:
        assert (answer.status_code, answer["Content-Type"]) == (status, type_)
        assert b"secret" not in answer.content


def _page(error: Exception, rf: RequestFactory) -> HttpResponse | None:
    middleware = errors.RefusalPages(lambda request: HttpResponse())
    request: HttpRequest = rf.get("/")
    return middleware.process_exception(request, error)


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (WrongState(action="release", state="DRAFT"), 409, b"R-STATE-01"),
        (NotAllowed("not at this office"), 403, b"not at this office"),
        (RulesBroken.one("R-X-01", "lrn", "<b>is</b> wrong"), 422, b"&lt;b&gt;is"),
        (NotFound("movement 7"), 404, b"Not found"),
    ],
)
def test_refusal_becomes_a_page_with_the_apis_status(
    rf: RequestFactory, refusal: Exception, status: int, said: bytes
) -> None:
    answer = _page(refusal, rf)
    assert answer is not None
    assert answer.status_code == status
    assert said in answer.content


def test_other_exceptions_are_left_alone(rf: RequestFactory) -> None:
    assert _page(ValueError("a bug"), rf) is None


@pytest.mark.django_db
def test_form_without_token_is_a_page_that_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert b"Please send the form again" in answer.content
