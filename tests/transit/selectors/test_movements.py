"""Which movements one may know of: how they are looked up."""

import pytest
from django.db import connection

from transit.models import Declaration


@pytest.mark.django_db
def test_carrier_is_looked_up_in_an_index() -> None:
    """Every list of a carrier's people asks for it; the JSON itself has no index."""
    carried = Declaration.objects.filter(carrier_number="SG-C-0001")
    assert "->" not in str(carried.query)
    if connection.vendor == "sqlite":
        assert "USING INDEX" in carried.explain()
