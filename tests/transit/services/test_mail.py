"""E-mails: who is written to, what is asked anew at the sending, what becomes of those that do not arrive."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage

from acts.common.refusals import NotAllowed
from acts.notices import services as notices
from acts.notices.enums import MailChoice, MailStatus
from acts.notices.models import Email, Notice, Preference
from acts.notices.services.mailing import Postman
from guarantees.models import Reservation
from offices.models import Posting, User
from tests import mail_servers
from tests.factories import transit as factory
from transit.message_kinds import Group
from transit.models import Item
from transit.rehearsal import scenes
from transit.rehearsal.stage import OWN_CODE, POOR, Stage
from transit.selectors import messages
from transit.services import mail, preferences

AT = factory.AT
POST = "office:MYTKP001"


@pytest.fixture(autouse=True)
def _nothing_new(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    Notice.objects.update(handed_on=True)
    monkeypatch.setattr(mail, "postman", Postman())


def tell(to: str = "firm:SG-T-0001", kind: str = "ALARM", n: int = 1, **body: Any) -> None:
    rows = [notices.Message(kind, to, body)] * n
    notices.tell(rows, subject=uuid.uuid4(), reference="26SGX", at=AT)


def wants(stage: Stage, who: str, choice: MailChoice, **more: Any) -> None:
    preferences.choose(actor=stage.actors[who], at=AT, mail=choice, **more)


def round_of(at: Any = AT) -> int:
    mail.hand_on(at=at)
    return mail.send(at=at)


def statuses() -> list[str]:
    return sorted(Email.objects.values_list("status", flat=True))


def test_without_a_mail_server_nobody_is_written_to_nor_later(
    stage: Stage, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.SENDS_MAIL = False
    tell()
    assert round_of() == 0
    settings.SENDS_MAIL = True
    assert (round_of(), mailoutbox, statuses()) == (0, [], [])


def test_what_waits_when_the_mail_server_is_taken_away_waits_for_it(
    stage: Stage, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    tell()
    mail.hand_on(at=AT)
    settings.SENDS_MAIL = False
    assert (mail.send(at=AT), statuses()) == (0, [MailStatus.PENDING])
    settings.SENDS_MAIL = True
    assert (mail.send(at=AT), statuses(), len(mailoutbox)) == (1, [MailStatus.SENT], 1)


def test_office_is_written_to_only_where_somebody_said_so(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    tell(POST)
    assert round_of() == 0
    wants(stage, "transit", MailChoice.EACH)
    tell(POST)
    tell("office:MYTKP001:GUARANTEE")
    assert round_of() == 1
    assert mailoutbox[0].to == ["transit@demo.example"]


def test_firm_is_written_to_of_what_is_urgent(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    tell(kind="IE118")
    tell(kind="PASSAGE_HELD", office="MYTKP001")
    assert round_of() == 1
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (
        ["trader@demo.example"],
        "ACTS: Held at an office of transit (26SGX)",
    )


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}, {"firm": None}])
def test_who_may_no_longer_read_it_is_not_written_to(
    stage: Stage, mailoutbox: list[EmailMessage], change: dict[str, Any]
) -> None:
    tell()
    mail.hand_on(at=AT)
    User.objects.filter(username="trader").update(**change)
    mail.send(at=AT)
    assert (mailoutbox, statuses()) == ([], [MailStatus.DROPPED])


def test_posting_that_has_ended_ends_the_letters_under_way(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    wants(stage, "transit", MailChoice.DAILY)
    tell(POST)
    mail.hand_on(at=AT)
    officer = User.objects.get(username="transit")
    Posting.objects.filter(user=officer).update(valid_until=AT.date())
    assert mail.send(at=AT + timedelta(days=1)) == 0
    assert (mailoutbox, statuses()) == ([], [MailStatus.DROPPED])


def test_officer_is_written_nothing_of_the_own_firms_movement(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    row = scenes.in_transit(factory.play(stage))
    Notice.objects.update(handed_on=True)
    wants(stage, "departure", MailChoice.EACH)
    said = [notices.Message("ALARM", "office:SGSIN001", {})]
    notices.tell(said, subject=row.pk, reference=str(row.mrn), at=AT)
    mail.hand_on(at=AT)
    User.objects.filter(username="departure").update(firm=row.principal)
    assert (mail.send(at=AT), statuses()) == (0, [MailStatus.DROPPED])


def test_group_given_up_meanwhile_is_dropped(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    tell()
    mail.hand_on(at=AT)
    wants(stage, "trader", MailChoice.EACH, groups=[Group.CLAIM])
    assert (mail.send(at=AT), statuses()) == (0, [MailStatus.DROPPED])


def test_doing_it_twice_sends_once(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    tell()
    assert [round_of(), round_of()] == [1, 0]
    Notice.objects.filter(reference="26SGX").update(handed_on=False)
    assert round_of() == 0
    assert (len(mailoutbox), statuses()) == (1, [MailStatus.SENT])


def test_whole_day_goes_in_one_letter_at_its_hour(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    wants(stage, "trader", MailChoice.DAILY, hour=18)
    tell(n=60)
    tell(kind="IE023")
    assert round_of() == 0
    assert mail.send(at=AT + timedelta(hours=8)) == 1
    assert mailoutbox[0].subject.startswith("ACTS: 61 messages, ")
    assert "11 more stand on the page of messages" in str(mailoutbox[0].body)
    assert set(statuses()) == {MailStatus.SENT}


def test_nothing_new_and_nothing_due_cost_a_statement_each(stage: Stage, django_assert_num_queries: Any) -> None:
    tell()
    round_of()
    with django_assert_num_queries(2):
        round_of()


def test_sender_killed_between_sending_and_marking_is_followed_by_another(
    stage: Stage, mailoutbox: list[EmailMessage]
) -> None:
    tell()
    mail.hand_on(at=AT)
    post = mail._taken(AT)[0]
    Postman().deliver([letter for _post, letter in mail._written(post, AT)])
    assert [mail.send(at=AT + timedelta(seconds=59)), mail.send(at=AT + timedelta(seconds=60))] == [0, 1]
    names = [message.extra_headers["Message-ID"] for message in mailoutbox]
    assert (len(names), len(set(names))) == (2, 1)


def test_daily_letter_that_goes_again_with_more_in_it_is_another(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    """Else a mailbox that knows the Message-ID would put away what was new."""
    wants(stage, "trader", MailChoice.DAILY)
    for day in range(2):
        tell()
        mail.hand_on(at=AT + timedelta(day))
        due = AT + timedelta(day + 1)
        Postman().deliver([letter for post in mail._taken(due) for _post, letter in mail._written(post, due)])
    assert [message.subject.partition(",")[0] for message in mailoutbox] == ["ACTS: 1 message", "ACTS: 2 messages"]
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == 2


def test_address_that_is_refused_fails_at_once_and_is_sent_again_when_mended(
    stage: Stage, settings: Any, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    tell()
    with mail_servers.listening(mail_servers.knows_nobody) as server:
        mail_servers.use(settings, server.port)
        round_of()
    row = Email.objects.get()
    assert (row.status, row.last_error) == (MailStatus.FAILED, "the address was refused: 550")
    assert "trader@" not in caplog.text
    with pytest.raises(NotAllowed):
        mail.replay(emails=[row.pk], actor=stage.actors["auditor"], at=AT)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [mail.replay(emails=[row.pk], actor=stage.actors["national"], at=AT) for _ in range(2)] == [1, 0]
    assert (mail.send(at=AT), statuses()) == (1, [MailStatus.SENT])


def test_letter_is_tried_ever_later_for_a_day_then_fails(
    stage: Stage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell()
    mail.hand_on(at=AT)
    now, tries = AT, 0
    with mail_servers.listening(mail_servers.greylists) as server:
        mail_servers.use(settings, server.port)
        while Email.objects.filter(status=MailStatus.PENDING).exists():
            now = Email.objects.get().due_at
            assert mail.send(at=now - timedelta(seconds=1)) == 0
            tries += mail.send(at=now)
    assert (statuses(), tries) == ([MailStatus.FAILED], 10)
    assert timedelta(hours=23) < now - AT < timedelta(hours=25)


def test_row_that_cannot_be_written_blocks_no_other(
    stage: Stage, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    wants(stage, "trader", MailChoice.EACH)
    tell()
    tell("firm:SG-T-0002")
    mail.hand_on(at=AT)
    Preference.objects.update(mail="TWICE")
    assert mail.send(at=AT) == 1
    assert (mailoutbox[0].to, statuses()) == (["agent@demo.example"], ["PENDING", "SENT"])
    assert "cannot be written" in caplog.text


def test_server_that_hangs_is_tried_again(
    stage: Stage, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("acts.notices.services.mailing.SECONDS", 0.5)
    tell()
    with mail_servers.hanging() as server:
        mail_servers.use(settings, server.port)
        round_of()
        assert mail.send(at=AT + timedelta(hours=1)) == 0  # It is left alone for a while.
    row = Email.objects.get()
    assert (row.status, row.attempts, row.due_at) == (MailStatus.PENDING, 1, AT + timedelta(seconds=5))
    assert "try 1 failed: no answer within" in caplog.text


def test_what_is_passed_over_is_written_to_nobody(stage: Stage, mailoutbox: list[EmailMessage]) -> None:
    tell()
    assert [mail.pass_over(), mail.pass_over(), round_of()] == [1, 0, 0]
    assert mailoutbox == []


def test_letters_are_what_the_page_of_messages_shows_and_tell_no_content(
    stage: Stage, mailoutbox: list[EmailMessage]
) -> None:
    people = ("trader", "bank", "departure", "destination")
    for who in people:
        wants(stage, who, MailChoice.EACH, groups=[*Group])
    plays = (scenes.discharged, scenes.claim_demanded, scenes.held, scenes.lodged)
    rows = [play(factory.play(stage, grn=POOR if play is scenes.lodged else "")) for play in plays]
    at = max(row.changed_at for row in rows)
    new = set(Notice.objects.filter(handed_on=False).values_list("pk", flat=True))
    mail.hand_on(at=at)
    for who in people:
        shown = messages.told(actor=stage.actors[who]).filter(pk__in=new).values_list("pk", flat=True)
        assert (set(shown), bool(shown)) == ({row.notice_id for row in stage.actors[who].user.emails.all()}, True)
    while mail.send(at=at):
        pass
    text = "\n".join(f"{letter.subject}\n{letter.body}" for letter in mailoutbox)
    held = Reservation.objects.values_list("amount", flat=True)
    goods = Item.objects.values_list("description", flat=True)
    assert not [word for word in (OWN_CODE, *map(str, held), *goods, "SGD", "broken") if word in text]
