import pytest
from django.test import Client

from acts.common.models import HistoryEntry
from tests.factories import offices as factory

pytestmark = pytest.mark.django_db
OLD, NEW = "truck on the road", "truck on the ferry"


@pytest.mark.parametrize(
    ("old", "new", "again"), [("wrong", NEW, NEW), (OLD, NEW, "other"), (OLD, "short", "short"), (OLD, "", "")]
)
def test_password_that_is_refused_stays(old: str, new: str, again: str) -> None:
    user, client = factory.user(password=OLD), Client()
    client.force_login(user)
    answer = client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again})
    user.refresh_from_db()
    assert (answer.status_code, user.check_password(OLD)) == (200, True)
    assert 'role="alert"' in answer.content.decode()


def test_password_changed_ends_the_other_sessions_and_is_recorded() -> None:
    user, here, elsewhere = factory.user(password=OLD), Client(), Client()
    here.force_login(user)
    elsewhere.force_login(user)
    body = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/password/", body)["Location"] == "/"
    assert (here.get("/password/").status_code, elsewhere.get("/password/").status_code) == (200, 302)
    assert HistoryEntry.objects.filter(verb="change_password", actor=user.username).count() == 1
