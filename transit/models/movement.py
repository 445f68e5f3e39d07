"""The movement: who, where, in which state. Its row is the lock that guards everything about it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMModelMixin, transition

from acts.common.prepared import by_key
from offices.models import Firm, Office
from transit import states
from transit.enums import Channel, ControlKind, Kind, State

if TYPE_CHECKING:
    from transit.models.process import LateFact
    from transit.models.route import Passage


def _fsm(name: str) -> Any:
    return transition(field="state", **states.TABLE[name].fsm())


_LIVE_VEHICLE = Q(on_road=True)


class Movement(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """One vehicle's journey under one declaration. One UUID from draft to archive.

    `vehicle_*`, `trailer_*`, `seals` are what they should be **now**; what was declared is in the declaration,
    what was released in the snapshots. `on_road`: released and not yet arrived; it makes plates and permits unique.
    `version` counts everything that happened; `history_hash` is the end of the history chain.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    state = FSMField(_("state"), default=State.DRAFT, choices=State.choices, protected=True, max_length=22)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STANDARD)
    simplified = models.BooleanField(_("simplified"), default=False)
    lrn = models.CharField(_("LRN"), max_length=22)
    mrn = models.CharField(_("MRN"), max_length=18, unique=True, null=True, blank=True)
    principal = models.ForeignKey(Firm, verbose_name=_("principal"), on_delete=models.PROTECT, related_name="movements")
    representative = models.ForeignKey(
        Firm,
        verbose_name=_("representative"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="movements_represented",
    )
    office_of_departure = models.ForeignKey(
        Office,
        verbose_name=_("office of departure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
    )
    office_of_destination = models.ForeignKey(
        Office,
        verbose_name=_("office of destination"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="destinations",
    )

    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))
    lodged_at = models.DateTimeField(_("lodged at"), null=True, blank=True)
    presented_at = models.DateTimeField(_("presented at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    limit_date = models.DateTimeField(_("limit date"), null=True, blank=True)

    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices, blank=True)
    control_due = models.CharField(
        _("control asked for"),
        max_length=9,
        choices=ControlKind.choices,
        blank=True,
        help_text=_("asked for by the risk assessment, not yet ordered"),
    )
    control_ordered = models.BooleanField(
        _("control ordered"), default=False, help_text=_("a control was ever ordered")
    )
    amendment_requested = models.BooleanField(
        _("amendment requested"), default=False, help_text=_("an officer asked for an amendment")
    )
    guarantee_due_at = models.DateTimeField(_("guarantee due at"), null=True, blank=True)

    on_road = models.BooleanField(_("on the road"), default=False)
    vehicle_registration = models.CharField(_("vehicle registration"), max_length=20, blank=True)
    vehicle_country = models.CharField(_("vehicle country"), max_length=2, blank=True)
    permit_number = models.CharField(_("permit number"), max_length=35, blank=True)
    trailer_registration = models.CharField(_("trailer registration"), max_length=20, blank=True)
    trailer_country = models.CharField(_("trailer country"), max_length=2, blank=True)
    trailer_permit_number = models.CharField(_("trailer permit number"), max_length=35, blank=True)
    seals = models.JSONField(_("seals"), default=list, blank=True)

    # Why the act just done ended in GUARANTEE_REFUSED, as its principal may read it; kept in the history alone.
    guarantee_reasons: Sequence[Mapping[str, str]] = ()

    version = models.PositiveIntegerField(_("version"), default=0)
    history_hash = models.CharField(_("history hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "lrn"], condition=~Q(state="REJECTED"), name="movement_lrn_once"
            ),
            models.UniqueConstraint(
                fields=["vehicle_country", "vehicle_registration"],
                condition=_LIVE_VEHICLE,
                name="movement_vehicle_on_road_once",
            ),
            models.UniqueConstraint(
                fields=["trailer_country", "trailer_registration"],
                condition=_LIVE_VEHICLE & ~Q(trailer_registration=""),
                name="movement_trailer_on_road_once",
            ),
            models.UniqueConstraint(
                fields=["permit_number"], condition=_LIVE_VEHICLE, name="movement_permit_on_road_once"
            ),
            models.UniqueConstraint(
                fields=["trailer_permit_number"],
                condition=_LIVE_VEHICLE & ~Q(trailer_permit_number=""),
                name="movement_trailer_permit_on_road_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="movement_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(on_road=True) | ~Q(vehicle_registration="") & ~Q(permit_number=""),
                name="movement_on_road_has_vehicle",
            ),
        ]
        indexes = [
            models.Index(fields=["office_of_departure", "state", "-changed_at"], name="movement_departure"),
            models.Index(fields=["principal", "-changed_at"], name="movement_principal"),
            models.Index(fields=["state", "limit_date"], name="movement_limit"),
        ]

    def __str__(self) -> str:
        return self.mrn or self.lrn or str(self.id)

    @cached_property
    def principal_side(self) -> tuple[str, ...]:
        """The numbers of the principal and, where there is one, its representative."""
        return tuple(firm.number for firm in (self.principal, self.representative) if firm is not None)

    def is_overdue(self, at: datetime) -> bool:
        """In transit and past its limit date: computed, not a state (spec section 5)."""
        return self.state == State.IN_TRANSIT and self.limit_date is not None and self.limit_date < at

    @cached_property
    def route(self) -> "list[Passage]":
        """The passages in order, read once for this instance; nothing before release."""
        return _passages(self.pk)

    @cached_property
    def told_late(self) -> "list[LateFact]":
        """The late facts in the order told, read once for this instance; for officers alone."""
        return _late_facts(self.pk)

    # The transitions, in the order of the table. Called by services.engine alone.

    @_fsm("lodge")
    def lodge(self) -> str:
        return State.PRE_LODGED if self.kind == Kind.PRE_LODGED else State.SUBMITTED

    @_fsm("present_goods")
    def present_goods(self) -> None: ...

    @_fsm("reject")
    def reject(self) -> None: ...

    @_fsm("accept")
    def accept(self) -> None: ...

    @_fsm("refuse_guarantee")
    def refuse_guarantee(self) -> None: ...

    @_fsm("amend_guarantee")
    def amend_guarantee(self, *, covered: bool) -> str:
        return State.ACCEPTED if covered else State.GUARANTEE_REFUSED

    @_fsm("amend")
    def amend(self) -> None: ...

    @_fsm("order_control")
    def order_control(self) -> None: ...

    @_fsm("record_departure_control")
    def record_departure_control(self, *, satisfactory: bool) -> str:
        return State.ACCEPTED if satisfactory else State.UNDER_CONTROL

    @_fsm("refuse_release")
    def refuse_release(self) -> None: ...

    @_fsm("release")
    def release(self) -> None: ...

    @_fsm("invalidate")
    def invalidate(self) -> None: ...

    @_fsm("invalidate_after_release")
    def invalidate_after_release(self) -> None: ...

    @_fsm("record_arrival")
    def record_arrival(self) -> None: ...

    @_fsm("discharge")
    def discharge(self) -> None: ...

    @_fsm("report_discrepancies")
    def report_discrepancies(self) -> None: ...

    @_fsm("resolve")
    def resolve(self) -> None: ...


@by_key
def _passages(movement: uuid.UUID) -> "models.QuerySet[Passage]":
    rows: models.QuerySet[Passage] = Movement(pk=movement).passages.all()
    return rows


@by_key
def _late_facts(movement: uuid.UUID) -> "models.QuerySet[LateFact]":
    rows: models.QuerySet[LateFact] = Movement(pk=movement).late_facts.order_by("recorded_at", "pk")
    return rows
