"""A bank's own program over HTTP alone: it issues, is told, settles a claim, though events miss or come twice."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from acts.common import clock
from acts.notices.enums import DeliveryStatus
from acts.notices.models import Delivery
from acts.notices.services import deliveries, feed
from guarantees.enums import ClaimState
from guarantees.models import Guarantee
from guarantees.services import access, audit, claims, contests, life
from offices.models import Firm, User
from tests import receivers
from tests.factories import guarantees as factory
from tests.factories import machines
from tests.processes import ROOT, environment

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]


@pytest.fixture
def pem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """The bank's certificate, trusted here; its name leads to this machine, as settings allow."""
    file, real = receivers.certificate(tmp_path), socket.getaddrinfo

    def getaddrinfo(host: str, *args: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == receivers.HOST else host, *args, **more)

    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    settings.WEBHOOK_ALLOWED_HOSTS = [receivers.HOST]
    return file


@pytest.fixture
def bank(live_server: LiveServer, bank_user: User, principal: Firm, pem: Path) -> Iterator[subprocess.Popen[str]]:
    assert bank_user.firm is not None
    now = clock.now()
    factory.guarantor(firm=bank_user.firm, at=now)
    made = machines.made(bank_user, at=now)
    arguments = [f"{live_server.url}/api/v1/", made.client.client_id, made.secret, str(pem), principal.number]
    command = [sys.executable, "-m", "tests.journeys.bank_program", *arguments]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment(), **pipes) as process:
        yield process
        process.kill()


def read(bank: "subprocess.Popen[str]", ask: bool = True) -> Any:
    assert bank.stdin is not None
    assert bank.stdout is not None
    if ask:
        bank.stdin.write("?\n")
        bank.stdin.flush()
    return json.loads(bank.stdout.readline())


def send() -> None:
    feed.sweep(at=clock.now())
    deliveries.sweep(at=clock.now())


def send_again() -> None:
    """Every event once more, as a sender does that was killed before it could write down an answer."""
    Delivery.objects.update(status=DeliveryStatus.PENDING, attempts=0, due_at=clock.now())
    send()


def accepted(bank: "subprocess.Popen[str]") -> Guarantee:
    """The guarantee that the program has issued, accepted by its office."""
    row = life.accept(guarantee=read(bank, ask=False), actor=factory.officer_of(), at=clock.now())
    access.new_code(guarantee=row, label="desk", at=clock.now(), code=factory.CODE)
    send()
    return row


def test_bank_program_knows_the_truth_though_events_are_missed_and_doubled(bank: "subprocess.Popen[str]") -> None:
    row = accepted(bank)
    assert Guarantee.objects.count() == 1
    for number in range(3):
        factory.reserve(row, amount="1000", reference=f"26SGX{number}", at=clock.now())
    send()
    missed = Delivery.objects.filter(status=DeliveryStatus.PENDING).count()
    send_again()
    known = read(bank)
    assert known["types"] == ["guarantee.accepted"] + ["guarantee.reserved"] * 3
    assert (known["positions"], known["reserved"], known["refused"]) == ([1, 2, 3, 4], "3000", 0)
    assert (missed > 0, known["doubled"] > 0) == (True, True)
    assert Guarantee.objects.get().reserved == 3000


def test_bank_program_settles_a_claim_it_heard_of(bank: "subprocess.Popen[str]") -> None:
    row, now = accepted(bank), clock.now()
    factory.reserve(row, amount="1000", reference="26SGX", at=now)
    office: dict[str, Any] = {"actor": factory.recovery_officer(), "at": now}
    [claim] = factory.notified("26SGX", "400", at=now).claims
    send()
    assert read(bank)["types"][-1] == "claim.notified"
    claims.demand(claim=claim.pk, due_on=now.date() + timedelta(days=30), **office)
    send()
    read(bank)
    contests.uphold(claim=claim.pk, answer="it never did", **office)
    for _ in range(2):
        send_again()
        known = read(bank)
    claim.refresh_from_db()
    assert (claim.state, claim.paid, claim.payments.count(), claim.contests.count()) == (ClaimState.PAID, 400, 1, 1)
    assert claim.acknowledged_at is not None
    assert known["types"][-4:] == ["claim.notified", "claim.demanded", "claim.demanded", "claim.settled"]
    assert (known["doubled"] > 0, known["refused"]) == (True, 0)
    assert (known["now_reserved"], known["now_paid"]) == ("600", "400")
    assert list(audit.ledger_faults()) == []
