import re
from base64 import b32decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP

from acts.common.models import HistoryEntry
from offices import identity
from offices.models import Authenticator, User
from offices.services import factors
from tests.factories import offices as factory
from tests.factories import sessions

pytestmark = pytest.mark.django_db
OLD, NEW = "truck on the road", "truck on the ferry"


@pytest.mark.parametrize(
    ("old", "new", "again"), [("wrong", NEW, NEW), (OLD, NEW, "other"), (OLD, "short", "short"), (OLD, "", "")]
)
def test_password_that_is_refused_stays(old: str, new: str, again: str) -> None:
    user, client = factory.user(password=OLD), Client()
    sessions.browser(user, client)
    answer = client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again})
    user.refresh_from_db()
    assert (answer.status_code, user.check_password(OLD)) == (200, True)
    assert 'role="alert"' in answer.content.decode()


def test_old_password_is_guessed_no_oftener_than_at_the_log_in(settings: Any) -> None:
    settings.AXES_ENABLED = True
    user, client = factory.user(password=OLD), Client()
    sessions.browser(user, client)
    body = {"new_password1": NEW, "new_password2": NEW}
    tries = [client.post("/password/", body | {"old_password": f"wrong {number}"}) for number in range(5)]
    locked = client.post("/password/", body | {"old_password": OLD})
    user.refresh_from_db()
    assert [answer.status_code for answer in (*tries[:4], locked)] == [200] * 4 + [429]
    assert user.check_password(OLD)
    assert HistoryEntry.objects.filter(verb="log_in_failed", actor=user.username).count() == 6


def test_password_changed_ends_the_other_sessions_and_is_recorded() -> None:
    user, here, elsewhere = factory.user(password=OLD), Client(), Client()
    sessions.browser(user, here)
    sessions.browser(user, elsewhere)
    body = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/password/", body)["Location"] == "/"
    assert (here.get("/password/").status_code, elsewhere.get("/password/").status_code) == (200, 302)
    assert HistoryEntry.objects.filter(verb="change_password", actor=user.username).count() == 1


# The second factor. The library's codes follow the real clock.


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def officer(departure_officer: User) -> User:
    departure_officer.set_password(OLD)
    departure_officer.save()
    factors.give(departure_officer)
    return departure_officer


def _log_in(user: User, next_page: str = "/password/") -> Client:
    """Both steps of the log-in, as a person takes them."""
    client = Client()
    asked = client.post("/login/", {"username": user.username, "password": OLD, "next": next_page}, follow=True)
    assert asked.request["PATH_INFO"] == "/second-factor/enter/"
    Authenticator.objects.filter(user=user).update(last_t=-1, drift=0)
    done = client.post(asked.request["PATH_INFO"], {"code": factors.shown(user, at=_now()), "next": next_page})
    assert (done.status_code, done["Location"]) == (302, next_page)
    return client


def _verbs(user: User) -> list[str]:
    return list(HistoryEntry.objects.filter(actor=user.username).values_list("verb", flat=True))


def test_log_in_takes_two_steps_and_leads_where_one_was_going(officer: User) -> None:
    client = _log_in(officer)
    assert client.get("/password/").status_code == 200
    assert identity.is_fresh(identity.of_session(client.session), _now())


def test_second_step_changes_the_session_key_and_never_leads_elsewhere(officer: User) -> None:
    client = sessions.half(officer)
    before = client.session.session_key
    code = factors.shown(officer, at=_now())
    assert client.post("/second-factor/enter/", {"code": code, "next": "//evil.example/"})["Location"] == "/"
    assert client.session.session_key != before


def test_wrong_code_opens_nothing_and_is_recorded(officer: User) -> None:
    client = sessions.half(officer)
    answer = client.post("/second-factor/enter/", {"code": "000000"})
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)
    assert client.get("/password/")["Location"] == "/second-factor/enter/?next=%2Fpassword%2F"
    assert "second_factor_failed" in _verbs(officer)


def test_who_must_and_has_none_is_led_to_enrolment_and_to_nothing_else(departure_officer: User) -> None:
    client = sessions.half(departure_officer)
    led = client.get("/", follow=True)
    assert led.request["PATH_INFO"] == "/second-factor/enrol/"
    assert "Nothing else opens" in led.content.decode()
    assert client.get("/admin/")["Location"].startswith("/second-factor/enter/")
    assert client.post("/second-factor/", {"codes": "1"})["Location"].startswith("/second-factor/enter/")


def _code_on(page: str) -> str:
    """What an app shows that was given the key of an enrolment page."""
    typed = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert typed is not None
    totp = TOTP(b32decode(typed[1].replace(" ", "")))
    totp.time = _now().timestamp()
    return f"{totp.token():06d}"


def test_enrolment_ends_with_recovery_codes_shown_once(departure_officer: User) -> None:
    client, elsewhere = sessions.half(departure_officer), sessions.half(departure_officer)
    page = client.get("/second-factor/enrol/").content.decode()
    assert '<path d="M' in page
    assert client.post("/second-factor/enrol/", {"code": "000000"}).status_code == 422
    done = client.post("/second-factor/enrol/", {"code": _code_on(page)}).content.decode()
    codes = re.findall(r"<li><code>([a-z2-7 ]+)</code></li>", done)
    assert len(codes) == 10
    assert client.get("/password/").status_code == 200
    assert elsewhere.get("/password/")["Location"].startswith("/login/")
    fresh = sessions.half(departure_officer)
    assert fresh.post("/second-factor/enter/", {"code": codes[3]}).status_code == 302
    assert codes[0] not in fresh.get("/second-factor/").content.decode()
    assert "enrol_second_factor" in _verbs(departure_officer)


def test_half_a_log_in_does_not_replace_a_factor(officer: User) -> None:
    client = sessions.half(officer)
    for answer in (client.get("/second-factor/enrol/"), client.post("/second-factor/enrol/", {"code": "000000"})):
        assert answer["Location"].startswith("/second-factor/enter/")


def test_key_of_an_enrolment_is_the_sessions_own(departure_officer: User) -> None:
    here, there = sessions.half(departure_officer), sessions.half(departure_officer)
    pages = [client.get("/second-factor/enrol/").content.decode() for client in (here, there, here)]
    keys = [re.findall(r"<code>([A-Z2-7 ]+)</code>", page) for page in pages]
    assert (keys[0] == keys[2], keys[0] == keys[1]) == (True, False)


def test_removed_device_ends_the_sessions_entered_with_it(officer: User) -> None:
    here, there = _log_in(officer), _log_in(officer)
    assert here.post("/second-factor/", {"remove": "1"})["Location"] == "/second-factor/"
    assert there.get("/password/")["Location"].startswith("/login/")
    assert DEVICE_ID_SESSION_KEY not in here.session
    assert here.get("/password/")["Location"].startswith("/second-factor/enter/")


@pytest.mark.parametrize("body", [{"remove": "1"}, {"codes": "1"}])
def test_factor_is_changed_only_after_a_fresh_proof(officer: User, body: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _log_in(officer)
    later = _now() + timedelta(minutes=6)
    monkeypatch.setattr("acts.common.clock.now", lambda: later)
    asked = client.post("/second-factor/", body)
    assert (asked.status_code, "Is it you?" in asked.content.decode()) == (403, True)
    Authenticator.objects.update(last_t=-1)
    code = factors.shown(officer, at=_now())
    assert client.post("/second-factor/", body | {"step_up_code": code}).status_code in (200, 302)
    assert Authenticator.objects.exists() is ("codes" in body)


@pytest.mark.parametrize(("demo", "names", "shown"), [(True, True, True), (True, False, False), (False, True, False)])
def test_code_is_shown_to_people_of_a_demo_alone(
    officer: User, settings: Any, demo: bool, names: bool, shown: bool
) -> None:
    settings.DEMO = demo
    settings.DEMO_USERS = [officer.username] if names else []
    page = sessions.half(officer).get("/second-factor/enter/").content.decode()
    assert ("This is a demonstration" in page) is shown


def test_trader_may_do_without_and_is_asked_once_enrolled(trader: User) -> None:
    assert sessions.half(trader).get("/password/").status_code == 200
    factors.give(trader)
    assert sessions.half(trader).get("/password/")["Location"].startswith("/second-factor/enter/")
