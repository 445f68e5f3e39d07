"""Sending to real receivers: what an honest one gets, and that a bad one costs little."""

import time
from collections.abc import Callable

import pytest

from acts.notices.services import sending
from acts.notices.services.sending import Outcome
from tests import receivers
from tests.acts.notices.services.conftest import Listen
from tests.receivers import HOST


def post(url: str) -> Outcome:
    return sending.post(url, body=b"{}", headers={"webhook-id": "1"})


@pytest.mark.parametrize("behave", [receivers.hangs, receivers.drips])
def test_receiver_that_keeps_us_waiting_is_left_in_time(listen: Listen, behave: receivers.Behaviour) -> None:
    started = time.monotonic()
    with listen(behave) as receiver:
        assert post(receiver.url) == Outcome(None, "no answer within 2 s")
    assert 1.5 < time.monotonic() - started < 6


def test_gigabyte_is_not_read(listen: Listen) -> None:
    started = time.monotonic()
    with listen(receivers.floods) as receiver:
        assert post(receiver.url).status == 200
    assert time.monotonic() - started < 2


def test_redirect_is_not_followed(listen: Listen) -> None:
    with listen(receivers.redirects) as receiver:
        outcome = post(receiver.url)
    assert (outcome.status, outcome.taken, len(receiver.got)) == (307, False, 1)


def test_name_that_leads_inside_the_second_time_is_not_sent_to(
    listen: Listen, leads_to: Callable[..., None], settings: pytest.FixtureRequest
) -> None:
    with listen(receivers.ok) as receiver:
        assert post(receiver.url).taken
        settings.WEBHOOK_ALLOWED_HOSTS = []
        leads_to("9.9.9.9", "127.0.0.1")
        assert [sending.addresses.resolve(sending.urlsplit(receiver.url)).version] == [4]
        assert post(receiver.url) == Outcome(None, "the host name leads to an address that is not public")
    assert len(receiver.got) == 1


def test_certificate_of_another_name_is_refused(listen: Listen, settings: pytest.FixtureRequest) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS = ["localhost"]
    with listen(receivers.ok) as receiver:
        assert post(receiver.url.replace(HOST, "localhost")).error
    assert receiver.got == []


def test_nobody_listening_is_an_error_like_others(listen: Listen) -> None:
    assert post(f"https://{HOST}:9/").error == "NewConnectionError"


def test_honest_receiver_gets_path_host_and_headers(listen: Listen) -> None:
    with listen(receivers.ok) as receiver:
        assert post(receiver.url) == Outcome(204)
    [(head, body)] = receiver.got
    assert head.startswith("POST /events?of=acts HTTP/1.1")
    assert f"host: {HOST}:{receiver.port}" in head.lower()
    assert ("webhook-id: 1" in head, body) == (True, b"{}")
