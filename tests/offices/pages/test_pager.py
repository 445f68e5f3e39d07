"""Long lists are paged: to the first and the last page too, and each way leads where its number says."""

import re

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string


def _pager(rows: int, number: int) -> list[str]:
    """What can be pressed, and the page itself; each link keeps the query and leads to its anchor."""
    page = Paginator(range(rows), 25).page(number)
    html = render_to_string("components/pager.html", {"page": page, "keep": "q=X", "anchor": "#goods"})
    assert html.count("href=") == html.count('href="?q=X&amp;page=') == html.count("#goods")
    return re.findall(r">([^<>\s]+)</(?:a|b)>", html)


@pytest.mark.parametrize(
    ("rows", "number", "shown"),
    [
        (25, 1, []),
        (26, 2, ["Back"]),
        (60, 2, ["Back", "1", "2", "3", "Next"]),
        (1999, 1, ["1", "2", "80", "Next"]),
        (1999, 40, ["Back", "1", "39", "40", "41", "80", "Next"]),
        (1999, 80, ["Back", "1", "79", "80"]),
    ],
)
def test_pager_leads_to_both_ends_of_a_long_list(rows: int, number: int, shown: list[str]) -> None:
    assert _pager(rows, number) == shown
