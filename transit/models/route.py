"""Passages at offices of transit and the arrival at destination (spec sections 6 and 7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from offices.models import Office
from transit.enums import ArrivalState as A
from transit.enums import PassageState as P
from transit.enums import Result, SealCondition
from transit.models.movement import Movement


class Passage(FSMModelMixin, models.Model):
    """One office of transit on the route. `presented_at` and `crossed_at` are when it happened at the post."""

    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="passages"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="passages")
    state = FSMField(_("state"), default=P.EXPECTED, choices=P.choices, protected=True, max_length=12)
    expected_at = models.DateTimeField(_("expected at"))
    presented_at = models.DateTimeField(_("presented at"), null=True, blank=True)
    crossed_at = models.DateTimeField(_("crossed at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    findings = models.JSONField(_("findings"), default=list, help_text=_("what differs from what should be there"))
    alarm = models.CharField(_("alarm"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "office"], name="passage_office_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in P]), name="passage_state_known"
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "expected_at"], name="passage_worklist")]

    def __str__(self) -> str:
        return f"{self.office_id}, {self.get_state_display()}"

    @transition(field=state, source=[P.EXPECTED], target=P.PRESENTED.value)
    def present(self) -> None: ...

    @transition(field=state, source=[P.PRESENTED, P.HELD], target=P.CROSSED.value)
    def cross(self) -> None: ...

    @transition(field=state, source=[P.PRESENTED], target=P.HELD.value)
    def hold(self) -> None: ...

    @transition(field=state, source=[P.HELD], target=P.REFUSED.value)
    def refuse_entry(self) -> None: ...

    @transition(field=state, source=[P.HELD], target=P.SEIZED.value)
    def seize(self) -> None: ...

    @transition(field=state, source=[P.EXPECTED], target=P.CANCELLED.value)
    def cancel(self) -> None: ...

    @transition(field=state, source=[P.EXPECTED], target=P.NOT_RECORDED.value)
    def miss(self) -> None: ...


class Arrival(FSMModelMixin, models.Model):
    """The arrival at the office of destination, from expectation to cleared goods."""

    movement = models.OneToOneField(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, primary_key=True, related_name="arrival"
    )
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="arrivals")
    state = FSMField(_("state"), default=A.EXPECTED, choices=A.choices, protected=True, max_length=13)
    expected_at = models.DateTimeField(_("expected at"))
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    by_trader = models.BooleanField(
        _("advised by the trader"), default=False, help_text=_("advice of an ATT at its own premises")
    )
    late_reason = models.TextField(_("reason for being late"), blank=True)
    findings = models.JSONField(
        _("findings"), default=list, help_text=_("what differed on arrival from what should be there")
    )
    alarm = models.CharField(_("alarm"), max_length=200, blank=True)
    unloading_permitted_at = models.DateTimeField(_("unloading permitted at"), null=True, blank=True)
    remarks = models.JSONField(
        _("remarks"), default=list, help_text=_("unloading remarks in order, the last one complete")
    )
    result = models.CharField(_("result"), max_length=2, choices=Result.choices, blank=True)
    result_at = models.DateTimeField(_("result recorded at"), null=True, blank=True)
    seals_found = models.JSONField(_("seals found"), default=list, help_text=_('[{"seal", "condition", "found"}]'))
    differences = models.JSONField(_("differences"), default=list, help_text=_('[{"item", "kind", "text", ...}]'))

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in A]), name="arrival_state_known"
            )
        ]
        indexes = [models.Index(fields=["office", "state", "expected_at"], name="arrival_worklist")]

    def __str__(self) -> str:
        return f"{self.office_id}, {self.get_state_display()}"

    @property
    def seals_amiss(self) -> list[dict[str, str]]:
        """The seals found broken or different since the arrival: `seal`, `condition`, `found`."""
        return [row for row in self.seals_found if row["condition"] != SealCondition.INTACT]

    @transition(field=state, source=[A.EXPECTED], target=A.ARRIVED.value)
    def arrive(self) -> None: ...

    @transition(field=state, source=[A.ARRIVED], target=A.UNLOADING.value)
    def permit_unloading(self) -> None: ...

    @transition(field=state, source=[A.UNLOADING], target=None)
    def add_remarks(self) -> None: ...

    @transition(field=state, source=[A.ARRIVED, A.UNLOADING], target=A.UNDER_CONTROL.value)
    def order_control(self) -> None: ...

    @transition(field=state, source=[A.ARRIVED, A.UNLOADING, A.UNDER_CONTROL], target=A.CLEARED.value)
    def clear(self) -> None: ...

    @transition(field=state, source=[A.UNLOADING, A.UNDER_CONTROL], target=A.DISCREPANT.value)
    def report(self) -> None: ...

    @transition(field=state, source=[A.DISCREPANT], target=A.CLEARED.value)
    def settle(self) -> None: ...

    @transition(field=state, source=[A.EXPECTED], target=A.CANCELLED.value)
    def cancel(self) -> None: ...
