"""Every operation of the API against its own description, with data it allows and data it forbids, by every role; and
what any of them answers a bank, searched for goods.

SCHEMA_EXAMPLES is the number of examples for each operation by its role; each other role gets a tenth of it.
"""

import itertools
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker
from schemathesis import Case, GenerationMode, checks
from schemathesis.schemas import APIOperation, BaseSchema

from offices.api import POSTING_HEADER
from tests.journeys.test_bank_sees_no_goods import secrets
from tests.openapi import scene as scenes
from tests.openapi.recipes import RECIPES, Recipe
from tests.openapi.scene import NOW, Scene
from transit.models import Movement

# What touches nothing that differs between databases: services and models have tests on both.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

ROOT = "/api/v1"
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "3"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
BANKS = ("bank", "program")
COVERING = {"active": "covering", "draft": "in_transit", "accepted": "in_transit"}
"""What stands for the journey whose goods are looked for."""
FORMATS: dict[str, list[dict[str, str]]] = {
    "/guarantees/{id}/ledger/": [{}, {"format": "csv"}],
    "/guarantees/{id}/statements/": [{}, {"format": "csv"}, {"format": "pdf"}],
}
IDENTIFIERS, HEADERS, BODY = "path", "header", "body"
JSON = "application/json"


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Built once; every request is taken back by itself."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("acts.common.clock.now", lambda: NOW)
        patch.setattr("django.utils.timezone.now", lambda: NOW)  # Tokens expire by Django's own clock.
        yield scenes.build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture(scope="module")
def schema(scene: Scene) -> Iterator[BaseSchema]:
    """The description as the application itself gives it; requests go the way of every request, without a socket.

    Behind WSGI a request ends with its connection, and that would end the scene's transaction.
    """
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    headers = {**scene.log_ins["trader"], "Accept": "application/vnd.oai.openapi+json"}
    made = schemathesis.openapi.from_wsgi(f"{ROOT}/schema/", served(get_wsgi_application()), headers=headers)
    made.config.generation.with_security_parameters = False  # Who asks is this module's to say.
    yield made
    for signal in ends:
        signal.connect(close_old_connections)


def served(application: WSGIApplication) -> WSGIApplication:
    """As a server does it: each answer read to its end and closed, and with it the file it came from."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        answer = application(environ, start_response)
        with closing(answer) if hasattr(answer, "close") else nullcontext():
            return [b"".join(answer)]

    return serve


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(case: Case, log_in: Mapping[str, str]) -> int:
    """Send it and hold the answer against the description; the status."""
    with taken_back():
        answer = case.call(headers=dict(log_in))
        case.validate_response(answer, checks=CHECKS, headers=dict(log_in))
    return int(answer.status_code)


def proper(operation: APIOperation, recipe: Recipe, scene: Scene) -> Case:
    """The request that succeeds."""
    content = {"body": recipe.content(scene), "media_type": recipe.media_type} if recipe.body is not None else {}
    headers = recipe.posting(scene)
    return operation.Case(path_parameters=recipe.path(scene), query=dict(recipe.query), headers=headers, **content)


def examples(count: int) -> settings:
    """So many, the same ones each time; one that fails is told as it is."""
    return settings(
        max_examples=max(count, 1),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def cases(draw: st.DrawFn, operation: APIOperation, recipe: Recipe, scene: Scene, posting: Mapping[str, str]) -> Case:
    """What the description allows, or forbids in some part; what is allowed is mixed into what can succeed."""
    case = draw(operation.as_strategy(generation_mode=draw(st.sampled_from(list(GenerationMode)))))
    forbidden = {place.value for place, part in case.meta.components.items() if part.mode.is_negative}
    if IDENTIFIERS not in forbidden:
        case.path_parameters = recipe.path(scene)
    if HEADERS not in forbidden:
        case.headers.pop(POSTING_HEADER, None)
        case.headers.update(posting)
    own = recipe.content(scene)
    if own is not None and BODY not in forbidden and isinstance(case.body, dict) and case.media_type == JSON:
        taken = draw(st.sets(st.sampled_from(sorted(case.body)), max_size=2)) if case.body else set()
        case.body = own | {name: case.body[name] for name in taken}
    return case


def test_every_operation_has_its_recipe(schema: BaseSchema) -> None:
    described = {found.ok().label for found in schema.get_all_operations()}
    assert {label.replace(" ", f" {ROOT}", 1) for label in RECIPES} == described


@pytest.mark.parametrize("label", RECIPES)
def test_no_answer_to_a_bank_holds_goods_data(schema: BaseSchema, scene: Scene, label: str) -> None:
    recipe, (method, path) = RECIPES[label], label.split()
    told = secrets(Movement.objects.get(pk=scene.ids["in_transit"]))
    covering = replace(recipe, ids={name: COVERING.get(row, row) for name, row in recipe.ids.items()})
    for asked, role, query in itertools.product((recipe, covering), BANKS, FORMATS.get(path, [{}])):
        case = proper(schema[ROOT + path][method], asked, scene)
        case.query |= query
        with taken_back():
            answer = case.call(headers=dict(scene.log_ins[role]))
        assert answer.status_code < 300 or (asked, role) != (recipe, recipe.role)
        text = pdf_text(answer.content) if query.get("format") == "pdf" else answer.content.decode(errors="replace")
        assert {secret for secret in told if secret in text} == set()


def test_search_finds_the_goods_in_what_the_trader_is_shown(schema: BaseSchema, scene: Scene) -> None:
    shown = replace(RECIPES["GET /declarations/{movement}/"], ids={"movement": "in_transit"})
    with taken_back():
        case = proper(schema[f"{ROOT}/declarations/{{movement}}/"]["GET"], shown, scene)
        answer = case.call(headers=dict(scene.log_ins["trader"]))
    told = secrets(Movement.objects.get(pk=scene.ids["in_transit"]))
    assert [secret for secret in told if secret in answer.content.decode()]


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize("label", RECIPES)
def test_operation_does_what_it_says(schema: BaseSchema, scene: Scene, label: str) -> None:
    recipe = RECIPES[label]
    method, path = label.split()
    operation = schema[ROOT + path][method]
    log_in = recipe.log_in(scene)
    assert 200 <= ask(proper(operation, recipe, scene), log_in) < 300

    @examples(EXAMPLES)
    @given(case=cases(operation, recipe, scene, recipe.posting(scene)))
    def by_its_role(case: Case) -> None:
        ask(case, log_in)

    @examples(EXAMPLES // 10)
    @given(case=cases(operation, recipe, scene, {}))
    def by_the_others(case: Case) -> None:
        for role in sorted(set(scene.log_ins) - {recipe.role}):
            ask(case, scene.log_ins[role])

    by_its_role()
    if EXAMPLES >= 10:
        by_the_others()
