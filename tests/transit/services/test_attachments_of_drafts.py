"""Files follow their draft: written into its history, deleted with it, never copied to another declaration."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from acts.common.models import HistoryEntry
from offices.actors import Actor
from offices.models import User
from transit import samples
from transit.models import Attachment, Movement
from transit.services import attachments, content, declaration

SAMPLE = "singapore-bangkok"


@pytest.fixture
def actor(trader: User, actor_of: Callable[..., Actor]) -> Actor:
    return actor_of(trader)


@pytest.fixture
def draft(actor: Actor, at: datetime) -> Movement:
    return declaration.create(actor=actor, content=samples.load(SAMPLE, at=at), at=at)


def _attach(draft: Movement, actor: Actor, at: datetime) -> Attachment:
    upload = ContentFile(b"%PDF-1.7\n%%EOF", name="permit.pdf")
    return attachments.attach(actor=actor, movement=draft.pk, upload=upload, at=at)


def test_attached_file_stands_in_the_history(draft: Movement, actor: Actor, at: datetime) -> None:
    kept = _attach(draft, actor, at)
    entry = HistoryEntry.objects.get(subject=draft.pk, verb="attach_file")
    assert entry.data == {"file": str(kept.pk), "name": "permit.pdf", "sha256": kept.sha256}


def test_deleted_draft_takes_its_files_along(
    draft: Movement, actor: Actor, at: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    kept = _attach(draft, actor, at)
    storage, name = kept.file.storage, str(kept.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        declaration.delete(actor=actor, movement=draft.pk, at=at)
        assert storage.exists(name)
    assert not storage.exists(name)


def test_copy_leaves_files_and_guarantees_behind(draft: Movement, actor: Actor, at: datetime) -> None:
    kept = _attach(draft, actor, at)
    consignments = samples.load(SAMPLE, at=at)["consignments"]
    document = {"type": "PERMIT", "reference": "P-1", "file": str(kept.pk)}
    consignments[0]["items"][0]["supporting_documents"] = [document]
    declaration.update(actor=actor, movement=draft.pk, content={"consignments": consignments}, at=at)
    copied = content.read(declaration.copy(actor=actor, movement=draft.pk, lrn="COPY-1", at=at))
    assert copied["guarantees"] == []
    documents = copied["consignments"][0]["items"][0]["supporting_documents"]
    assert documents == [{"type": "PERMIT", "reference": "P-1"}]
