"""What is seen on the truck: few seals one by one, many together and then those that are not intact."""

from typing import Any

import pytest

from transit.models import Movement
from transit.views.forms.sighting import MANY, Sighting


def _seen(seals: int, **typed: str) -> Sighting:
    subject = Movement(seals=[f"S{number}" for number in range(seals)], version=1)
    return Sighting({"version": "1", **typed}, subject=subject, name="seen")


def _said(form: Sighting) -> dict[str, Any]:
    assert form.is_valid(), form.errors
    return {row["seal"]: (row["condition"], row["found"]) for row in form.payload()["seals"]}


def test_few_seals_are_each_asked_for() -> None:
    form = _seen(MANY, seal_0="INTACT")
    assert set(form.errors) == {f"seal_{number}" for number in range(1, MANY)}
    assert "seals_seen" not in form.fields
    assert form.one_by_one == []


def test_many_seals_are_asked_for_together_and_never_taken_for_granted() -> None:
    form = _seen(99)
    assert set(form.errors) == {"seals_seen"}
    assert [check.name for check, _ in form.checks] == ["seals_seen"]
    assert len(form.one_by_one) == 99


def test_one_word_says_that_all_are_intact() -> None:
    assert set(_said(_seen(99, seals_seen="ALL")).values()) == {("INTACT", "")}


def test_those_that_are_not_are_named() -> None:
    said = _said(_seen(99, seals_seen="BUT", seal_7="DIFFERENT", seal_7_found="X9", seal_8="INTACT"))
    assert said.pop("S7") == ("DIFFERENT", "X9")
    assert set(said.values()) == {("INTACT", "")}


@pytest.mark.parametrize("typed", [{"seals_seen": "ALL", "seal_3": "BROKEN"}, {"seals_seen": "BUT"}])
def test_words_that_contradict_each_other_are_refused(typed: dict[str, str]) -> None:
    assert set(_seen(99, **typed).errors) == {"seals_seen"}
