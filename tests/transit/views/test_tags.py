"""What the pages say of packages and declared days."""

import pytest

from transit.views import tags


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ({"kind": "CT", "count": 430}, "430\u00a0× carton"),
        ({"kind": "CT", "count": 0}, "carton"),
        ({"kind": "XX"}, "XX"),
        ({"kind": None}, ""),
    ],
)
def test_packages_are_counted_in_no_grammar_of_one_language(package: dict[str, object], said: str) -> None:
    assert tags.packed(package) == said


def test_declared_day_is_written_as_all_others_and_what_is_none_stays() -> None:
    assert tags.day("2030-12-31") == "31 Dec 2030"
    assert tags.day("soon") == "soon"
