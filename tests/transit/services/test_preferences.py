"""What a person chooses about e-mails, and what is meant for who chose nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed
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


def test_what_waits_goes_as_is_chosen_now(stage: Stage) -> None:
    trader = stage.actors["trader"]
    preferences.choose(actor=trader, at=AT, mail=MailChoice.DAILY, hour=9)
    Notice.objects.update(handed_on=True)
    Notice.objects.create(
        kind="ALARM", addressee="firm:SG-T-0001", subject="6a0f0f3e-7d0c-5b6e-9a53-2c1d5c0b7a11", at=AT
    )
    mail.hand_on(at=AT)
    assert Email.objects.get().due_at == AT + timedelta(hours=23)
    preferences.choose(actor=trader, at=AT, mail=MailChoice.EACH)
    assert list(Email.objects.values_list("daily", "due_at")) == [(False, AT)]
