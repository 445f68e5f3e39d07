"""The back of page 1: a row for every office on the way."""

from tests.transit.pdf import papers
from transit.pdf import tad


def test_offices_stand_in_the_order_of_the_journey() -> None:
    text = papers.pages(tad.draw(papers.snapshot()))[1]
    codes = ("SGSIN001", "SGTUA001", "MYTKP001", "MYBKH001", "THSDO001", "THBKK001")
    places = [text.index(code) for code in codes]
    assert places == sorted(places)
    assert text.count("other office") == 2
    assert text.count("seals and vehicle as stated") == 8


def test_twenty_offices_fit_on_the_back() -> None:
    text = papers.pages(tad.draw(papers.snapshot(papers.hard())))[1]
    assert [text.count(f"MYXXX{number:03d}") for number in range(18)] == [1] * 18
