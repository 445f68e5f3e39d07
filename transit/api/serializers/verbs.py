"""Bodies of the verbs: what an officer or trader says with each."""

from typing import Any

from rest_framework import serializers

from acts.common import numbers
from acts.common.api.fields import Choice, Flag, Identifier, Instant, Integer, Text
from acts.common.api.serializers import StrictSerializer
from transit.api.serializers.declaration import DeclaredGuarantee
from transit.checks.goods import MAX_ITEMS
from transit.enums import ControlKind, ControlPlace, Difference, NoSealReason, Result, SealCondition, State

_LONG = 2000
_RELEASED = [Result.A1, Result.A2, Result.A3]


def _text(*, needed: bool = False) -> Text:
    """A remark of up to 2,000 characters on several lines; empty unless needed."""
    if needed:
        return Text(max_length=_LONG, lines=True)
    return Text(max_length=_LONG, lines=True, allow_blank=True, default="")


def _plate() -> Text:
    return Text(max_length=20, allow_blank=True, default="")


class NewReference(StrictSerializer):
    """The LRN of the copy, which none of the principal's declarations has but a rejected one."""

    lrn = Text(pattern=numbers.LRN)


class Guarantees(StrictSerializer):
    """All guarantees of the declaration, in place of those refused, each with its access code."""

    guarantees: Any = serializers.ListSerializer(child=DeclaredGuarantee(), min_length=1, max_length=9)


class ReasonGiven(StrictSerializer):
    """Why; the other side and the history will show it."""

    reason = _text(needed=True)


class Remark(StrictSerializer):
    """What the principal should change."""

    text = _text(needed=True)


class LateDecision(StrictSerializer):
    """What the office of departure makes of the fact; the history will show it to offices."""

    fact = Identifier()
    decision = _text(needed=True)


class ControlOrder(StrictSerializer):
    """The office of departure orders the first, the office of destination names `place`: DESTINATION."""

    kind = Choice(choices=ControlKind.choices)
    place = Choice(choices=ControlPlace.choices, default=ControlPlace.DEPARTURE)


class ControlRecord(StrictSerializer):
    """What the control at departure found; one at destination ends with `results`."""

    satisfactory = Flag()
    text = _text()


class Release(StrictSerializer):
    """The seals that are on the load compartment now, or the reason for none; left empty, those declared stay.

    A limit date other than the computed one needs its reason.
    """

    result = Choice(choices=[(row.value, row.label) for row in _RELEASED])
    seals = serializers.ListField(child=Text(max_length=20), max_length=99, default=list)
    no_seal_reason = Choice(choices=NoSealReason.choices, allow_blank=True, default="")
    limit_date = Instant(allow_null=True, default=None)
    limit_reason = _text()
    paper_checked = Flag(default=False)


class Invalidation(StrictSerializer):
    """`duplicate_of`: the MRN of the other movement, where this one is a proven duplicate."""

    reason = _text(needed=True)
    where_goods = _text(needed=True)
    duplicate_of = Text(max_length=18, allow_blank=True, default="")


class SealFound(StrictSerializer):
    """`seal` as it should be, and its condition; where it is DIFFERENT `found`, the number there (NONE without any)."""

    seal = Text(max_length=20)
    condition = Choice(choices=SealCondition.choices)
    found = Text(max_length=20, allow_blank=True, default="")


def _seals_found() -> Any:
    return serializers.ListSerializer(child=SealFound(), max_length=200, default=list)


class _Seen(StrictSerializer):
    """What is really there; nothing said of a seal or plate: as it should be."""

    seals = _seals_found()
    plate = _plate()
    trailer_plate = _plate()


class Hold(_Seen):
    """Why the goods are held, and what is really there: a difference seen at the crossing is recorded with the hold."""

    reason = _text(needed=True)


class Presence(_Seen):
    """What is really there. `happened_at` where it was not now; `late` for a fact brought in afterwards."""

    text = _text()
    happened_at = Instant(allow_null=True, default=None)
    late = Flag(default=False)


class Arrival(Presence):
    late_reason = _text()


class ItemDifference(StrictSerializer):
    """One item that is not as declared; without `item` goods that were not declared at all."""

    item = Integer(min_value=1, max_value=MAX_ITEMS, allow_null=True, default=None)
    kind = Choice(choices=Difference.choices)
    text = _text()


def _differences() -> Any:
    return serializers.ListSerializer(child=ItemDifference(), max_length=MAX_ITEMS, default=list)


class UnloadingRemarks(StrictSerializer):
    """What was found when unloading; the remarks are closed by the one that is `complete`."""

    text = _text()
    complete = Flag()
    conform = Flag()
    seals = _seals_found()
    differences = _differences()


class Results(StrictSerializer):
    """The result, and with B1 what differs: seals, items, in words."""

    result = Choice(choices=Result.choices)
    text = _text()
    seals = _seals_found()
    differences = _differences()


class Resolution(StrictSerializer):
    """What was explained, and by what evidence."""

    explanation = _text(needed=True)
    evidence = _text(needed=True)


class Upload(StrictSerializer):
    """One file: PDF, JPEG or PNG."""

    file = serializers.FileField()


class MovementFilters(StrictSerializer):
    """The query string of the lists."""

    mrn = Text(max_length=18, required=False)
    lrn = Text(max_length=22, required=False)
    state = Choice(choices=State.choices, required=False)


class ProposalFilters(StrictSerializer):
    movement = Identifier(required=False)
