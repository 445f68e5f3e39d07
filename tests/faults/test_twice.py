"""Every verb called twice in a row: the second time is class 92 and changes nothing (spec section 5)."""

from typing import Any

import pytest
from django.apps import apps

from acts.common.findings import FindingClass
from acts.common.refusals import NotFound, WrongState
from tests.concurrency.stage import Stage, faults
from tests.faults.twice import BY_THE_SYSTEM, REPEATABLE, STORIES
from transit import states
from transit.services import declaration

OWN = ("common", "notices", "offices", "guarantees", "transit")


def _everything() -> dict[str, list[Any]]:
    """Every row of the house: movements and their versions, history, ledger, notices, jobs, deadlines."""
    models = [model for label in OWN for model in apps.get_app_config(label).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_stories_tell_every_row_of_the_table() -> None:
    assert set(states.TABLE) <= set(STORIES) | REPEATABLE | BY_THE_SYSTEM


@pytest.mark.parametrize("verb", STORIES)
def test_verb_done_twice_is_refused_and_changes_nothing(stage: Stage, verb: str) -> None:
    act = STORIES[verb](stage)
    before = _everything()
    act()
    once = _everything()
    assert once != before
    with pytest.raises(WrongState) as refusal:
        act()
    assert [finding.finding_class for finding in refusal.value.findings] == [FindingClass.WRONG_STATE]
    assert _everything() == once
    assert faults() == []


def test_draft_deleted_twice_is_not_found(stage: Stage) -> None:
    draft = declaration.create(actor=stage.trader, content=stage.content(), at=stage.at)
    declaration.delete(actor=stage.trader, movement=draft.pk, at=stage.at)
    once = _everything()
    with pytest.raises(NotFound):
        declaration.delete(actor=stage.trader, movement=draft.pk, at=stage.at)
    assert _everything() == once
