"""The texts of error answers: nothing left to fill in, a way out named, and no finding passed over in silence."""

import pytest
from rest_framework import exceptions

from acts.common.api import problem
from acts.common.findings import Finding, FindingClass, summary
from acts.common.refusals import PostingNeeded
from transit.api.serializers.verbs import ControlOrder


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (exceptions.MethodNotAllowed("PUT"), "Method Not Allowed."),
        (exceptions.UnsupportedMediaType("text/csv"), "Unsupported Media Type."),
        (exceptions.NotAuthenticated(), "Authentication credentials were not provided."),
    ],
)
def test_title_has_no_place_left_to_fill_in(error: Exception, title: str) -> None:
    answer = problem.handler(error, {})
    assert answer is not None
    assert answer.data["title"] == title


def test_posting_needed_says_where_the_id_is_and_where_it_goes() -> None:
    answer = problem.handler(PostingNeeded(), {})
    assert answer is not None
    assert "Acting-Posting" in answer.data["detail"]
    assert "/api/v1/me/" in answer.data["detail"]


def test_summary_counts_what_it_leaves_out_and_names_no_empty_path() -> None:
    rows = [Finding(FindingClass.MISSING, "R", path, "is missing") for path in ("", "a", "b", "c", "d")]
    assert summary(rows) == "is missing; a: is missing; b: is missing; and 2 more"


def test_short_code_list_is_told() -> None:
    body = ControlOrder(data={"kind": "XRAY"})
    assert not body.is_valid()
    assert body.errors["kind"] == ["The value is not in the code list: DOCUMENTS, SCANNER, BY_HAND."]
