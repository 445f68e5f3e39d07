import pytest

from acts.notices.enums import EventKind
from transit import message_kinds, states
from transit.message_kinds import Group


def test_every_message_of_the_tables_has_words() -> None:
    told = {kind for row in (*states.TABLE.values(), *states.EVENTS.values()) for kind in row.messages}
    assert told <= message_kinds.TITLES.keys()
    assert [message_kinds.title(kind) for kind in EventKind if message_kinds.title(kind) == kind] == []


def test_every_kind_that_has_words_is_in_one_group_and_none_else_is_named() -> None:
    named = [kind for kinds in message_kinds._GROUPS.values() for kind in kinds]
    assert len(named) == len(set(named))
    assert {kind for kind in message_kinds.TITLES if "_" not in kind} <= set(named)


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("DEADLINE_LIMIT_DATE_REMINDER", Group.DEADLINE),
        ("GUARANTEE_EXPIRING", Group.GUARANTEE),
        ("GUARANTEE_RELEASED", Group.ARRIVAL),
        ("CLAIM_DEMANDED", Group.CLAIM),
        ("NEVER_SEEN", Group.HINDRANCE),
    ],
)
def test_kind_that_is_not_named_belongs_where_it_begins(kind: str, group: Group) -> None:
    assert message_kinds.group(kind) == group
