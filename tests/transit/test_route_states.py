"""Passage and arrival: the states of spec sections 6 and 7 written out by hand, and nothing besides."""

import pytest
from django_fsm import FSMModelMixin

from transit.models import Arrival, Passage

# Diversion (spec section 8) is not built: nothing leads to DIVERTED yet.
PASSAGE = """
present      | EXPECTED       | PRESENTED
cross        | PRESENTED HELD | CROSSED
hold         | PRESENTED      | HELD
refuse_entry | HELD           | REFUSED
seize        | HELD           | SEIZED
cancel       | EXPECTED       | CANCELLED
miss         | EXPECTED       | NOT_RECORDED
"""
ARRIVAL = """
arrive           | EXPECTED                        | ARRIVED
permit_unloading | ARRIVED                         | UNLOADING
add_remarks      | UNLOADING                       | None
order_control    | ARRIVED UNLOADING               | UNDER_CONTROL
clear            | ARRIVED UNLOADING UNDER_CONTROL | CLEARED
report           | UNLOADING UNDER_CONTROL         | DISCREPANT
settle           | DISCREPANT                      | CLEARED
cancel           | EXPECTED                        | CANCELLED
"""


@pytest.mark.parametrize(("model", "table"), [(Passage, PASSAGE), (Arrival, ARRIVAL)])
def test_machine_equals_the_specification(model: type[FSMModelMixin], table: str) -> None:
    by_hand = set()
    for line in table.strip().splitlines():
        verb, sources, target = (cell.strip() for cell in line.split("|"))
        by_hand |= {(verb, source, target) for source in sources.split()}
    found = model._meta.get_field("state").get_all_transitions(model)
    assert {(row.name, str(row.source), str(row.target)) for row in found} == by_hand
