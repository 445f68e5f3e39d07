"""An honest bank's program: a process of its own that speaks nothing but HTTP, and trusts nothing to come just once.

`python -m tests.journeys.bank_program API CLIENT_ID SECRET PEM PRINCIPAL`. It issues a guarantee, listens on a webhook,
answers the claims it hears of (acknowledges, contests the first demand, pays the second), and says what it knows, a
JSON line each time it is asked by a line on its input.
"""

import base64
import json
import ssl
import sys
import threading
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests import receivers


@dataclass
class Bank:
    """What the bank knows: each event once, by its position."""

    api: str
    token: str = ""
    secret: str = ""
    cursor: int = 0
    doubled: int = 0
    refused: int = 0
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self, path: str, body: Any = None, **headers: str) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers |= {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.api}{path}", data, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def log_in(self, client: str, secret: str) -> None:
        proof = base64.b64encode(f"{client}:{secret}".encode()).decode()
        form = urllib.parse.urlencode({"grant_type": "client_credentials"}).encode()
        request = urllib.request.Request(f"{self.api}oauth/token/", form, {"Authorization": f"Basic {proof}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.token = json.load(answer)["access_token"]

    def learn(self, event: dict[str, Any]) -> None:
        with self.lock:
            self.doubled += event["position"] in self.seen
            self.seen.setdefault(event["position"], event)

    def pull(self) -> None:
        """Everything the list has behind the cursor: what the webhook missed comes this way."""
        more = True
        while more:
            page = self.call(f"events/?after={self.cursor}&limit=2")
            for event in page["events"]:
                self.learn(event)
            self.cursor, more = page["cursor"], page["more"]

    def settle(self) -> None:
        """Do what the claims heard of ask for, each event once and in their order."""
        acts = {"claim.notified": self.acknowledge, "claim.demanded": self.meet}
        with self.lock:
            new = [self.seen[position] for position in sorted(self.seen) if position not in self.answered]
        for event in new:
            self.answered.add(event["position"])
            if event["type"] in acts:
                acts[event["type"]](event["data"]["claim"])

    def acknowledge(self, claim: str) -> None:
        self.surely(f"claims/{claim}/acknowledge/", {}, f"acknowledge-{claim}")

    def meet(self, claim: str) -> None:
        """Contest what was demanded; what is demanded still is paid."""
        row = self.call(f"claims/{claim}/")
        if not row["contests"]:
            self.surely(f"claims/{claim}/contest/", {"reason": "the goods arrived"}, f"contest-{claim}")
            return
        wire = {"amount": row["outstanding"], "currency": row["currency"], "payment_reference": f"WIRE-{claim[:8]}"}
        self.surely(f"claims/{claim}/pay/", wire, f"pay-{claim}")

    def surely(self, path: str, body: Any, key: str) -> Any:
        """As if the first answer had been lost: asked again under the same key, it is done once and answered alike."""
        one, again = (self.call(path, body, **{"Idempotency-Key": key}) for _ in range(2))
        if one != again:
            raise RuntimeError(f"{path}: two answers for one key")
        return again

    def answer(self, line: ssl.SSLSocket, receiver: receivers.Receiver) -> None:
        """Take a webhook that is signed; every third one is missed, as on a bad day."""
        head, body = receiver.got[-1]
        if len(receiver.got) % 3 == 1:
            return receivers.fails(line)
        try:
            headers = dict(row.split(": ", 1) for row in head.splitlines()[1:])
            self.learn(Webhook(self.secret).verify(body, headers))
        except WebhookVerificationError:
            self.refused += 1
        return receivers.ok(line)

    def knows(self) -> dict[str, Any]:
        rows = [self.seen[position] for position in sorted(self.seen)]
        held = {"guarantee.reserved": 1, "guarantee.released": -1}
        reserved = sum(held.get(row["type"], 0) * Decimal(row["data"].get("amount", 0)) for row in rows)
        return {
            "positions": sorted(self.seen),
            "types": [row["type"] for row in rows],
            "reserved": str(reserved),
            "now_reserved": rows[-1]["data"]["reserved"],
            "now_paid": rows[-1]["data"]["paid"],
            "doubled": self.doubled,
            "refused": self.refused,
        }


def main(api: str, client: str, secret: str, pem: str, principal: str) -> None:
    bank, found = Bank(api), []
    with receivers.listening(Path(pem), lambda line: bank.answer(line, found[0])) as receiver:
        found.append(receiver)
        bank.log_in(client, secret)
        bank.secret = bank.call("webhooks/", {"url": receiver.url})["secret"]
        body = {
            "kind": "MULTIPLE_JOURNEY",
            "principal": principal,
            "office": "SGSIN001",
            "currency": "SGD",
            "reference_amount": "10000",
            "valid_from": "2026-01-05",
        }
        print(json.dumps(bank.surely("guarantees/", body, "loan-4711")["id"]), flush=True)
        for _ in sys.stdin:
            bank.pull()
            bank.settle()
            print(json.dumps(bank.knows()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
