from acts.notices.enums import EventKind
from transit import message_kinds, states


def test_every_message_of_the_tables_has_words() -> None:
    told = {kind for row in (*states.TABLE.values(), *states.EVENTS.values()) for kind in row.messages}
    assert told <= message_kinds.TITLES.keys()
    assert [message_kinds.title(kind) for kind in EventKind if message_kinds.title(kind) == kind] == []
