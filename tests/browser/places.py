"""Which pages the browser looks at, and as whom: all but those of UNSEEN (`tests/acts/test_urls.py` holds to it).

A movement is named by its scene, `EXTREME` is one with everything as long as it may be; `admin X` is its row there.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from django.urls import reverse

from acts.notices.models import Webhook
from guarantees import worklists as office
from guarantees.models import Claim, Guarantee, GuarantorApproval
from offices.admin.site import site
from offices.models import CountryProfile
from offices.services import demo
from tests.permissions.test_admin import MODELS
from tests.permissions.test_admin import TABLE as ADMINISTRATION
from tests.permissions.world import ROLES
from transit.models import Movement
from transit.rehearsal.stage import OWN
from transit.selectors import worklists

TYPED = [f"DRAFT/declaration/{part}" for part in ("journey", "cover", "transport", "load", "goods")]
GOODS = ["DRAFT/declaration/consignments/1", "DRAFT/declaration/consignments/1/items/1"]
# Each worklist of the code, as the officer who has it.
WORK = {
    who: [
        *(reverse("work", args=[row.slug]) for row in worklists.WORKLISTS if row.role == role),
        *(reverse("guarantee-work", args=[row.slug]) for row in office.WORKLISTS if row.role == role),
    ]
    for who, role in demo.OFFICERS.items()
}
PAGES: dict[str, list[str]] = {
    "trader": [
        *("/messages/", "/messages/preferences/"),
        *("/", "/find/?q=nothing", "/styles/", "/glossary/", "/declarations/new/", "/nothing/"),
        *("DRAFT", "GUARANTEE-REFUSED", "HELD", *TYPED, *GOODS, "DRAFT/declaration/transport/?check=1"),
        *("EXTREME-DRAFT", "EXTREME"),
        *("/guarantees/", "/guarantees/?state=ACTIVE", "guarantee", "guarantee ledger/", "guarantee statement/"),
    ],
    "departure": [*WORK["departure"], "ACCEPTED", "UNDER-CONTROL", "DISCREPANCIES", "TOLD-LATE", "EXTREME"],
    "transit": ["/messages/", "/messages/preferences/", *WORK["transit"], "RELEASED", "HELD", "ARRIVED", "EXTREME"],
    "destination": [*WORK["destination"], "ARRIVED", "RELEASED", "WITHDRAWN", "EXTREME"],
    "supervisor": [*WORK["supervisor"], "RESOLUTION-ASKED", "/guarantees/to-confirm/", "office DEMO-REDUCTION"],
    "guarantee": [
        *("/guarantees/", *WORK["guarantee"], "/guarantees/book/"),
        *("/guarantees/guarantors/", "/guarantees/exposure/", "/guarantees/exposure/?by=principal"),
        *("end approval", "limit approval"),
        *("office DEMO-WAITING", "office DEMO-REDUCTION"),
    ],
    "auditor": ["/", "DRAFT/declaration/journey"],
    "central": ["/"],
    "bank": [
        *("/guarantees/", "guarantee", "/guarantees/issue/", "/guarantees/proposals/", "/guarantees/claims/"),
        *("guarantee claim", "/guarantees/programs/", "/guarantees/webhooks/", "guarantee webhook"),
        "/messages/preferences/",
    ],
}
ADMIN: dict[str, list[str]] = {
    "national": [
        "/password/",
        "/admin/",
        "/admin/offices/holiday/",
        "/admin/offices/holiday/add/",
        "/admin/offices/user/add/",
        "/admin/guarantees/raterow/?country__code__exact=SG",
        "admin profile",
    ],
    "national2": ["/admin/changes/"],
    "departure": ["/admin/", "/admin/transit/movement/", "admin ACCEPTED", "admin EXTREME"],
    "auditor": ["/admin/common/historyentry/", "admin history ACCEPTED"],
}
# A row that the page of deletion is asked for, of each table with such a page.
DELETED: dict[str, tuple[str, dict[str, str]]] = {
    "offices.corridor": ("central", {}),
    "offices.roaddistance": ("central", {}),
    "guarantees.tariffline": ("central", {}),
    "offices.holiday": ("national", {"country": "SG"}),
    "offices.restrictedgoods": ("national", {"country": "SG"}),
    "guarantees.raterow": ("national", {"country": "SG"}),
    "guarantees.exchangerate": ("national", {"quote": "SGD"}),
    "transit.riskprofile": ("national", {"country": "SG"}),
}
REFUSED = {"/nothing/": 404, "DRAFT/declaration/journey auditor": 403}
UNSEEN = {
    "healthz": "answers a machine",
    "readyz": "answers a machine",
    "movements/<uuid:movement>/files/<uuid:file>/": "a file as it was attached",
    "guarantees/<uuid:guarantee>/papers/<uuid:paper>/": "a file as it was attached",
    "declarations/upload/": "leads to the new declaration",
    "login/": "looked at by test_refusals_have_no_axe_finding_and_fit",
    "second-factor/": "looked at by test_second_factor.py",
    "second-factor/enter/": "looked at by test_second_factor.py",
    "second-factor/enrol/": "looked at by test_second_factor.py",
}

Key = Callable[..., Any]


def stored(model: type[Model], **where: Any) -> Any:
    """The key of the row, the first of several."""
    row = model._default_manager.filter(**where).first()
    assert row is not None, (model, where)
    return row.pk


def address(target: str, key: Key = stored) -> str:
    """The path of a page; `key` says which row stands for a model and what is asked of it."""
    if target.startswith("/"):
        return target
    if target == "admin profile":
        return reverse("admin:offices_countryprofile_change", args=[key(CountryProfile, country="SG")])
    *where, named = target.split()
    if target == "guarantee claim":
        return reverse("claim", args=[key(Claim, state="CONTESTED")])
    if target == "guarantee webhook":
        return reverse("webhook-page", args=[key(Webhook)])
    if "guarantee" in (target, *where):
        return f"{reverse('guarantee', args=[key(Guarantee, grn=OWN['SG'][0])])}{named if where else ''}"
    if where == ["office"]:
        return reverse("guarantee", args=[key(Guarantee, bank_reference=named)])
    if named == "approval":
        bank = key(GuarantorApproval, guarantor__firm__number="SG-B-0001", office__country="SG")
        return reverse(f"guarantor-{where[0]}", args=[bank])
    name, _slash, rest = named.partition("/")
    row = key(Movement, lrn=f"DEMO-{name}")
    if where:
        return reverse(f"admin:transit_movement_{where[1] if where[1:] else 'change'}", args=[row])
    inner = rest if not rest or "?" in rest else f"{rest}/"
    return f"{reverse('movement', args=[row])}{inner}"


def administration() -> Iterator[tuple[str, str]]:
    """Who looks at which page of every table of the admin, by what the permission matrix says of it.

    The auditor at its list and at a row, where there is one; an administrator who may add at the empty form; who may
    delete at the page that asks again.
    """
    for app in sorted({model._meta.app_label for model in site._registry}):
        yield "auditor", reverse("admin:app_list", args=[app])
    for label, model in MODELS.items():
        name = f"admin:{label.replace('.', '_')}_"
        yield "auditor", reverse(f"{name}changelist")
        if (row := model._default_manager.first()) is not None:
            yield "auditor", reverse(f"{name}change", args=[row.pk])
        marks = dict(zip(ROLES, ADMINISTRATION[label].split(), strict=True))
        if who := next((role for role in ("national", "central") if marks[role] in "wd"), ""):
            yield who, reverse(f"{name}add")
        if label in DELETED:
            who, where = DELETED[label]
            yield who, reverse(f"{name}delete", args=[stored(model, **where)])
