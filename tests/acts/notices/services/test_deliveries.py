"""Events on their way: signed, tried for a day, failed, replayed; each receiver a real one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from acts.common import clock
from acts.notices import services as notices
from acts.notices.enums import DeliveryStatus, EventKind
from acts.notices.models import Delivery
from acts.notices.services import deliveries, feed, webhooks
from tests import receivers
from tests.acts.notices.services.conftest import Listen

pytestmark = pytest.mark.django_db
BANK = "SG-B-0001"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def publish(kind: EventKind = EventKind.GUARANTEE_RESERVED, at: datetime = AT) -> None:
    notices.publish(kind, firms=[BANK], body={"reference": "26SGX"}, at=at)
    feed.sweep(at=at)


def hook(url: str, *kinds: str) -> webhooks.Made:
    return webhooks.make(firm=BANK, url=url, kinds=kinds, at=AT)


def verified(message: tuple[str, bytes], secret: str) -> Any:
    headers = dict(line.split(": ", 1) for line in message[0].splitlines()[1:])
    return Verifier(secret).verify(message[1], headers)


def test_event_goes_only_to_webhooks_of_its_firm_and_kind() -> None:
    wanted, _ = hook("https://a.example/"), hook("https://b.example/", "CLAIM_DEMANDED")
    webhooks.make(firm="SG-B-0002", url="https://c.example/", kinds=[], at=AT)
    publish()
    assert Delivery.objects.get().webhook == wanted.webhook


def test_event_is_signed_with_both_live_secrets_and_no_third(listen: Listen) -> None:
    with listen(receivers.ok) as receiver:
        made = hook(receiver.url)
        all_secrets = [made.secret, *(webhooks.rotate(firm=BANK, webhook=made.webhook.pk).secret for _ in range(2))]
        now = clock.now()
        publish(at=now)
        assert deliveries.sweep(at=now) == 1
    assert [verified(receiver.got[0], secret)["type"] for secret in all_secrets[1:]] == ["guarantee.reserved"] * 2
    with pytest.raises(Exception, match="No matching signature"):
        verified(receiver.got[0], all_secrets[0])
    assert Delivery.objects.get().status == DeliveryStatus.DELIVERED


def test_secret_lies_sealed() -> None:
    made = hook("https://a.example/")
    assert made.secret.removeprefix("whsec_") not in str(made.webhook.sealed_secrets)
    assert webhooks.live_secrets(made.webhook) == [made.secret]


def test_event_is_tried_ever_later_for_a_day_then_failed_then_replayed(listen: Listen) -> None:
    with listen(receivers.fails) as receiver:
        made = hook(receiver.url)
        publish()
        now, tries = AT, 0
        while Delivery.objects.filter(status=DeliveryStatus.PENDING).exists():
            now = Delivery.objects.get().due_at
            assert deliveries.sweep(at=now - timedelta(seconds=1)) == 0
            tries += deliveries.sweep(at=now)
        row = Delivery.objects.get()
        assert (row.status, row.answered, tries, len(receiver.got)) == ("FAILED", 503, 10, 10)
        assert timedelta(hours=23) < now - AT < timedelta(hours=25)
        assert webhooks.replay(firm=BANK, webhook=made.webhook.pk, at=now) == 1
    with listen(receivers.ok) as receiver:
        made.webhook.url = receiver.url
        made.webhook.save()
        assert deliveries.sweep(at=now) == 1
    assert Delivery.objects.get().status == DeliveryStatus.DELIVERED


def test_event_keeps_its_id_from_try_to_try(listen: Listen) -> None:
    with listen(receivers.fails) as receiver:
        hook(receiver.url)
        publish()
        deliveries.sweep(at=AT)
        deliveries.sweep(at=AT + timedelta(minutes=2))
    ids = [line for head, _ in receiver.got for line in head.splitlines() if line.startswith("webhook-id")]
    assert (len(ids), len(set(ids))) == (2, 1)


def test_receiver_that_hangs_keeps_no_other_from_its_event(listen: Listen, caplog: pytest.LogCaptureFixture) -> None:
    with listen(receivers.hangs) as bad, listen(receivers.ok) as good:
        for receiver in (bad, good):
            hook(receiver.url)
        publish()
        assert deliveries.sweep(at=AT) == 2
    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["DELIVERED", "PENDING"]
    assert "no answer within 2 s" in caplog.text


def test_webhook_with_a_backlog_leaves_places_to_the_others_and_fills_the_rest() -> None:
    long = hook("https://a.example/").webhook
    for _ in range(20):
        publish()
    short = hook("https://b.example/").webhook
    publish(at=AT + timedelta(seconds=1))
    taken = [row.webhook for row in deliveries._taken(AT + timedelta(seconds=2))]
    assert (taken.count(long), taken.count(short)) == (15, 1)


def test_secrets_that_no_longer_open_stop_no_other_webhook(listen: Listen, settings: Any) -> None:
    old = hook("https://a.example/").webhook
    settings.KEY_ENCRYPTION_KEY = "another key, since the first was read by others"
    with listen(receivers.ok) as receiver:
        hook(receiver.url)
        publish()
        assert deliveries.sweep(at=AT) == 2
    assert len(receiver.got) == 1
    stuck = Delivery.objects.get(webhook=old)
    assert (stuck.status, stuck.last_error) == ("PENDING", "its secrets cannot be opened: give it a new one")
    made = webhooks.rotate(firm=BANK, webhook=old.pk)
    assert webhooks.live_secrets(made.webhook) == [made.secret]


@pytest.mark.parametrize("behave", [receivers.drips, receivers.redirects])
def test_receiver_that_does_not_take_an_event_is_logged_and_tried_again(
    listen: Listen, caplog: pytest.LogCaptureFixture, behave: receivers.Behaviour
) -> None:
    with listen(behave) as receiver:
        hook(receiver.url)
        publish()
        deliveries.sweep(at=AT)
    row = Delivery.objects.get()
    assert (row.status, row.attempts, row.due_at) == (DeliveryStatus.PENDING, 1, AT + timedelta(seconds=5))
    assert f"webhook {row.webhook_id}: try 1 failed" in caplog.text


def test_name_that_leads_inside_the_second_time_is_logged_and_tried_again(
    listen: Listen, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    with listen(receivers.fails) as receiver:
        hook(receiver.url)
        publish()
        deliveries.sweep(at=AT)
        settings.WEBHOOK_ALLOWED_HOSTS = []  # From now on its address counts as what it is.
        deliveries.sweep(at=AT + timedelta(seconds=5))
    row = Delivery.objects.get()
    assert (row.attempts, row.due_at, len(receiver.got)) == (2, AT + timedelta(seconds=65), 1)
    assert "leads to an address that is not public" in caplog.text


def test_event_a_killed_sender_had_taken_is_sent_by_the_next(listen: Listen) -> None:
    with listen(receivers.ok) as receiver:
        hook(receiver.url)
        publish()
        assert len(deliveries._taken(AT)) == 1
        assert deliveries.sweep(at=AT + timedelta(seconds=59)) == 0
        assert deliveries.sweep(at=AT + timedelta(seconds=60)) == 1
    assert len(receiver.got) == 1


def test_nothing_is_sent_to_a_webhook_that_was_removed() -> None:
    made = hook("https://a.example/")
    publish()
    webhooks.remove(firm=BANK, webhook=made.webhook.pk, at=AT)
    assert deliveries.sweep(at=AT) == 0
