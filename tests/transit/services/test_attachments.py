"""Files: judged by their content, bounded, kept under a random name, only while the declaration may change."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile

from acts.common.refusals import NotFound, RulesBroken, WrongState
from offices.actors import Actor
from offices.models import Firm, User
from transit.models import Attachment, Movement
from transit.services import attachments

PDF = b"%PDF-1.7\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 30 + b"\xff\xd9"


@pytest.fixture
def movement(principal: Firm, at: datetime) -> Movement:
    return Movement.objects.create(lrn="DRAFT-1", principal=principal, created_at=at, changed_at=at)


@pytest.fixture
def attach(actor_of: Callable[[User], Actor], trader: User, movement: Movement, at: datetime) -> Callable[..., Any]:
    """`attach(content, name="paper")`: the trader attaches a file to the draft."""

    def work(content: bytes, name: str = "paper") -> Attachment:
        upload = ContentFile(content, name=name)
        return attachments.attach(actor=actor_of(trader), movement=movement.pk, upload=upload, at=at)

    return work


def test_attach_refuses_more_than_5_mb(attach: Callable[..., Attachment], settings: Any) -> None:
    with pytest.raises(RulesBroken, match="5 MB"):
        attach(PDF.replace(b"\n", b" " * settings.ATTACHMENT_MAX_BYTES, 1))
    assert not Attachment.objects.exists()


def test_attach_refuses_a_declaration_under_way(attach: Callable[..., Attachment], movement: Movement) -> None:
    Movement.objects.filter(pk=movement.pk).update(state="NOT_RELEASED")
    with pytest.raises(WrongState):
        attach(PDF)


def test_attach_refuses_strangers(
    actor_of: Callable[[User], Actor], stranger: User, movement: Movement, at: datetime
) -> None:
    with pytest.raises(NotFound):
        attachments.attach(actor=actor_of(stranger), movement=movement.pk, upload=ContentFile(PDF), at=at)


@pytest.mark.parametrize(("content", "media_type"), [(PDF, "application/pdf"), (JPEG, "image/jpeg")])
def test_attach_keeps_the_bytes(attach: Callable[..., Attachment], content: bytes, media_type: str) -> None:
    row = attach(content)
    assert (row.content_type, row.size) == (media_type, len(content))
    with row.file.open() as kept:
        assert kept.read() == content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\papers\\e form.doc", "e_form.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        ("\u202egpj.exe", "gpj.pdf"),
        ("x" * 300, "x" * 110 + ".pdf"),
    ],
)
def test_attach_makes_the_name_safe(attach: Callable[..., Attachment], name: str, kept: str) -> None:
    assert attach(PDF, name).name == kept
