"""For every operation of the API: who does it, on what, and the body with which it succeeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from offices.api import POSTING_HEADER
from tests.factories import guarantees, machines
from tests.openapi.scene import DEPARTURE, DESTINATION, EXIT, NOW, PASSWORD, PDF, Scene
from transit import samples

REASON: dict[str, Any] = {"reason": "because"}
LAO = "LAVTE001"
FORM = "application/x-www-form-urlencoded"
TERMS: dict[str, Any] = {
    "kind": "MULTIPLE_JOURNEY",
    "principal": "SG-T-0001",
    "office": DEPARTURE,
    "currency": "SGD",
    "reference_amount": "1000",
    "valid_from": "2026-01-01",
}
Body = dict[str, Any] | Callable[[Scene], dict[str, Any]] | None


@dataclass(frozen=True)
class Recipe:
    """`ids`: the path's parameters, each by what the scene calls it. `office`: where an officer acts."""

    role: str
    ids: Mapping[str, str]
    body: Body = None
    office: str = ""
    media_type: str = "application/json"
    query: Mapping[str, str] = field(default_factory=dict)

    def path(self, scene: Scene) -> dict[str, Any]:
        """The path's parameters; a name that the scene doesn't know stands for itself."""
        return {name: str(scene.ids.get(value, value)) for name, value in self.ids.items()}

    def content(self, scene: Scene) -> dict[str, Any] | None:
        return self.body(scene) if callable(self.body) else self.body

    def log_in(self, scene: Scene) -> Mapping[str, str]:
        if self.role == "by secret":
            return {"Authorization": machines.basic(scene.ids["program"], scene.ids["secret"])}
        return scene.log_ins[self.role]

    def posting(self, scene: Scene) -> dict[str, str]:
        """The posting acted in, as a header."""
        return {POSTING_HEADER: scene.postings[self.role, self.office]} if self.office else {}


def _cover(scene: Scene) -> dict[str, Any]:
    return {"guarantees": [{"grn": scene.ids["grn"], "access_code": guarantees.CODE}]}


def _decision(scene: Scene) -> dict[str, Any]:
    return {"fact": str(scene.ids["fact"]), "decision": "the stamp on the paper is right"}


def _declaration(scene: Scene) -> dict[str, Any]:
    return samples.load("singapore-bangkok", at=NOW, lrn="ANOTHER-1")


def _of(movement: str, role: str, body: Body = None, office: str = "", **more: Any) -> Recipe:
    return Recipe(role, {"movement": movement}, body, office, **more)


def _passage(movement: str, body: Body) -> Recipe:
    return Recipe("transit", {"movement": movement, "office": EXIT}, body, EXIT)


def _guarantee(row: str, role: str, body: Body = None, **ids: str) -> Recipe:
    return Recipe(role, {"id": row, **ids}, body, DEPARTURE if role == "guarantee" else "")


def _claim(row: str, role: str, body: Body = None) -> Recipe:
    return Recipe(role, {"claim": row}, body, DEPARTURE if role == "recovery" else "")


def _plain(role: str, body: Body = None, office: str = "", **ids: str) -> Recipe:
    return Recipe(role, ids, body, office)


_DEPARTURE: dict[str, Any] = {"role": "departure", "office": DEPARTURE}
_ARRIVED: dict[str, Any] = {"role": "destination", "office": DESTINATION}
RECIPES: dict[str, Recipe] = {
    "GET /me/": _plain("departure"),
    "GET /preferences/": _plain("trader"),
    "PATCH /preferences/": _plain("trader", {"mail": "DAILY", "hour": 9, "groups": ["CLAIM"]}),
    "POST /step-up/": _plain("trader", {"password": PASSWORD}),
    # Declarations
    "GET /declarations/": _plain("trader"),
    "POST /declarations/": _plain("trader", _declaration),
    "GET /declarations/{movement}/": _of("draft", "trader"),
    "PATCH /declarations/{movement}/": _of("draft", "trader", {"lrn": "CHANGED"}),
    "DELETE /declarations/{movement}/": _of("draft", "trader"),
    "POST /declarations/{movement}/amend/": _of("accepted", "trader", {"route_text": "by another road"}),
    "POST /declarations/{movement}/amend-guarantee/": _of("guarantee_refused", "trader", _cover),
    "POST /declarations/{movement}/copy/": _of("accepted", "trader", {"lrn": "COPY-1"}),
    "POST /declarations/{movement}/cover/": _of("draft", "trader"),
    "POST /declarations/{movement}/files/": _of("draft", "trader", {"file": PDF}, media_type="multipart/form-data"),
    "POST /declarations/{movement}/invalidate/": _of("accepted", "trader", REASON),
    "POST /declarations/{movement}/lodge/": _of("draft", "trader"),
    "POST /declarations/{movement}/present/": _of("pre_lodged", "trader"),
    "POST /declarations/{movement}/validate/": _of("draft", "trader"),
    # Movements
    "GET /movements/": _plain("departure"),
    "GET /movements/{movement}/": _of("in_transit", "trader"),
    "GET /movements/{movement}/history/": _of("in_transit", "trader"),
    "GET /movements/{movement}/tad/": _of("in_transit", "trader"),
    "POST /movements/{movement}/accept/": _of("submitted", "departure", office=LAO),
    "POST /movements/{movement}/reject/": _of("pre_lodged", body=REASON, **_DEPARTURE),
    "POST /movements/{movement}/order-control/": _of("accepted", body={"kind": "DOCUMENTS"}, **_DEPARTURE),
    "POST /movements/{movement}/record-control/": _of("under_control", body={"satisfactory": True}, **_DEPARTURE),
    "POST /movements/{movement}/extend-control/": _of("under_control", body=REASON, **_DEPARTURE),
    "POST /movements/{movement}/request-amendment/": _of("under_control", body={"text": "weigh it"}, **_DEPARTURE),
    "POST /movements/{movement}/release/": _of("accepted", body={"result": "A2"}, **_DEPARTURE),
    "POST /movements/{movement}/refuse/": _of("accepted", body=REASON, **_DEPARTURE),
    "POST /movements/{movement}/invalidate-after-release/": _of(
        "in_transit", body={"reason": "broken down", "where_goods": "in the yard"}, **_DEPARTURE
    ),
    "POST /movements/{movement}/arrival/": _of("crossed", body={}, **_ARRIVED),
    "POST /movements/{movement}/unloading-permission/": _of("at_premises", **_ARRIVED),
    "POST /movements/{movement}/unloading-remarks/": _of("unloading", "consignee", {"complete": True, "conform": True}),
    "POST /movements/{movement}/results/": _of("arrived", body={"result": "A2"}, **_ARRIVED),
    "POST /movements/{movement}/resolve/": _of(
        "awaiting_resolution", body={"explanation": "counted again", "evidence": "tally"}, **_DEPARTURE
    ),
    "POST /movements/{movement}/decide-late-fact/": _of("told_late", body=_decision, **_DEPARTURE),
    "POST /movements/{movement}/passages/{office}/present/": _passage("in_transit", {}),
    "POST /movements/{movement}/passages/{office}/cross/": _passage("presented", {}),
    "POST /movements/{movement}/passages/{office}/hold/": _passage("presented", REASON),
    "POST /movements/{movement}/passages/{office}/refuse-entry/": _passage("held", REASON),
    "POST /movements/{movement}/passages/{office}/seize/": _passage("held", REASON),
    "GET /proposals/": _plain("supervisor"),
    "POST /proposals/{proposal}/confirm/": _plain("supervisor", office=DEPARTURE, proposal="proposal"),
    "POST /proposals/{proposal}/refuse/": _plain("supervisor", REASON, DEPARTURE, proposal="proposal"),
    # Guarantees
    "GET /guarantees/": _plain("bank"),
    "POST /guarantees/": _plain("bank", TERMS),
    "GET /guarantees/{guarantee}/uses/": _plain("trader", guarantee="active"),
    "GET /guarantees/{id}/": _guarantee("active", "bank"),
    "POST /guarantees/{id}/accept/": _guarantee("issued", "guarantee", {}),
    "POST /guarantees/{id}/refuse/": _guarantee("issued", "guarantee", REASON),
    "POST /guarantees/{id}/suspend/": _guarantee("active", "guarantee", REASON),
    "POST /guarantees/{id}/resume/": _guarantee("suspended", "guarantee"),
    "POST /guarantees/{id}/raise/": _guarantee("active", "bank", {"reference_amount": "6000000", "currency": "SGD"}),
    "POST /guarantees/{id}/lower/": _guarantee("active", "bank", {"reference_amount": "4000000", "currency": "SGD"}),
    "POST /guarantees/{id}/cancel/": _guarantee("active", "bank"),
    "POST /guarantees/{id}/withdraw-notice/": _guarantee("cancelling", "bank"),
    "GET /guarantees/{id}/access-codes/": _guarantee("active", "trader"),
    "POST /guarantees/{id}/access-codes/": _guarantee("active", "trader", {"given_to": "Woodlands"}),
    "POST /guarantees/{id}/access-codes/{code}/renew/": _guarantee("active", "trader", code="code"),
    "POST /guarantees/{id}/access-codes/{code}/withdraw/": _guarantee("active", "trader", code="code"),
    "PUT /guarantees/{id}/alerts/": _guarantee("active", "trader", {"low_balance_percent": 5, "expiry_days": None}),
    "GET /guarantees/{id}/headroom/": _guarantee("active", "trader"),
    "GET /guarantees/{id}/balance/": _guarantee("active", "bank"),
    "GET /guarantees/{id}/reservations/": _guarantee("active", "bank"),
    "GET /guarantees/{id}/ledger/": _guarantee("active", "bank"),
    "GET /guarantees/{id}/statements/": Recipe("bank", {"id": "active"}, query={"day": "2026-11-23"}),
    "GET /guarantors/": _plain("guarantee"),
    "POST /guarantors/": _plain(
        "guarantee", {"firm": "SG-B-0099", "office": DEPARTURE, "valid_from": "2026-01-01"}, DEPARTURE
    ),
    "POST /guarantors/{approval}/end/": _plain("guarantee", office=DEPARTURE, approval="approval"),
    "POST /guarantors/{approval}/limit/": _plain(
        "guarantee", {"limit": "1000000"}, office=DEPARTURE, approval="approval"
    ),
    "GET /guarantors/exposure/": _plain("guarantee"),
    "GET /guarantors/two-persons/": _plain("bank"),
    "PUT /guarantors/two-persons/": _plain("bank", {"two_persons": True}),
    "GET /guarantees/proposals/": _plain("bank"),
    "POST /guarantees/proposals/{proposal}/confirm/": _plain("bank", proposal="second"),
    "POST /guarantees/proposals/{proposal}/refuse/": _plain("bank", REASON, proposal="second"),
    "GET /guarantees/{id}/evidence/": _guarantee("reducible", "guarantee"),
    "POST /guarantees/{id}/evidence/": Recipe(
        "guarantee",
        {"id": "reducible"},
        {"document_type": "NO_DEBT", "reference": "7", "file": PDF},
        DEPARTURE,
        "multipart/form-data",
    ),
    "GET /guarantees/{id}/evidence/{paper}/file/": _guarantee("reducible", "guarantee", paper="paper"),
    "POST /guarantees/{id}/relief/": _guarantee("reducible", "guarantee", {"percentage": 50, "reason": "clean"}),
    "GET /guarantees/reliefs/": _plain("guarantee"),
    "POST /guarantees/reliefs/{proposal}/confirm/": _plain("supervisor", office=DEPARTURE, proposal="relief"),
    "POST /guarantees/reliefs/{proposal}/refuse/": _plain("supervisor", REASON, DEPARTURE, proposal="relief"),
    # Claims
    "GET /claims/": _plain("bank"),
    "GET /claims/{claim}/": _claim("demanded", "bank"),
    "GET /claims/{claim}/contests/{contest}/file/": _plain("bank", claim="contested", contest="contest"),
    "POST /claims/{claim}/acknowledge/": _claim("notified", "bank"),
    "POST /claims/{claim}/pay/": _claim(
        "demanded", "bank", {"amount": "1", "currency": "SGD", "payment_reference": "P1"}
    ),
    "POST /claims/{claim}/contest/": _claim("demanded", "bank", REASON),
    "POST /claims/{claim}/demand/": _claim("notified", "recovery", {"due_on": "2026-12-31"}),
    "POST /claims/{claim}/uphold/": _claim("contested", "recovery", {"answer": "it is"}),
    "POST /claims/{claim}/withdraw/": _claim("notified", "recovery", REASON),
    # Machines
    "GET /events/": _plain("program"),
    "GET /clients/": _plain("bank"),
    "POST /clients/": _plain("bank", {"name": "books", "scopes": ["events:read"]}),
    "POST /clients/{client}/withdraw/": _plain("bank", client="client"),
    "GET /webhooks/": _plain("program"),
    "POST /webhooks/": _plain("program", {"url": "https://bank.example/events"}),
    "DELETE /webhooks/{webhook}/": _plain("program", webhook="webhook"),
    "GET /webhooks/{webhook}/deliveries/": _plain("program", webhook="webhook"),
    "POST /webhooks/{webhook}/replay/": _plain("program", webhook="webhook"),
    "POST /webhooks/{webhook}/rotate/": _plain("program", webhook="webhook"),
    "POST /oauth/token/": Recipe("by secret", {}, {"grant_type": "client_credentials"}, media_type=FORM),
    "POST /oauth/revoke/": Recipe("by secret", {}, {"token": "unknown"}, media_type=FORM),
}
