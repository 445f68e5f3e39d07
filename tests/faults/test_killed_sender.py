"""A worker killed with `kill -9` when the mail server has the letter and the row does not know it yet (spec 16)."""

import os
import signal
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

from acts.common import clock
from acts.notices import services as notices
from acts.notices.enums import MailStatus
from acts.notices.models import Email
from tests import mail_servers
from tests.factories import offices as factory
from tests.processes import environment, started
from transit.services import mail

pytestmark = pytest.mark.postgres


def test_letter_of_a_killed_sender_is_sent_again_under_the_same_name(
    race: None, database_url: str, tmp_path: Path, settings: Any
) -> None:
    factory.user(firm=factory.firm(number="SG-T-0001"), email="ann@one.example")
    said = [notices.Message("ALARM", "firm:SG-T-0001", {})]
    notices.tell(said, subject=uuid.uuid4(), reference="26SGX", at=clock.now())
    running: list[subprocess.Popen[bytes]] = []

    def kills(command: str) -> str:
        if command == "." and running:
            os.kill(running.pop().pid, signal.SIGKILL)
        return ""

    with mail_servers.listening(kills) as server:
        env = environment(DATABASE_URL=database_url, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        with started(["manage.py", "worker"], log=tmp_path / "log", env=env) as process:
            running.append(process)
            assert process.wait(60) == -signal.SIGKILL
        row = Email.objects.get()
        assert (row.status, row.attempts, len(server.got)) == (MailStatus.PENDING, 1, 1)
        mail_servers.use(settings, server.port)
        assert [mail.send(at=row.due_at), mail.send(at=row.due_at)] == [1, 0]
    names = [line for _to, text in server.got for line in text.splitlines() if line.startswith("Message-ID")]
    assert (len(names), len(set(names)), Email.objects.get().status) == (2, 1, MailStatus.SENT)
