"""Reduction over the API: by two persons, the same service as the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from acts.common import clock
from guarantees.models import Guarantee
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import sessions

pytestmark = pytest.mark.django_db
As = Callable[[User], APIClient]


@pytest.fixture
def row() -> Guarantee:
    return factory.active()


def user(actor: Any) -> User:
    assert isinstance(actor.user, User)
    return actor.user


def test_relief_is_proposed_and_confirmed_once(as_user: As, row: Guarantee) -> None:
    second = user(factory.supervisor_of())
    officer, supervisor = as_user(user(factory.officer_of())), as_user(second)
    where = f"/api/v1/guarantees/{row.pk}/"
    paper = {"document_type": "CLEAN_RECORD", "reference": "7", "file": SimpleUploadedFile("r.pdf", factory.PDF)}
    assert officer.post(f"{where}evidence/", paper, format="multipart").status_code == 201
    asked = officer.post(f"{where}relief/", {"percentage": 50, "reason": "two clean years"})
    assert (asked.status_code, asked.json()["guarantee"]) == (202, str(row.pk))
    confirm = f"/api/v1/guarantees/reliefs/{asked.json()['id']}/confirm/"
    assert officer.post(confirm, {}).status_code == 403
    sessions.program(second, supervisor, proved_at=clock.now())
    answers = [supervisor.post(confirm, {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["percentage"] == 50


def test_evidence_that_is_no_paper_is_refused(as_user: As, row: Guarantee) -> None:
    officer = as_user(user(factory.officer_of()))
    body = {"document_type": "CLEAN_RECORD", "reference": "7", "file": SimpleUploadedFile("r.pdf", b"<html>")}
    answer = officer.post(f"/api/v1/guarantees/{row.pk}/evidence/", body, format="multipart")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "R-FILE-01")


def test_paper_is_handed_out_by_its_own_guarantee_alone(as_user: As, row: Guarantee) -> None:
    paper, api = factory.paper(row), as_user(user(factory.officer_of()))
    elsewhere = factory.active()
    assert api.get(f"/api/v1/guarantees/{elsewhere.pk}/evidence/{paper.pk}/file/").status_code == 404
    answer = api.get(f"/api/v1/guarantees/{row.pk}/evidence/{paper.pk}/file/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content) == factory.PDF


def test_list_shows_the_reductions_of_the_own_office(as_user: As, row: Guarantee) -> None:
    factory.proposed(row)
    for actor, count in ((factory.supervisor_of(), 1), (factory.supervisor_of("VNHPH001"), 0)):
        assert as_user(user(actor)).get("/api/v1/guarantees/reliefs/").json()["count"] == count
