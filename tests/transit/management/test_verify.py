"""`manage.py verify`: valid is said, a fault is named and ends with exit 1."""

import subprocess
import sys
import uuid
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from acts.common import history
from acts.common.models import HistoryEntry
from guarantees.models import Guarantee
from offices.models import Firm
from tests import processes
from tests.factories import guarantees
from transit.models import Movement


def _verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def _chain(*, steps: int, at: datetime, subject: uuid.UUID) -> history.Head:
    head = history.Head()
    for step in range(steps):
        head = history.append(subject=subject, head=head, at=at, verb=f"step_{step}", actor="system")
    return head


@pytest.fixture
def movement(principal: Firm, at: datetime) -> Movement:
    row = Movement(lrn="L-1", principal=principal, created_at=at, changed_at=at)
    head = _chain(steps=3, at=at, subject=row.pk)
    row.version, row.history_hash = head.sequence, head.hash
    row.save()
    return row


@pytest.mark.parametrize(("number", "code"), [("20GB0000010000H72", 0), ("23CH9876AB889012J4", 1), ("nonsense", 1)])
def test_verify_number_needs_neither_database_nor_network(number: str, code: int) -> None:
    env = processes.environment(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    command = [sys.executable, "manage.py", "verify", "number", number]
    done = subprocess.run(command, cwd=processes.ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert number in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_verify_history_holds(movement: Movement) -> None:
    entries, chains = HistoryEntry.objects.count(), HistoryEntry.objects.values("subject").distinct().count()
    assert entries >= 3
    assert _verify("history") == f"the history chains hold\n{entries} entries in {chains} chains looked at\n"


def test_verify_history_notices_a_tail_cut_off(movement: Movement) -> None:
    movement.version = 4
    movement.save()
    with pytest.raises(CommandError, match="1 fault found"):
        _verify("history")


def test_verify_history_notices_a_movement_without_any_entry(principal: Firm, at: datetime) -> None:
    Movement.objects.create(lrn="L-2", principal=principal, created_at=at, changed_at=at, version=1, history_hash="0")
    with pytest.raises(CommandError, match="1 fault found"):
        _verify("history")


def test_verify_history_notices_a_changed_entry(movement: Movement, at: datetime) -> None:
    forged = HistoryEntry(
        subject=uuid.uuid4(), sequence=1, at=at, verb="forged", actor="nobody", previous_hash="", hash="0" * 64
    )
    forged.save()
    with pytest.raises(CommandError, match="1 fault found"):
        _verify("history")


def test_verify_ledger_holds_and_notices_a_changed_total(db: None) -> None:
    guarantee = guarantees.guarantee()
    guarantees.reserve(guarantee, amount="5")
    assert _verify("ledger") == "the ledger holds: 1 guarantees, 1 entries, 1 reservations, 0 claims\n"
    Guarantee.objects.filter(pk=guarantee.pk).update(reserved=1)
    with pytest.raises(CommandError, match="found"):
        _verify("ledger")
