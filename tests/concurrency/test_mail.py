"""E-mails while workers overlap: each is sent by one of them (spec section 16)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outgoing
from django.db import transaction

from acts.notices import services as notices
from acts.notices.enums import MailChoice, MailStatus
from acts.notices.models import Email, Notice, Preference
from tests.concurrency.conftest import WithoutLock, WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake
from tests.factories import offices as factory
from transit.services import mail

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def _tell(n: int = 1) -> None:
    rows = [notices.Message("ALARM", "firm:SG-T-0001", {})] * n
    notices.tell(rows, subject=uuid.uuid4(), reference="26SGX", at=AT)


def _trader(choice: MailChoice) -> None:
    person = factory.user(firm=factory.firm(number="SG-T-0001"), email="ann@one.example")
    Preference.objects.create(person=person, mail=choice, hour=8, groups=["HINDRANCE"])


def _two_senders(choice: MailChoice) -> Overtaking:
    """A second sender overtakes the first, who has seen what is due."""
    _trader(choice)
    _tell(2)
    mail.hand_on(at=AT)
    due = AT + timedelta(days=1)
    return overtake(lambda: mail.send(at=due), lambda: mail.send(at=due), before='UPDATE "notices_email"')


@pytest.mark.parametrize(("choice", "letters"), [(MailChoice.EACH, 4), (MailChoice.DAILY, 2)])
def test_two_senders_send_everything_twice_without_the_lock(
    without_lock: WithoutLock, choice: MailChoice, letters: int
) -> None:
    without_lock(Email, Preference)
    _two_senders(choice)
    assert len(outgoing.outbox) == letters


@pytest.mark.parametrize(("choice", "letters"), [(MailChoice.EACH, 2), (MailChoice.DAILY, 1)])
def test_two_senders_send_each_once(choice: MailChoice, letters: int) -> None:
    race = _two_senders(choice)
    assert not race.waited
    assert len(outgoing.outbox) == letters
    assert set(Email.objects.values_list("status", flat=True)) == {MailStatus.SENT}


def _two_sorters() -> None:
    _trader(MailChoice.EACH)
    _tell()
    overtake(lambda: mail.hand_on(at=AT), lambda: mail.hand_on(at=AT), before='INSERT INTO "notices_email"')


def test_two_sorters_write_a_letter_twice_without_lock_and_net(
    without_lock: WithoutLock, without_net: WithoutNet
) -> None:
    without_lock(Notice)
    without_net(Email, "email_one_per_person")
    _two_sorters()
    assert Email.objects.count() == 2


def test_two_sorters_write_a_letter_once() -> None:
    _two_sorters()
    assert Email.objects.count() == 1


def test_notice_that_commits_late_is_not_missed() -> None:
    _trader(MailChoice.EACH)

    def slow() -> None:
        with transaction.atomic():
            _tell()
            Preference.objects.update(hour=9)

    def fast() -> None:
        _tell()
        mail.hand_on(at=AT)

    overtake(slow, fast, before='UPDATE "notices_preference"')
    assert Email.objects.count() == 1
    mail.hand_on(at=AT)
    assert Email.objects.count() == 2
