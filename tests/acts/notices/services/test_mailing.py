"""Letters handed to real mail servers, good and bad; nobody here needs a database."""

import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from acts.notices.services import mailing
from acts.notices.services.mailing import Letter, Outcome, Postman
from tests import mail_servers

pytestmark = pytest.mark.once
LETTER = Letter("ann@one.example", "ACTS: Released", "Released\n", "<1.1@acts.example>")


@pytest.fixture
def use(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`use(port)`: the mail server at this port of the own machine; a second for a whole round."""
    monkeypatch.setattr(mailing, "SECONDS", 1.0)
    return lambda port: mail_servers.use(settings, port)


def test_letters_of_a_round_go_over_one_connection_with_their_names(use: Callable[[int], None]) -> None:
    with mail_servers.listening() as server:
        use(server.port)
        other = Letter("bob@two.example", "ACTS: Arrived", "Arrived\n", "<2.2@acts.example>")
        assert Postman().deliver([LETTER, other]) == [Outcome(sent=True)] * 2
    assert [to for to, _text in server.got] == ["ann@one.example", "bob@two.example"]
    text = server.got[0][1]
    assert "Message-ID: <1.1@acts.example>" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "Subject: ACTS: Released" in text


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (mail_servers.knows_nobody, Outcome(error="the address was refused: 550", in_vain=True)),
        (mail_servers.greylists, Outcome(error="the address was refused: 450")),
        (mail_servers.distrusts, Outcome(error="the letter was refused: 554", in_vain=True)),
        (mail_servers.breaks_off, Outcome(error="SMTPSenderRefused")),
    ],
)
def test_refusal_is_told_by_its_number_and_for_good_or_not(
    use: Callable[[int], None], answers: mail_servers.Answers, outcome: Outcome
) -> None:
    with mail_servers.listening(answers) as server:
        use(server.port)
        assert Postman().deliver([LETTER]) == [outcome]


def test_refused_address_keeps_no_other_letter(use: Callable[[int], None]) -> None:
    def answers(command: str) -> str:
        return "550 unknown" if "ann@" in command else ""

    with mail_servers.listening(answers) as server:
        use(server.port)
        found = Postman().deliver([LETTER, Letter("bob@two.example", "s", "t", "<2@x>")])
    assert [row is not None and row.sent for row in found] == [False, True]


@pytest.mark.parametrize("server", [mail_servers.hanging, mail_servers.dripping])
def test_server_that_does_not_answer_is_left_within_its_time_and_alone_for_a_while(
    use: Callable[[int], None], server: Any
) -> None:
    with server() as bad:
        use(bad.port)
        postman, begun = Postman(), time.monotonic()
        found = postman.deliver([LETTER, LETTER])
        assert time.monotonic() - begun < 3
        assert found == [Outcome(error="no answer within 1 s"), None]
        assert not postman.is_ready


def test_server_that_is_slow_is_handed_no_letter_twice(use: Callable[[int], None]) -> None:
    def answers(command: str) -> str:
        time.sleep(0.2 if command == "." else 0)
        return ""

    with mail_servers.listening(answers) as server:
        use(server.port)
        postman = Postman()
        found = postman.deliver([LETTER] * 20)
    sent = found.count(Outcome(sent=True))
    assert (found.count(None), len(server.got), postman.is_ready) == (20 - sent, sent, True)
    assert 0 < sent < 20


def test_server_that_is_down_is_asked_once_a_round(use: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        use(door.getsockname()[1])
    postman = Postman()
    assert postman.deliver([LETTER, LETTER]) == [Outcome(error="ConnectionRefusedError")] * 2
    assert not postman.is_ready
    monkeypatch.setattr(mailing, "QUIET", 0.0)
    postman.deliver([LETTER])
    assert postman.is_ready


@pytest.mark.parametrize("address", ["ann@one.example\nBcc: all@x.example", "ann@" + "x" * 70])
def test_address_no_letter_can_have_fails_at_once(use: Callable[[int], None], address: str) -> None:
    with mail_servers.listening() as server:
        use(server.port)
        found = Postman().deliver([Letter(address, "s", "t", "<3@x>")])
    assert [row is not None and (row.sent, row.in_vain) for row in found] == [(False, True)]
    assert server.got == []


class Absurd(EmailBackend):
    """Fails in a way nobody thought of."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise RuntimeError(email_messages[0].to)


def test_fault_nobody_thought_of_is_an_outcome_and_keeps_no_other_letter(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Absurd"
    assert Postman().deliver([LETTER, LETTER]) == [Outcome(error="RuntimeError")] * 2


def test_server_whose_name_cannot_be_one_is_out_of_order(use: Callable[[int], None], settings: Any) -> None:
    use(25)
    settings.EMAIL_HOST = "mail..example"
    postman = Postman()
    assert postman.deliver([LETTER, LETTER]) == [Outcome(error="UnicodeError")] * 2
    assert not postman.is_ready
