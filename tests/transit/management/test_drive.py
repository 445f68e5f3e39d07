"""`manage.py drive`: how it is called, what it prints, and what two processes leave behind."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guarantees.models import Guarantee
from tests.concurrency.stage import faults
from transit.enums import State
from transit.models import Movement

FIGURES = {
    "movements", "released", "discharged", "transitions", "seconds", "movements_per_second", "transitions_per_second",
    "statements_per_movement", "workers",
}  # fmt: skip
# Fewer movements than principals, each then by another, and of unequal shares.
PRINCIPALS, MOVEMENTS = 50, 7


def _driven(**options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("drive", json=True, stdout=out, **options)
    figures: dict[str, Any] = json.loads(out.getvalue())
    return figures


@pytest.mark.parametrize("options", [{"movements": 0}, {"workers": 0}, {"workers": 65}])
def test_drive_refuses_numbers_that_make_no_sense(options: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("drive", **options)


@pytest.mark.postgres
@pytest.mark.slow
def test_two_workers_drive_every_movement_and_leave_no_guarantee_held(
    race: None, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    figures = _driven(movements=MOVEMENTS, workers=2)
    assert figures.keys() == FIGURES
    assert (figures["workers"], figures["movements"]) == (2, MOVEMENTS)
    rows = Movement.objects.filter(state=State.DISCHARGED)
    assert figures["released"] == figures["discharged"] == rows.count() == MOVEMENTS
    assert rows.values("principal").distinct().count() == MOVEMENTS
    assert Guarantee.objects.values("principal").distinct().count() >= PRINCIPALS
    assert not Guarantee.objects.exclude(reserved=0).exists()
    assert figures["movements_per_second"] == pytest.approx(MOVEMENTS / figures["seconds"], rel=0.01)
    assert figures["transitions_per_second"] == pytest.approx(figures["transitions"] / figures["seconds"], rel=0.01)
    assert faults() == []
