"""What a person chooses about e-mails, and what is meant for who chose nothing."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed
from acts.notices import services as notices
from acts.notices.enums import MailChoice
from acts.notices.models import Email, Notice, Preference
from offices import audit
from offices.actors import SYSTEM
from tests.factories import transit as factory
from transit.message_kinds import URGENT, Group
from transit.rehearsal.stage import Stage
from transit.services import mail, preferences
from transit.services.preferences import Wish

pytestmark = pytest.mark.django_db
AT = factory.AT


def test_preferences_are_no_programs_and_not_the_systems(stage: Stage) -> None:
    for actor in (SYSTEM, replace(stage.actors["bank"], client="core")):
        with pytest.raises(NotAllowed, match="a person's own"):
            preferences.choose(actor=actor, at=AT, mail=MailChoice.EACH)
    assert not Preference.objects.exists()


@pytest.mark.parametrize(("who", "mail"), [("trader", "EACH"), ("bank", "EACH"), ("transit", "NONE")])
def test_who_chose_nothing_is_written_of_what_is_urgent_in_a_firm_alone(stage: Stage, who: str, mail: str) -> None:
    wish = preferences.own(actor=stage.actors[who]).wish
    assert (wish.mail, wish.groups) == (mail, URGENT)


def test_choice_keeps_what_it_does_not_name_and_is_in_the_history(stage: Stage) -> None:
    trader = stage.actors["trader"]
    preferences.choose(actor=trader, at=AT, mail=MailChoice.DAILY, groups=["CLAIM", "ARRIVAL", "CLAIM"])
    own = preferences.choose(actor=trader, at=AT, hour=17)
    assert own.wish == Wish(MailChoice.DAILY, 17, (Group.CLAIM, Group.ARRIVAL))
    rows = HistoryEntry.objects.filter(subject=audit.subject_of(Preference.objects.get())).order_by("sequence")
    assert [row.data["after"]["hour"] for row in rows] == [8, 17]


@pytest.mark.parametrize(
    ("hour", "at", "due"), [(10, "02:00", "+1 02:00"), (11, "02:00", "+0 03:00"), (0, "15:59", "+0 16:00")]
)
def test_daily_hour_is_the_next_on_the_local_clock(hour: int, at: str, due: str) -> None:
    day, clock = due.split()
    start = datetime.combine(AT.date(), datetime.strptime(at, "%H:%M").time(), UTC)
    wanted = datetime.combine(AT.date() + timedelta(int(day)), datetime.strptime(clock, "%H:%M").time(), UTC)
    assert Wish(MailChoice.DAILY, hour, ()).due_at(zone="Asia/Singapore", at=start) == wanted


def _two_wait(stage: Stage) -> None:
    Notice.objects.update(handed_on=True)
    said = [notices.Message("ALARM", "firm:SG-T-0001", {})] * 2
    notices.tell(said, subject=uuid.uuid4(), reference="26SGX", at=AT)
    mail.hand_on(at=AT)


def test_what_waits_goes_at_the_hour_chosen_now(stage: Stage) -> None:
    _two_wait(stage)
    preferences.choose(actor=stage.actors["trader"], at=AT, mail=MailChoice.DAILY, hour=9)
    assert list(Email.objects.values_list("daily", "due_at")) == [(True, AT + timedelta(hours=23))] * 2


def test_who_wants_each_from_now_on_gets_what_waited_in_one(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    trader = stage.actors["trader"]
    preferences.choose(actor=trader, at=AT, mail=MailChoice.DAILY)
    _two_wait(stage)
    preferences.choose(actor=trader, at=AT, mail=MailChoice.EACH)
    assert [mail.send(at=AT), len(mailoutbox)] == [1, 1]
    assert mailoutbox[0].subject.startswith("ACTS: 2 messages, ")
