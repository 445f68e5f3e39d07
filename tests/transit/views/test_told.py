"""The words of the history: none of the verbs is left as the program calls it."""

from transit import states
from transit.enums import Result
from transit.views.told import RESULTS, TOLD, late_fact


def test_every_verb_and_result_is_told_in_words() -> None:
    assert {key.partition(">")[0].partition(".")[0] for key in TOLD.lines} == states.TABLE.keys() | states.EVENTS.keys()
    assert RESULTS.keys() == set(Result.values)


def test_no_line_asks_for_more_than_the_post() -> None:
    assert all(str(line) % {"office": "Tuas"} for line in TOLD.lines.values())


def test_late_fact_is_told_in_the_words_of_the_history() -> None:
    assert late_fact("cross", "Tuas") == "Crossed Tuas"
    assert late_fact("record_arrival", "Tuas") == "Arrived at destination"
