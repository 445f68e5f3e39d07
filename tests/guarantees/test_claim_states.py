"""The life of a claim equals the specification's, written here by hand (spec section 9)."""

import pytest
from django_fsm import TransitionNotAllowed

from guarantees.claim_states import TABLE
from guarantees.enums import ClaimState
from guarantees.models import Claim

# NOTIFIED → DEMANDED → PARTLY_PAID → PAID; DEMANDED ⇄ CONTESTED; any unpaid → WITHDRAWN. Row 22 of section 5 gives
# payments back: then the claim is unpaid again.
LIFE = {
    "demand": ({"NOTIFIED"}, "DEMANDED"),
    "pay_part": ({"DEMANDED", "PARTLY_PAID"}, "PARTLY_PAID"),
    "pay": ({"DEMANDED", "PARTLY_PAID"}, "PAID"),
    "contest": ({"DEMANDED"}, "CONTESTED"),
    "uphold": ({"CONTESTED"}, "DEMANDED"),
    "give_back": ({"PARTLY_PAID", "PAID"}, "DEMANDED"),
    "withdraw": ({"NOTIFIED", "DEMANDED", "CONTESTED", "PARTLY_PAID"}, "WITHDRAWN"),
}


def test_table_is_the_one_of_the_specification() -> None:
    assert {name: ({str(s) for s in row.sources}, str(row.target)) for name, row in TABLE.items()} == LIFE


@pytest.mark.parametrize("verb", LIFE)
@pytest.mark.parametrize("state", ClaimState.values)
def test_every_other_source_is_refused(verb: str, state: str) -> None:
    sources, target = LIFE[verb]
    row = Claim(state=state)
    if state not in sources:
        with pytest.raises(TransitionNotAllowed):
            getattr(row, verb)()
        assert row.state == state
    else:
        getattr(row, verb)()
        assert row.state == target
