"""The words of a guarantee's history: none of its transitions is left as the program calls it."""

from guarantees import states
from guarantees.views.told import TOLD


def test_every_transition_is_told_in_words() -> None:
    # One act of a person, for which the table has a row for each state it may lead back to.
    one_act = {"withdraw_notice_suspended"}
    assert states.TABLE.keys() - one_act <= TOLD.lines.keys()
