"""What the pages say of packages and declared days."""

import pytest

from offices.pages.tags import words
from transit.enums import TERMINAL, State
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


@pytest.mark.parametrize("state", State)
def test_movement_says_what_it_waits_for_until_it_has_ended(state: State) -> None:
    assert bool(tags.awaited(state)) is (state not in TERMINAL)


def test_declared_day_is_written_as_all_others_and_what_is_none_stays() -> None:
    assert tags.day("2030-12-31") == "31 Dec 2030"
    assert tags.day("soon") == "soon"


@pytest.mark.parametrize(("code", "said"), [("PRE_LODGED", "pre-lodged"), ("where_goods", "where the goods are")])
def test_codes_that_read_badly_are_said_in_other_words(code: str, said: str) -> None:
    assert words(code) == said


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("guarantees[0].access_code", "AB12", ""),
        ("vehicle.permit_number", "SG-1", "SG-1"),
        ("seals", "['A', 'B']", ""),
        ("currency", "XXX", ""),
        ("expected_arrival_at", "2026-11-24T23:00:00+00:00", ""),
        ("vehicle.permit_valid_until", "2020-01-01", "1 Jan 2020"),
    ],
)
def test_finding_gives_the_value_its_text_leaves_out(path: str, value: str, said: str) -> None:
    finding = {"class": 14, "code": "R-X-01", "path": path, "text": "no such currency: XXX", "value": value}
    (_title, rows) = tags.by_part({}, [finding])[0]
    assert rows[0]["value"] == said
