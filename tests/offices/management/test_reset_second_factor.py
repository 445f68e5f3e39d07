"""`manage.py reset_second_factor`: the operator's way in."""

import pytest
from django.core.management import CommandError, call_command

from acts.common.models import HistoryEntry
from offices.models import Authenticator, User
from offices.services import factors
from tests.factories import offices as factory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["nobody", "plain"])
def test_reset_says_whom_it_cannot_help(name: str) -> None:
    factory.user(username="plain")
    with pytest.raises(CommandError):
        call_command("reset_second_factor", name)


def test_reset_takes_the_factor_away_and_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    factors.give(factory.user(username="root", is_superuser=True))
    call_command("reset_second_factor", "root")
    assert not Authenticator.objects.exists()
    assert not User.objects.get(username="root").has_second_factor
    assert (HistoryEntry.objects.get().verb, HistoryEntry.objects.get().actor) == ("reset_second_factor", "system")
