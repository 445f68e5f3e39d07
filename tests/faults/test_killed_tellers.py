"""Any verbs at once by several processes of which some are killed between first write and commit (spec section 9)."""

import os
import re
import signal
import subprocess
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from guarantees.enums import EntryKind
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services import audit
from tests.factories import guarantees as factory
from tests.faults import backends
from tests.faults.working import REACHED, WRITES
from tests.processes import environment, started, until

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.usefixtures("race")]
HONEST, STEPS = 2, 40
DOOMED = (1, 3, 6)
"""Behind which of its writes each of these is killed: the first, and others on the way to its commits."""


def _stands(log: Path) -> int:
    """The backend of a process that stands behind a write, 0 before."""
    found = re.search(rf"{REACHED} (\d+)", log.read_text()) if log.exists() else None
    return int(found[1]) if found else 0


def _killed(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Kill it where it stands; the statement behind which that was, empty had it not written or had it committed."""
    until(lambda: _stands(log) or process.poll() is not None, what="the write")
    backend = _stands(log)
    statement = dict(backends.open_transactions()).get(backend, "")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL
    until(lambda: not backends.alive(backend), what="the end of its transaction")
    return statement


def test_any_verbs_of_killed_processes_never_over_commit(database_url: str, tmp_path: Path) -> None:
    row = factory.guarantee(reference_amount=Decimal(1500))
    assert row.guarantor is not None
    factory.reserve(row, amount="100", reference="J0-0")
    bank, recovery = factory.employee_of(row.guarantor.firm), factory.recovery_officer()
    people = [str(actor.user.username) for actor in (bank, recovery) if actor.user is not None]
    env, killed = environment(DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="acts.settings"), []

    def command(number: int, write: int) -> list[str]:
        return ["-m", "tests.faults.working", "7", str(number), str(row.pk), *people, str(STEPS), str(write)]

    with ExitStack() as running:
        honest = [
            running.enter_context(started(command(number, 0), log=tmp_path / "honest", env=env))
            for number in range(HONEST)
        ]
        for number, write in enumerate(DOOMED, start=HONEST):
            log = tmp_path / f"doomed{number}"
            process = running.enter_context(started(command(number, write), log=log, env=env))
            killed.append(_killed(process, log))
        assert [process.wait(120) for process in honest] == [0] * HONEST
    # Each kill landed behind a write that was never committed.
    assert all(statement.startswith(WRITES) for statement in killed), killed
    fresh = Guarantee.objects.get(pk=row.pk)
    assert fresh.ledger_sequence == LedgerEntry.objects.count() > 20
    assert 0 <= fresh.reserved + fresh.paid <= fresh.reference_amount
    assert {entry.kind for entry in LedgerEntry.objects.all()} >= {EntryKind.RESERVE, EntryKind.CLAIM}
    assert [*audit.ledger_faults(), *audit.history_faults()] == []
