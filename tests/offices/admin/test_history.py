import pytest

from acts.common.models import HistoryEntry
from offices import audit
from tests.factories import transit as transit_factory
from tests.offices.admin.browsing import page, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("central", 403), ("supervisor", 403)])
def test_whole_history_is_the_auditors(who: str, status: int, request: pytest.FixtureRequest) -> None:
    subject = audit.subject(kind="test", key=1)
    audit.write(subject=subject, verb="some_thing", actor="somebody", at=transit_factory.AT)
    client, row = page(request.getfixturevalue(who)), HistoryEntry.objects.get(subject=subject)
    listed = client.get(url(HistoryEntry, "changelist"), {"q": "somebody"})
    assert (listed.status_code, "When (UTC)" in listed.content.decode()) == (status, status == 200)
    assert client.get(url(HistoryEntry, "change", row.pk)).status_code == status
    assert {client.post(url(HistoryEntry, action, row.pk)).status_code for action in ("change", "delete")} == {403}
