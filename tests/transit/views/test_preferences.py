"""The page of one's own preferences: what is chosen, chosen anew, and what cannot be."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from acts.notices.models import Preference
from transit.message_kinds import Group

URL = "/messages/preferences/"
CHOICE = {"mail": "DAILY", "hour": "17", "groups": ["CLAIM", "ARRIVAL"]}

AsWho = Callable[[str], Client]


@pytest.mark.parametrize(
    "wrong", [{"mail": "HOURLY"}, {"hour": "24"}, {"hour": "x"}, {"groups": ["NONSENSE"]}, {"mail": ""}]
)
def test_choice_that_is_none_is_told_and_nothing_kept(as_: AsWho, wrong: dict[str, Any]) -> None:
    answer = as_("trader").post(URL, CHOICE | wrong)
    assert (answer.status_code, Preference.objects.exists()) == (422, False)
    assert 'role="alert"' in answer.content.decode()


def test_choice_is_kept_and_shown(as_: AsWho) -> None:
    client = as_("trader")
    assert client.post(URL, CHOICE).status_code == 302
    form = client.get(URL).context["form"]
    assert (form.initial["mail"], form.initial["hour"], form.initial["groups"]) == ("DAILY", 17, ["CLAIM", "ARRIVAL"])


def test_no_group_is_a_choice_too(as_: AsWho) -> None:
    as_("trader").post(URL, {"mail": "EACH", "hour": "8"})
    assert Preference.objects.get().groups == []


def test_page_says_to_which_address_and_by_which_clock(as_: AsWho) -> None:
    page = unescape(as_("trader").get(URL).content.decode())
    assert "trader@demo.example" in page
    assert "Asia/Singapore" in page
    assert [str(group.label) for group in Group if str(group.label) not in page] == []


@pytest.mark.parametrize("sends", [True, False])
def test_page_says_where_no_e_mail_is_sent_at_all(as_: AsWho, settings: Any, sends: bool) -> None:
    settings.SENDS_MAIL = sends
    page = as_("trader").get(URL).content.decode()
    assert ("No e-mail is sent here" in page) is not sends


def test_preferences_ask_a_fixed_number_of_questions(as_: AsWho, django_assert_num_queries: Any) -> None:
    client = as_("trader")
    with django_assert_num_queries(10):
        client.get(URL)
