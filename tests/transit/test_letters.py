"""What an e-mail says, and what it never says."""

import uuid
from email import message_from_string

import pytest
from django.conf import settings
from django.core.mail import EmailMessage

from acts.notices.models import Notice
from offices import register
from tests.factories.transit import AT
from transit import letters
from transit.letters import Reader

SUBJECT = uuid.UUID(int=7)


def notice(**fields: object) -> Notice:
    values = {"kind": "PASSAGE_HELD", "addressee": "firm:SG-T-0001", "reference": "26SGX", "subject": SUBJECT, "at": AT}
    row: Notice = Notice(**values | fields)
    return row


def reader(**ways: str) -> Reader:
    return Reader("Asia/Singapore", {}, {SUBJECT: "movement"} if ways else {})


@pytest.mark.django_db
def test_letter_says_what_where_when_and_leads_to_its_page() -> None:
    row = notice(body={"office": "MYTKP001", "reason": "seal broken", "amount": "240000.00", "code": "AB12"})
    offices = register.current().offices
    subject, text = letters.one(row, reader=Reader("Asia/Singapore", offices, {SUBJECT: "movement"}))
    assert subject == "ACTS: Held at an office of transit (26SGX)"
    assert f"{offices['MYTKP001'].name} · MYTKP001" in text
    assert "10:00 (Asia/Singapore)" in text
    assert f"{settings.PUBLIC_URL}/movements/{SUBJECT}/" in text
    assert f"{settings.PUBLIC_URL}/messages/preferences/" in text
    assert not [word for word in ("seal broken", "240000", "AB12") if word in subject + text]


def test_what_the_reader_may_not_open_leads_to_the_messages() -> None:
    _subject, text = letters.one(notice(), reader=reader())
    assert f"{settings.PUBLIC_URL}/messages/\n" in text
    assert str(SUBJECT) not in text


@pytest.mark.parametrize("typed", ["X\r\nBcc: all@one.example", "X\nBcc: a", "X\u2028Bcc: a", "X\x00"])
def test_number_from_outside_begins_no_header(typed: str) -> None:
    subject, text = letters.one(notice(reference=typed), reader=reader())
    sent = message_from_string(EmailMessage(subject, text, to=["ann@one.example"]).message().as_string())
    assert sent["Bcc"] is None
    assert "\nBcc" not in text


def test_daily_letter_lists_the_first_and_counts_the_rest() -> None:
    rows = [notice(reference=f"R{n}") for n in range(letters.LISTED + 2)]
    subject, text = letters.daily(rows, reader=reader(), at=AT)
    assert subject.startswith("ACTS: 52 messages, ")
    assert ("R49" in text, "R50" in text, "2 more stand" in text) == (True, False, True)
