import pytest

from acts.common.models import HistoryEntry
from offices import audit
from offices.models import Office, User
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


def test_history_names_what_an_entry_is_about_and_leads_to_all_of_it(auditor: User) -> None:
    place, client = Office.objects.get(pk="SGSIN001"), page(auditor)
    audit.record(row=place, verb="change", actor="somebody", at=transit_factory.AT)
    audit.write(subject=audit.subject(kind="test", key=1), verb="change", actor="somebody", at=transit_factory.AT)
    subject = audit.subject_of(place)
    listed = client.get(url(HistoryEntry, "changelist"), {"q": "somebody"}).content.decode()
    assert f'office <a class="num" href="?q={subject}"' in listed
    alone = client.get(url(HistoryEntry, "changelist"), {"q": str(subject)})
    assert [row.subject for row in alone.context["cl"].result_list] == [subject]


def test_history_is_filtered_by_acts_in_words(auditor: User) -> None:
    subject, client = audit.subject(kind="test", key=1), page(auditor)
    for verb in ("some_thing", "another"):
        audit.write(subject=subject, verb=verb, actor="somebody", at=transit_factory.AT)
    told = client.get(url(HistoryEntry, "changelist"), {"verb": "some_thing"})
    assert [row.verb for row in told.context["cl"].result_list] == ["some_thing"]
    assert '<a href="?verb=some_thing" aria-current="true">Some thing</a>' in told.content.decode()


def test_facts_of_an_entry_are_shown_as_the_api_writes_them(auditor: User) -> None:
    subject, facts = audit.subject(kind="test", key=1), {"firm": None, "live": True}
    audit.write(subject=subject, verb="some_thing", actor="somebody", at=transit_factory.AT, data=facts)
    row = HistoryEntry.objects.get(subject=subject)
    told = page(auditor).get(url(HistoryEntry, "change", row.pk)).content.decode()
    assert "<code>{&quot;firm&quot;: null, &quot;live&quot;: true}</code>" in told
