"""Messages: each reads what the own firm, office or role was told, and nothing else."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from acts.notices import services as notices
from tests.factories import transit as factory
from transit.enums import State
from transit.rehearsal.stage import Stage
from transit.selectors import messages as selectors

URL = "/messages/"


def tell(*to: str, kind: str = "ALARM", n: int = 1, **body: Any) -> None:
    said = [notices.Message(kind, address, body) for address in to] * n
    notices.tell(said, subject=uuid.uuid4(), reference="26SGX", at=factory.AT)


@pytest.mark.parametrize(
    ("to", "readers"),
    [
        ("firm:SG-T-0001", ("trader",)),
        ("office:SGSIN001:SUPERVISOR", ("supervisor",)),
        ("firm:NOBODY", ()),
    ],
)
def test_messages_are_read_by_those_they_were_said_to(
    as_: Callable[[str], Client], to: str, readers: Sequence[str]
) -> None:
    tell(to, text="the seal was broken")
    read = {who for who in ("trader", "supervisor", "departure", "bank") if "the seal was" in page(as_(who))}
    assert read == set(readers)


@pytest.mark.parametrize(("reference", "said"), [("before", "draws near"), ("reached", "has passed")])
def test_message_says_whether_the_limit_date_is_near_or_past(
    as_: Callable[[str], Client], reference: str, said: str
) -> None:
    tell("firm:SG-T-0001", kind="DEADLINE_LIMIT_DATE_REMINDER", reference=reference)
    assert f"The limit date {said}" in page(as_("trader"))


def test_office_reads_its_own_messages_alone(as_: Callable[[str], Client]) -> None:
    tell("office:SGSIN001:GUARANTEE", text="for the guarantee desk")
    assert "for the guarantee desk" in page(as_("guarantee"))
    assert "for the guarantee desk" not in page(as_("transit"))


def test_message_leads_to_its_movement_for_who_may_see_it(as_: Callable[[str], Client], stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    trader = page(as_("trader"))
    assert f'href="/movements/{movement.pk}/"' in trader
    assert "Released for transit" in trader
    notices.tell([notices.Message("ALARM", "firm:SG-B-0001", {})], subject=movement.pk, reference="X", at=factory.AT)
    assert f'href="/movements/{movement.pk}/"' not in page(as_("bank"))


def test_officer_reads_nothing_that_an_office_was_told_about_the_own_firm(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    notices.tell([notices.Message("ALARM", "office:SGSIN001", {})], subject=movement.pk, reference="X", at=factory.AT)
    officer = stage.actors["departure"]
    assert selectors.told(actor=officer).filter(subject=movement.pk).exists()
    employed = replace(officer, firm_id=movement.principal_id)
    assert not selectors.told(actor=employed).filter(subject=movement.pk).exists()


def test_older_messages_follow_page_by_page(as_: Callable[[str], Client]) -> None:
    tell("firm:SG-T-0001", n=60)
    client, seen, url = as_("trader"), 0, URL
    for _ in range(3):
        answer = client.get(url)
        seen += len(answer.context["lines"])
        url = f"{URL}?before={answer.context['older']}"
    assert seen >= 60


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1e3", "\0", "²"])
def test_strange_place_to_begin_shows_the_newest(as_: Callable[[str], Client], before: str) -> None:
    tell("firm:SG-T-0001", text="here I am")
    answer = as_("trader").get(URL, {"before": before})
    assert (answer.status_code, "here I am" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("rows", [1, 25, 1999])
def test_messages_ask_the_same_questions(
    as_: Callable[[str], Client], rows: int, django_assert_num_queries: Any
) -> None:
    tell("firm:SG-T-0001", n=rows)
    client = as_("trader")
    with django_assert_num_queries(11):
        answer = client.get(URL)
    assert len(answer.content) < 100_000


def page(client: Client) -> str:
    return client.get(URL).content.decode()
