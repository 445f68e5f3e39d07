"""Who may do what at every URL of the admin: list, add, row, history, deletion, and the short address of a row.

a: must log in first   .: 404, the admin is none of his business   n: 403, or 404 for a row he may not know of
r: reads list, rows and their history   w: also adds and changes   d: also deletes
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from pytest_django import DjangoDbBlocker

from acts.common.models import Job
from acts.common.refusals import NotFound
from acts.notices.models import Email, Notice
from guarantees.models import TariffEdition, TariffLine
from guarantees.selectors import country_of
from offices import actors
from offices.actors import Actor
from offices.admin.acting import ACTOR
from offices.admin.site import site
from offices.models import AttRight, Firm, User
from tests.factories import offices as factory
from tests.permissions.world import AT, ROLES, World
from transit.models import LateFact, Movement, Passage, RiskProfile

pytestmark = pytest.mark.django_db

# fmt: off
#                                        a t v a c c s  b b  d t d g s e r  w e  n c a
#   model                                n r i g a o t  1 2  e r e u u n e  r n  a e u
TABLE: dict[str, str] = {
    "offices.user": "                    a . . . . . .  . .  n n n n n n n  n .  w w r",
    "offices.appointment": "             a . . . . . .  . .  n n n n n n n  n .  r w r",
    "offices.posting": "                 a . . . . . .  . .  n n n n w n n  w .  w r r",
    # Firms and what services granted them
    **dict.fromkeys(
        ("offices.firm", "offices.mandate", "offices.employeeduty", "offices.attright", "offices.premises",
         "offices.sealseries", "guarantees.guarantor", "guarantees.guarantorapproval"),
        "                                a . . . . . .  . .  n n n n n n n  n .  r r r"),
    # Reference data of the central team
    "offices.country": "                 a . . . . . .  . .  r r r r r r r  r .  r w r",
    "offices.office": "                  a . . . . . .  . .  r r r r r r r  r .  r w r",
    "offices.corridor": "                a . . . . . .  . .  r r r r r r r  r .  r d r",
    "offices.roaddistance": "            a . . . . . .  . .  r r r r r r r  r .  r d r",
    "guarantees.tariffedition": "        a . . . . . .  . .  r r r r r r r  r .  r w r",
    "guarantees.tariffline": "           a . . . . . .  . .  r r r r r r r  r .  r d r",
    # Reference data of each country (the rows are Singapore's, as its administrator is)
    "offices.countryprofile": "          a . . . . . .  . .  r r r r r r r  r .  w r r",
    "offices.vehiclepermit": "           a . . . . . .  . .  r r r r r r r  r .  w r r",
    **dict.fromkeys(
        ("offices.holiday", "offices.restrictedgoods", "guarantees.raterow", "guarantees.exchangerate"),
        "                                a . . . . . .  . .  r r r r r r r  r .  d r r"),
    "transit.riskprofile": "             a . . . . . .  . .  n n n n n n n  n .  d n r",
    # Money
    **dict.fromkeys(
        ("guarantees.guarantee", "guarantees.ledgerentry", "guarantees.reservation"),
        "                                a . . . . . .  . .  n n n r n n n  l .  r n r"),
    # Movements: those of the own office
    "transit.movement": "                a . . . . . .  . .  r r r r r r r  l .  n n r",
    "transit.passage": "                 a . . . . . .  . .  l r l l l l l  l .  n n r",
    "transit.arrival": "                 a . . . . . .  . .  l l r l l l l  l .  n n r",
    # E-mails to people of the own country
    "notices.email": "                   a . . . . . .  . .  n n n n n n n  n .  r r r",
    # What only auditors read
    **dict.fromkeys(
        ("common.historyentry", "common.proposal", "common.job", "notices.notice", "transit.deadline",
         "transit.latefact"),
        "                                a . . . . . .  . .  n n n n n n n  n .  n n r"),
}
# fmt: on
# Of a list one may see but none of its rows (l) the row does not exist.
EXPECTED: dict[str, dict[str, set[int]]] = {
    mark: dict(zip(("list", "add", "row", "history", "change", "delete", "short"), answers, strict=True))
    for mark, answers in {
        "a": ({401}, {401}, {401}, {401}, {401}, {401}, {401}),
        ".": ({404}, {404}, {404}, {404}, {404}, {404}, {404}),
        "n": ({403}, {403}, {403, 404}, {403, 404}, {403, 404}, {403, 404}, {302}),
        "l": ({200}, {403}, {404}, {404}, {404}, {404}, {302}),
        "r": ({200}, {403}, {200}, {200}, {403}, {403}, {302}),
        "w": ({200}, {200}, {200}, {200}, {200, 302}, {403}, {302}),
        "d": ({200}, {200}, {200}, {200}, {200, 302}, {200}, {302}),
    }.items()
}


def _label(model: type[Model]) -> str:
    return model._meta.label_lower


MODELS = {_label(model): model for model in site._registry}


def test_every_table_of_the_admin_is_in_the_matrix() -> None:
    assert TABLE.keys() == MODELS.keys()
    offered = {pattern.name for page in site._registry.values() for pattern in page.get_urls() if pattern.name}
    named = {f"{model._meta.app_label}_{model._meta.model_name}" for model in MODELS.values()}
    actions = ("changelist", "add", "history", "delete", "change")
    assert offered == {f"{name}_{action}" for name in named for action in actions}


@pytest.fixture(scope="module")
def rows(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Model]]:
    """A row of every table: Singapore's where it is a country's, the world's movement and guarantee."""
    with django_db_blocker.unblock(), transaction.atomic():
        _more(world)
        yield {label: _row(model, world) for label, model in MODELS.items()}
        transaction.set_rollback(True)


def _more(world: World) -> None:
    """What the world has no row of yet."""
    factory.att(firm=Firm.objects.get(number="SG-T-0001"))
    TariffLine.objects.get_or_create(edition=TariffEdition.objects.all()[0], code="99999999", description_en="x")
    Job.objects.create(kind="test", key="test", due_at=AT)
    Email.objects.create(person=world.people["viewer"], notice=Notice.objects.all()[0], due_at=AT)
    RiskProfile.objects.create(
        country_id="SG", name="Dear", criterion="VALUE", operand="1 SGD", channel="RED", valid_from=date(2026, 1, 1)
    )
    LateFact.objects.create(
        movement_id=world.movement,
        verb="record_arrival",
        office_id="THBKK001",
        happened_at=AT,
        recorded_at=AT,
        state="x",
    )


def _row(model: type[Model], world: World) -> Model:
    found: Any = model._default_manager.all()
    names = {field.name for field in model._meta.get_fields()}
    if model is Movement:
        return found.get(pk=world.movement)
    if model is User:
        return found.get(username=str(world.people["viewer"]))
    if model is Passage:
        return found.get(office="MYTKP001")
    if _label(model) == "offices.posting":
        return found.get(user=world.people["guarantee"])
    if _label(model) == "guarantees.exchangerate":
        return next(row for row in found if country_of(currency=row.quote) == "SG")
    if "country" in names and model is not AttRight and found.filter(country="SG").exists():
        return found.filter(country="SG")[0]
    return found[0]


def _status(user: User | None, method: str, path: str, actor: Actor | None = None) -> int:
    """What the view behind a URL answers; 401 where the middleware leads to the log-in.

    Nothing is drawn, and who acts is not read again if `actor` says so: this is asked some thousand times.
    """
    if user is None:
        answer = Client().generic(method, path)
        return 401 if answer.status_code == 302 and answer["Location"] == f"/login/?next={path}" else answer.status_code
    request, found = RequestFactory().generic(method, path), resolve(path)
    request.user = user
    request.session = {DEVICE_ID_SESSION_KEY: "of a test"}
    if actor is not None:
        request.META[ACTOR] = actor
    request._dont_enforce_csrf_checks = True  # as the test client does
    request._messages = CookieStorage(request)  # as its middleware does
    try:
        return int(found.func(request, *found.args, **found.kwargs).status_code)
    except (Http404, NotFound):
        return 404
    except PermissionDenied:
        return 403


def _ask(user: User | None, actor: Actor | None, label: str, row: Model) -> dict[str, int]:
    """The status of every URL of a table."""
    name = f"admin:{label.replace('.', '_')}_"
    change = reverse(f"{name}change", args=[row.pk])
    asked = {
        "list": ("GET", reverse(f"{name}changelist")),
        "add": ("GET", reverse(f"{name}add")),
        "row": ("GET", change),
        "history": ("GET", reverse(f"{name}history", args=[row.pk])),
        "change": ("POST", change),
        "delete": ("GET", reverse(f"{name}delete", args=[row.pk])),
        "short": ("GET", change.removesuffix("change/")),
    }
    return {action: _status(user, method, path, actor) for action, (method, path) in asked.items()}


@pytest.mark.parametrize("role", ROLES)
def test_matrix(world: World, rows: dict[str, Model], role: str) -> None:
    user, column, wrong = world.people[role], ROLES.index(role), {}
    actor = user and actors.of(user, at=AT)
    for label, marks in TABLE.items():
        expected = EXPECTED[marks.split()[column]]
        found = _ask(user, actor, label, rows[label])
        wrong |= {(label, name): status for name, status in found.items() if status not in expected[name]}
    assert wrong == {}


#  path                an   outside  officers      appointed
FRONT = {
    "/admin/": (401, 404, {200}, {200}),
    "/admin/changes/": (401, 404, {403}, {200, 403}),
    "/admin/offices/": (401, 404, {200}, {200}),
    "/admin/guarantees/": (401, 404, {200}, {200}),
    "/admin/transit/": (401, 404, {200}, {200, 404}),
    "/admin/common/": (401, 404, {404}, {200, 404}),
    "/admin/notices/": (401, 404, {404}, {200, 404}),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["confirm", "refuse"])
def test_change_that_waits_is_decided_by_administrators_of_its_country(world: World, role: str, name: str) -> None:
    """Nothing waits here: who administers is told so as everybody else is."""
    path = reverse(f"admin:{name}-change", args=[world.movement])
    assert _status(world.people[role], "POST", path) == (401 if world.people[role] is None else 404)


@pytest.mark.parametrize("role", ROLES)
def test_front_pages(world: World, role: str) -> None:
    """The page of an app in which one may see nothing does not exist."""
    user, mark = world.people[role], TABLE["offices.user"].split()[ROLES.index(role)]
    appointed = role in ("national", "central", "auditor")
    found = {path: _status(user, "GET", path) for path in FRONT}
    for path, (anonymous, outside, officer, above) in FRONT.items():
        expected = {"a": {anonymous}, ".": {outside}}.get(mark, above if appointed else officer)
        assert found[path] in expected, path
