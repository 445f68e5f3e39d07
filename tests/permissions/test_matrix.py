"""Who may do what, by every route, method and role. A route that is missing here fails the first test.

y: may (whatever else the answer says)   n: 403, knows of it but may not   .: 404, may not know   a: must log in first
"""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve
from pytest_django import DjangoDbBlocker

from tests.factories.sessions import browser, half
from tests.permissions import world as worlds
from tests.permissions.endpoints import endpoints
from tests.permissions.world import AT, ROLES, World
from transit import samples

# Each request is rolled back by itself; the mark is what makes pytest-django create a database for this file alone.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REASON: dict[str, Any] = {"reason": "because"}
RELEASE: dict[str, Any] = {"result": "A2"}
DECISION = {"fact": "4f7c8a10-3a53-4a8c-9a2e-0d0c5f6f7a11", "decision": "the stamp on the paper is right"}
PASSAGE = "api/v1/movements/{movement}/passages/MYTKP001"
TERMS: dict[str, Any] = {
    "kind": "MULTIPLE_JOURNEY",
    "principal": "SG-T-0001",
    "office": "SGSIN001",
    "currency": "SGD",
    "reference_amount": "1000",
    "valid_from": "2026-01-01",
}
COVER: list[dict[str, str]] = [{"grn": "20GB0000010000H72", "access_code": "AAAA"}]

# The acts on the page of a movement, by who does them, and those on the page of a guarantee.
AT_DEPARTURE = (
    *("present-goods", "accept", "reject", "order-control", "record-control", "extend-control", "request-amendment"),
    *("release", "refuse-release", "invalidate-after-release", "resolve", "decide-late-fact"),
)
ARRIVAL = ("arrival", "late-arrival")
AT_DESTINATION = ("permit-unloading", "order-destination-control", "results")
BY_TRADER = ("lodge", "check", "fits", "present", "amend-guarantee", "edit", "amend", "attach", "copy", "delete")
AT_POST = ("present", "cross", "hold", "refuse-entry", "seize", "late-present", "late-cross")
BY_PRINCIPAL = ("make-code", "alerts", "codes/{code}/renew", "codes/{code}/withdraw")
BY_BANK = ("raise", "lower", "cancel", "withdraw-notice")
BY_OFFICE = ("accept", "refuse", "suspend", "resume", "relief")
ON_CLAIM = ("acknowledge", "pay", "contest")
# Who asks an act's address for a page (after a log-in in between, or by the back button) is led to its subject's.
LEADING_BACK = (
    "declarations/upload/",
    *(f"movements/{{movement}}/{act}/" for act in (*AT_DEPARTURE, *ARRIVAL, *AT_DESTINATION, *BY_TRADER)),
    *(f"movements/{{movement}}/{act}/" for act in ("invalidate", "unloading-remarks")),
    *(f"movements/{{movement}}/passages/MYTKP001/{act}/" for act in AT_POST),
    *(f"guarantees/{{active}}/{act}/" for act in (*BY_PRINCIPAL, *BY_BANK, *BY_OFFICE, "waiver", "evidence")),
    *(f"guarantees/claims/{{claim}}/{act}/" for act in ON_CLAIM),
)

#                                                                a t v a c c s  b b  d t d g s e r  w e  n c a
#  method, path, body                                            n r i g a o t  1 2  e r e u u n e  r n  a e u
TABLE: list[tuple[str, str, Any, str]] = [
    ("GET", "healthz", None, "                                   y y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "readyz", None, "                                    y y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "login/", None, "                                    y y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "login/", {}, "                                     y y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("PUT", "login/", {}, "                                      y y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "password/", None, "                                 a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "password/", {}, "                                  a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("PUT", "password/", {}, "                                   a y y y y y y  y y  y y y y y y y  y y  y y y"),
    *[(method, page, body, "                                     a y y y y y y  y y  y y y y y y y  y y  y y y")
      for page in ("second-factor/", "second-factor/enter/", "second-factor/enrol/")
      for method, body in (("GET", None), ("POST", {}))],
    ("POST", "logout/", None, "                                  a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "", None, "                                          a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "movements/{movement}/", None, "                     a y y y y y .  . .  y y y y y y y  . .  . . y"),
    ("GET", "find/", None, "                                     a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "messages/", None, "                                 a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "messages/preferences/", None, "                     a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "messages/preferences/", {}, "                      a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "worklists/to-release/", None, "                     a . . . . . .  . .  y . . . . . .  y .  . . ."),
    ("GET", "styles/", None, "                                   a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "glossary/", None, "                                 a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "declarations/new/", None, "                         a y n y y y y  n n  n n n n n n n  n n  n n n"),
    ("POST", "declarations/new/", {}, "                          a y n y y y y  n n  n n n n n n n  n n  n n n"),
    ("POST", "declarations/upload/", {}, "                       a y n y y y y  n n  n n n n n n n  n n  n n n"),
    *[(method, f"movements/{{draft}}/declaration/{page}/", body,
      "                                                          a y n . . . .  . .  . . . . . . .  . .  . . n")
      for page in ("journey", "consignments/1", "consignments/1/items/1")
      for method, body in (("GET", None), ("POST", {}))],
    ("GET", "movements/{draft}/declaration/goods/", None, "      a y n . . . .  . .  . . . . . . .  . .  . . n"),
    *[("GET", path, None, "                                      a y y y y y y  y y  y y y y y y y  y y  y y y")
      for path in LEADING_BACK],
    # The acts as forms on the page of a movement: who may do by the API may do here
    *[("POST", f"movements/{{movement}}/{act}/", {}, "           a n n n n n .  . .  y n n n n n n  . .  . . n")
      for act in AT_DEPARTURE],
    ("POST", "movements/{movement}/invalidate/", {}, "           a y n y n n .  . .  y n n n n n n  . .  . . n"),
    *[("POST", f"movements/{{movement}}/{act}/", {}, "           a n n n n y .  . .  n n y n n n n  . .  . . n")
      for act in ARRIVAL],
    *[("POST", f"movements/{{movement}}/{act}/", {}, "           a n n n n n .  . .  n n y n n n n  . .  . . n")
      for act in AT_DESTINATION],
    ("POST", "movements/{movement}/unloading-remarks/", {}, "    a n n n n y .  . .  n n n n n n n  . .  . . n"),
    *[("POST", f"movements/{{movement}}/{act}/", {}, "           a y n y n n .  . .  n n n n n n n  . .  . . n")
      for act in BY_TRADER],
    *[("POST", f"movements/{{movement}}/passages/MYTKP001/{act}/", {}, "a n n n n n .  . .  n y n n n n n  . .  . . n")
      for act in AT_POST],
    ("GET", "movements/{movement}/files/{file}/", None, "        a y y y n n .  . .  y y y y y y y  . .  . . y"),
    ("POST", "proposals/{proposal}/confirm/", {}, "              a n n n n n .  . .  n n n n y n n  . .  . . n"),
    ("POST", "proposals/{proposal}/refuse/", {}, "               a n n n n n .  . .  y n n n y n n  . .  . . n"),
    # Guarantees: their pages, and the acts of the office as forms on them
    ("GET", "guarantees/", None, "                               a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "guarantees/worklists/issued/", None, "              a . . . . . .  . .  . . . y . . .  y .  . . ."),
    ("GET", "guarantees/{issued}/", None, "                      a y y y . . .  y .  . . . y . . .  . .  y . y"),
    # The bank's pages; of the claims those may see whom they concern
    ("GET", "guarantees/issue/", None, "                         a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("POST", "guarantees/issue/", {}, "                          a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("GET", "guarantees/proposals/", None, "                     a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("POST", "guarantees/proposals/choose/", {}, "               a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("POST", "guarantees/proposals/{second}/confirm/", {}, "     a . . . . . .  y .  . . . . . . .  . .  . . n"),
    ("POST", "guarantees/proposals/{second}/refuse/", {}, "      a . . . . . .  y .  . . . . . . .  . .  . . n"),
    ("GET", "guarantees/claims/", None, "                        a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "guarantees/claims/{claim}/", None, "                a y y y . . .  y .  . . . y . . y  . .  y . y"),
    *[("POST", f"guarantees/claims/{{claim}}/{act}/", {}, "      a n n n . . .  y .  . . . n . . n  . .  n . n")
      for act in ON_CLAIM],
    ("GET", "guarantees/programs/", None, "                      a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("POST", "guarantees/programs/", {}, "                       a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("POST", "guarantees/programs/{client}/withdraw/", {}, "     a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("GET", "guarantees/webhooks/", None, "                      a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("POST", "guarantees/webhooks/", {}, "                       a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("GET", "guarantees/webhooks/{hook}/", None, "               a . n . . . .  y .  n n n n n n n  n n  n n n"),
    *[("POST", f"guarantees/webhooks/{{hook}}/{act}/", {}, "     a . n . . . .  y .  n n n n n n n  n n  n n n")
      for act in ("rotate", "replay", "remove")],
    *[("POST", f"guarantees/{{active}}/{act}/", {}, "            a n n n . . .  y .  . . . n . . .  . .  n . n")
      for act in BY_BANK],
    *[("GET", f"guarantees/{{active}}/{book}/", None, "          a y y y . . .  y .  . . . y . . .  . .  y . y")
      for book in ("ledger", "statement")],
    *[("POST", f"guarantees/{{active}}/{act}/", {}, "            a y n n . . .  n .  . . . n . . .  . .  n . n")
      for act in BY_PRINCIPAL],
    *[("POST", f"guarantees/{{issued}}/{act}/", {}, "            a n n n . . .  n .  . . . y . . .  . .  n . n")
      for act in BY_OFFICE],
    # The waiver is the principal's of another firm: no bank has issued it.
    ("POST", "guarantees/{waiver}/waiver/", {}, "                a . . . . . .  . .  . . . y . . .  . .  n . n"),
    ("POST", "guarantees/{issued}/evidence/", {}, "              a y n n . . .  n .  . . . y . . .  . .  n . n"),
    ("GET", "guarantees/{active}/papers/{paper}/", None, "       a y y n . . .  n .  . . . y . . .  . .  n . y"),
    ("GET", "guarantees/to-confirm/", None, "                    a . . . . . .  . .  . . . . y . .  y .  . . ."),
    ("POST", "guarantees/reliefs/{relief}/confirm/", {}, "       a . . . . . .  . .  . . . n y . .  . .  . . n"),
    ("POST", "guarantees/reliefs/{relief}/refuse/", {}, "        a . . . . . .  . .  . . . y y . .  . .  . . n"),
    *[(method, f"guarantees/{page}/", body, "                    a n n n n n n  n n  n n n y n n n  y n  n n n")
      for page in ("book", "guarantors") for method, body in (("GET", None), ("POST", {}))],
    ("GET", "guarantees/guarantors/{approval}/end/", None, "     a n n n n n n  n n  n n n y n n n  . n  n n n"),
    ("POST", "guarantees/guarantors/{approval}/end/", {}, "      a n n n n n n  n n  n n n y n n n  . n  n n n"),
    ("GET", "guarantees/guarantors/{approval}/limit/", None,
     "                                                           a n n n n n n  n n  n n n y n n n  . n  n n n"),
    ("POST", "guarantees/guarantors/{approval}/limit/", {"limit": "1000000"},
     "                                                           a n n n n n n  n n  n n n y n n n  . n  n n n"),
    ("GET", "guarantees/exposure/", None, "                      a . . . . . .  . .  . . . y . . .  y .  y . y"),
    ("GET", "api/v1/schema/", None, "                            a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "api/v1/docs/", None, "                              a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "api/v1/me/", None, "                                a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/step-up/", {"password": "x"}, "             a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "api/v1/preferences/", None, "                       a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("PATCH", "api/v1/preferences/", {"hour": 9}, "              a y y y y y y  y y  y y y y y y y  y y  y y y"),
    # Declarations
    ("GET", "api/v1/declarations/", None, "                      a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/declarations/", "sample", "                 a y n y y y y  n n  n n n n n n n  n n  n n n"),
    ("GET", "api/v1/declarations/{draft}/", None, "              a y y . . . .  . .  . . . . . . .  . .  . . y"),
    ("PATCH", "api/v1/declarations/{draft}/", {"lrn": "N"}, "    a y n . . . .  . .  . . . . . . .  . .  . . n"),
    ("DELETE", "api/v1/declarations/{draft}/", None, "           a y n . . . .  . .  . . . . . . .  . .  . . n"),
    ("POST", "api/v1/declarations/{draft}/files/", "file", "     a y n . . . .  . .  . . . . . . .  . .  . . n"),
    ("POST", "api/v1/declarations/{draft}/copy/", {"lrn": "C"}, "a y n . . . .  . .  . . . . . . .  . .  . . n"),
    ("POST", "api/v1/declarations/{draft}/validate/", {}, "      a y n . . . .  . .  . . . . . . .  . .  . . n"),
    ("POST", "api/v1/declarations/{draft}/lodge/", {}, "         a y n . . . .  . .  . . . . . . .  . .  . . n"),
    ("POST", "api/v1/declarations/{movement}/present/", {}, "    a y n y n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/declarations/{movement}/amend/", {"route_text": "by another road"},
     "                                                           a y n y n n .  . .  n n n n n n n  . .  . . n"),
    ("POST", "api/v1/declarations/{movement}/amend-guarantee/", {"guarantees": COVER},
     "                                                           a y n y n n .  . .  n n n n n n n  . .  . . n"),
    ("POST", "api/v1/declarations/{movement}/invalidate/", REASON,
     "                                                           a y n y n n .  . .  y n n n n n n  . .  . . n"),
    # Movements
    ("GET", "api/v1/movements/", None, "                         a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "api/v1/movements/{movement}/", None, "              a y y y y y .  . .  y y y y y y y  . .  . . y"),
    ("GET", "api/v1/movements/{movement}/history/", None, "      a y y y y y .  . .  y y y y y y y  . .  . . y"),
    ("GET", "api/v1/movements/{movement}/tad/", None, "          a y y y n n .  . .  y y y y y y y  . .  . . y"),
    ("POST", "api/v1/movements/{movement}/accept/", {}, "        a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/reject/", REASON, "    a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/order-control/", {"kind": "DOCUMENTS"},
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/order-control/", {"kind": "SCANNER", "place": "DESTINATION"},
     "                                                           a n n n n n .  . .  n n y n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/record-control/", {"satisfactory": True},
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/extend-control/", REASON,
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/request-amendment/", {"text": "please"},
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/release/", RELEASE, "  a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/refuse/", REASON, "    a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/invalidate-after-release/", {"reason": "r", "where_goods": "w"},
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/arrival/", {}, "       a n n n n y .  . .  n n y n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/unloading-permission/", {},
     "                                                           a n n n n n .  . .  n n y n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/unloading-remarks/", {"complete": True, "conform": True},
     "                                                           a n n n n y .  . .  n n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/results/", RELEASE, "  a n n n n n .  . .  n n y n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/resolve/", {"explanation": "e", "evidence": "v"},
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", "api/v1/movements/{movement}/decide-late-fact/", DECISION,
     "                                                           a n n n n n .  . .  y n n n n n n  . .  . . n"),
    ("POST", PASSAGE + "/present/", {}, "                        a n n n n n .  . .  n y n n n n n  . .  . . n"),
    ("POST", PASSAGE + "/cross/", {}, "                          a n n n n n .  . .  n y n n n n n  . .  . . n"),
    ("POST", PASSAGE + "/hold/", REASON, "                       a n n n n n .  . .  n y n n n n n  . .  . . n"),
    ("POST", PASSAGE + "/refuse-entry/", REASON, "               a n n n n n .  . .  n y n n n n n  . .  . . n"),
    ("POST", PASSAGE + "/seize/", REASON, "                      a n n n n n .  . .  n y n n n n n  . .  . . n"),
    # Two persons
    ("GET", "api/v1/proposals/", None, "                         a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/proposals/{proposal}/confirm/", {}, "       a n n n n n .  . .  n n n n y n n  . .  . . n"),
    ("POST", "api/v1/proposals/{proposal}/refuse/", REASON, "    a n n n n n .  . .  y n n n y n n  . .  . . n"),
    ("GET", "api/v1/events/", None, "                            a y y y y y y  y y  n n n n n n n  n n  n n n"),
    # Programs of banks: the clients are the administrator's; OAuth's own endpoints ask for the client's secret
    ("GET", "api/v1/clients/", None, "                           a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("POST", "api/v1/clients/", {"name": "core", "scopes": ["events:read"]},
     "                                                           a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("POST", "api/v1/clients/{client}/withdraw/", {}, "          a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("GET", "api/v1/webhooks/", None, "                          a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("POST", "api/v1/webhooks/", {"url": "https://bank.example/"},
     "                                                           a y n y y y y  y y  n n n n n n n  n n  n n n"),
    ("DELETE", "api/v1/webhooks/{hook}/", None, "                a . n . . . .  y .  n n n n n n n  n n  n n n"),
    ("POST", "api/v1/webhooks/{hook}/rotate/", {}, "             a . n . . . .  y .  n n n n n n n  n n  n n n"),
    ("GET", "api/v1/webhooks/{hook}/deliveries/", None, "        a . n . . . .  y .  n n n n n n n  n n  n n n"),
    ("POST", "api/v1/webhooks/{hook}/replay/", {}, "             a . n . . . .  y .  n n n n n n n  n n  n n n"),
    ("POST", "api/v1/oauth/token/", {}, "                        a a a a a a a  a a  a a a a a a a  a a  a a a"),
    ("POST", "api/v1/oauth/revoke/", {}, "                       a a a a a a a  a a  a a a a a a a  a a  a a a"),
    # Guarantees
    ("GET", "api/v1/guarantees/", None, "                        a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/guarantees/", TERMS, "                      a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("GET", "api/v1/guarantees/{active}/", None, "               a y y y . . .  y .  . . . y . . .  . .  y . y"),
    ("POST", "api/v1/guarantees/{issued}/accept/", {}, "         a n n n . . .  n .  . . . y . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{issued}/refuse/", REASON, "     a n n n . . .  n .  . . . y . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/suspend/", REASON, "    a n n n . . .  n .  . . . y . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/resume/", {}, "         a n n n . . .  n .  . . . y . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/raise/", {"reference_amount": "600000", "currency": "SGD"},
     "                                                           a n n n . . .  y .  . . . n . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/lower/", {"reference_amount": "400000", "currency": "SGD"},
     "                                                           a n n n . . .  y .  . . . n . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/cancel/", {}, "         a n n n . . .  y .  . . . n . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/withdraw-notice/", {},
     "                                                           a n n n . . .  y .  . . . n . . .  . .  n . n"),
    # Reduction and waiver: papers of office or principal, proposed by the office, confirmed by its supervisor
    ("GET", "api/v1/guarantees/{active}/evidence/", None, "      a y y n . . .  n .  . . . y . . .  . .  n . y"),
    ("POST", "api/v1/guarantees/{active}/evidence/", "paper", "  a y n n . . .  n .  . . . y . . .  . .  n . n"),
    ("GET", "api/v1/guarantees/{active}/evidence/{paper}/file/", None,
                                                   "             a y y n . . .  n .  . . . y . . .  . .  n . y"),
    ("POST", "api/v1/guarantees/{active}/relief/", {"percentage": 50, "reason": "asked for"},
     "                                                           a n n n . . .  n .  . . . y . . .  . .  n . n"),
    ("GET", "api/v1/guarantees/reliefs/", None, "                a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/guarantees/reliefs/{relief}/confirm/", {},
     "                                                           a . . . . . .  . .  . . . n y . .  . .  . . n"),
    ("POST", "api/v1/guarantees/reliefs/{relief}/refuse/", REASON,
     "                                                           a . . . . . .  . .  . . . y y . .  . .  . . n"),
    ("GET", "api/v1/guarantees/{active}/reservations/", None, "  a y y y . . .  y .  . . . y . . .  . .  y . y"),
    ("GET", "api/v1/guarantees/{active}/balance/", None, "       a y y y . . .  y .  . . . y . . .  . .  y . y"),
    ("GET", "api/v1/guarantees/{active}/ledger/", None, "        a y y y . . .  y .  . . . y . . .  . .  y . y"),
    ("GET", "api/v1/guarantees/{active}/statements/", None, "    a y y y . . .  y .  . . . y . . .  . .  y . y"),
    # The principal's administrators
    ("GET", "api/v1/guarantees/{active}/access-codes/", None, "  a y n n . . .  n .  . . . n . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/access-codes/", {"given_to": "x"},
     "                                                           a y n n . . .  n .  . . . n . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/access-codes/{code}/renew/", {},
     "                                                           a y n n . . .  n .  . . . n . . .  . .  n . n"),
    ("POST", "api/v1/guarantees/{active}/access-codes/{code}/withdraw/", {},
     "                                                           a y n n . . .  n .  . . . n . . .  . .  n . n"),
    ("PUT", "api/v1/guarantees/{active}/alerts/", {"low_balance_percent": 5, "expiry_days": None},
     "                                                           a y n n . . .  n .  . . . n . . .  . .  n . n"),
    ("GET", "api/v1/guarantees/{active}/headroom/", None, "      a y y y . . .  y .  . . . y . . .  . .  y . y"),
    ("GET", "api/v1/guarantees/{active}/uses/", None, "          a y y y . . .  y .  . . . y . . .  . .  y . y"),
    ("POST", "api/v1/declarations/{draft}/cover/", {}, "         a y n . . . .  . .  . . . . . . .  . .  . . n"),
    # Guarantors
    ("GET", "api/v1/guarantors/", None, "                        a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/guarantors/", {"firm": "SG-B-0077", "office": "SGSIN001", "valid_from": "2026-01-01"},
     "                                                           a n n n n n n  n n  n n n y n n n  n n  n n n"),
    ("POST", "api/v1/guarantors/{approval}/end/", {}, "          a . . . . . .  n .  . . . y . . .  . .  . . n"),
    ("POST", "api/v1/guarantors/{approval}/limit/", {"limit": "1000000"},
     "                                                           a . . . . . .  n .  . . . y . . .  . .  . . n"),
    ("GET", "api/v1/guarantors/exposure/", None, "               a y y y y y y  y y  y y y y y y y  y y  y y y"),
    # Two of a bank's people
    ("GET", "api/v1/guarantors/two-persons/", None, "            a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("PUT", "api/v1/guarantors/two-persons/", {"two_persons": True},
     "                                                           a n n n n n n  y n  n n n n n n n  n n  n n n"),
    ("GET", "api/v1/guarantees/proposals/", None, "              a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("POST", "api/v1/guarantees/proposals/{second}/confirm/", {},
     "                                                           a . . . . . .  y .  . . . . . . .  . .  . . n"),
    ("POST", "api/v1/guarantees/proposals/{second}/refuse/", REASON,
     "                                                           a . . . . . .  y .  . . . . . . .  . .  . . n"),
    # Claims: demanded, upheld and withdrawn by the office of recovery alone
    ("GET", "api/v1/claims/", None, "                            a y y y y y y  y y  y y y y y y y  y y  y y y"),
    ("GET", "api/v1/claims/{claim}/", None, "                    a y y y . . .  y .  . . . y . . y  . .  y . y"),
    ("POST", "api/v1/claims/{claim}/acknowledge/", {}, "         a n n n . . .  y .  . . . n . . n  . .  n . n"),
    ("POST", "api/v1/claims/{claim}/pay/", {"amount": "1", "currency": "SGD", "payment_reference": "P"},
     "                                                           a n n n . . .  y .  . . . n . . n  . .  n . n"),
    ("POST", "api/v1/claims/{claim}/contest/", REASON, "         a n n n . . .  y .  . . . n . . n  . .  n . n"),
    ("GET", "api/v1/claims/{claim}/contests/1/file/", None, "    a y y y . . .  y .  . . . y . . y  . .  y . y"),
    ("POST", "api/v1/claims/{claim}/demand/", {"due_on": "2026-12-31"},
     "                                                           a n n n . . .  n .  . . . n . . y  . .  n . n"),
    ("POST", "api/v1/claims/{claim}/uphold/", {"answer": "no"},
     "                                                           a n n n . . .  n .  . . . n . . y  . .  n . n"),
    ("POST", "api/v1/claims/{claim}/withdraw/", REASON, "        a n n n . . .  n .  . . . n . . y  . .  n . n"),
]  # fmt: skip


# Not a person's: a program's secret, which test_oauth.py gives.
OPENED_BY_A_SECRET = {"api/v1/oauth/token/", "api/v1/oauth/revoke/"}


def test_every_route_is_in_the_matrix_with_every_method_it_takes(world: World) -> None:
    rows = {(method, resolve("/" + path.format(**vars(world))).route) for method, path, _, _ in TABLE}
    taken = {(method, route) for method, route, _ in endpoints(get_resolver().url_patterns)}
    assert taken - rows == set()
    assert rows - taken == set(), "rows of methods that are not taken"


def test_every_row_lets_somebody_in() -> None:
    """Else it shows that the door is shut, and nothing about who has the key."""
    shut = {path for _, path, _, expected in TABLE if "y" not in expected.split()}
    assert shut == OPENED_BY_A_SECRET


@pytest.fixture(scope="module")
def sessions(world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """The session of each role, logged in once: logging in costs as much as a request, and is tested elsewhere."""
    found = {}
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("acts.common.clock.now", lambda: AT)
        for role, user in world.people.items():
            if user is not None:
                found[role] = browser(user).cookies[settings.SESSION_COOKIE_NAME].value
    return found


def _ask(client: Client, method: str, path: str, body: Any) -> int:
    if body == "file":
        return client.post(path, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")}).status_code
    if body == "paper":
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")
        return client.post(path, {"document_type": "NO_DEBT", "reference": "1", "file": file}).status_code
    if body == "sample":
        body = samples.load(worlds.SAMPLE, at=AT, lrn="MATRIX-1", guarantees=COVER)
    data = "" if body is None else json.dumps(body)
    answer = client.generic(method, path, data, content_type="application/json")
    # Read a file to its end, which closes it. `close()` itself would end the request, and with it the connection.
    if answer.streaming:
        list(answer)
    # A page sends strangers to the log-in; it also leads back to the movement after whatever was done.
    return 401 if answer.status_code == 302 and answer["Location"].startswith("/login/?next=") else answer.status_code


def _mark(status: int) -> str:
    assert status < 500 or status == 503, "only the health page may say that something is not ready"
    return {401: "a", 403: "n", 404: "."}.get(status, "y")


@pytest.mark.parametrize(("method", "path", "body", "expected"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_matrix(world: World, sessions: dict[str, str], method: str, path: str, body: Any, expected: str) -> None:
    found, client, target = {}, Client(), "/" + path.format(**vars(world))
    for role in ROLES:
        with transaction.atomic():
            client.cookies.clear()
            if role in sessions:
                client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
            found[role] = _mark(_ask(client, method, target, body))
            transaction.set_rollback(True)
    assert found == dict(zip(ROLES, expected.split(), strict=True))


# What an officer reaches who has given the password alone: the rest of the log-in, and what is open to everybody.
OPEN_TO_HALF = {"healthz", "readyz", "login/", "logout/", "second-factor/enter/", "second-factor/enrol/"}
OPEN_TO_HALF |= {"api/v1/schema/", "api/v1/docs/", "api/v1/oauth/token/", "api/v1/oauth/revoke/"}


@pytest.mark.parametrize("role", ["departure", "bank"])
def test_half_a_log_in_opens_nothing(world: World, role: str) -> None:
    user = world.people[role]
    assert user is not None
    let_in = []
    with transaction.atomic():
        client = half(user)
        for method, path, body, _ in (row for row in TABLE if row[1] not in OPEN_TO_HALF):
            # What only leads to a page opens no more than that page, which is a row of its own.
            if method == "GET" and path in LEADING_BACK:
                continue
            target = "/" + path.format(**vars(world))
            answer = client.generic(method, target, json.dumps(body or {}), content_type="application/json")
            led = answer.status_code == 302 and answer["Location"].startswith("/second-factor/enter/?next=")
            refused = answer.status_code == 403 and answer.headers["Content-Type"] == "application/problem+json"
            if not (led or (refused and answer.json()["type"] == "/problems/second-factor-needed")):
                let_in.append((method, path, answer.status_code))
        transaction.set_rollback(True)
    assert let_in == []
