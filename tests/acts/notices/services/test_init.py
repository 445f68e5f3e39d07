from datetime import datetime
from decimal import Decimal

import pytest

from acts.notices import services as notices
from acts.notices.enums import EventKind
from acts.notices.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["goods", "description", "items", "access_code", "consignee"])
def test_publish_refuses_facts_that_no_bank_may_see(at: datetime, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        notices.publish(EventKind.GUARANTEE_RESERVED, firms=["SG-B-0001"], body={"grn": "x", name: "y"}, at=at)
    assert not Event.objects.exists()


def test_publish_keeps_money_as_text(at: datetime) -> None:
    body = {"amount": Decimal("1234567890123456.25"), "effective_at": at}
    notices.publish(EventKind.CLAIM_DEMANDED, firms=["SG-B-0001"], body=body, at=at)
    row = Event.objects.get()
    assert row.body == {"amount": "1234567890123456.25", "effective_at": "2026-11-23T02:00:00Z"}
    assert (row.type, row.position) == ("claim.demanded", None)
