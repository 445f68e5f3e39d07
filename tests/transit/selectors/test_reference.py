"""What the registers say of a declaration: on which day."""

from datetime import UTC, date, datetime

import pytest

from offices.models import CountryProfile
from tests.transit.checks import base
from transit import samples


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "counted"), [(15, True), (16, False)])
def test_profile_is_that_of_the_countrys_own_day(hour: int, counted: bool) -> None:
    """Midnight in Singapore is four in the afternoon UTC."""
    CountryProfile.objects.filter(country="SG").update(valid_until=date(2026, 11, 23))
    CountryProfile.objects.create(country_id="SG", valid_from=date(2026, 11, 24), exit_offices_count=False)
    at = datetime(2026, 11, 23, hour, tzinfo=UTC)
    profiles = base.facts(samples.load("singapore-bangkok", at=at), at=at).reference.profiles
    assert profiles["SG"].exit_offices_count is counted
