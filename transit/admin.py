"""Django admin of transit: movements to look at, with the verbs allowed now; risk profiles to edit (spec 1, 14).

Nothing here writes a movement: the buttons are the forms of `transit.views`, sent to the same routes.
"""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from acts.common.models import Job, Proposal
from acts.common.refusals import Refusal
from acts.notices.models import Email, Notice
from offices.admin.acting import actor_of, now
from offices.admin.audited import Codes, National, ReadOnly
from offices.admin.history import ForAuditors
from offices.admin.site import site
from offices.enums import AppointmentKind
from offices.models import User
from offices.pages import acting
from offices.pages.tags import badge, words
from offices.services import accounts
from transit import permissions
from transit.message_kinds import called
from transit.models import Arrival, Deadline, LateFact, Movement, Passage, RiskProfile
from transit.selectors import movements
from transit.services import mail
from transit.views import page


class OnRoad(ReadOnly):
    """Rows of movements: officers see those of their offices but for the own firm's, auditors all."""

    change_form_template = "admin/transit/movement.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        actor = actor_of(request)
        return bool(actor.postings) or actor.appointed(AppointmentKind.AUDITOR)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Passages and arrivals at the offices of live postings; their movement says whether it is known at all."""
        actor = actor_of(request)
        rows = super().get_queryset(request)
        if actor.appointed(AppointmentKind.AUDITOR):
            return rows
        offices = [posting.office_id for posting in actor.postings]
        return rows.filter(office__in=offices, movement__in=movements.for_officers(actor).values("pk"))

    def movement_of(self, row: Any) -> uuid.UUID:
        """The movement a row belongs to."""
        key: uuid.UUID = row.movement_id
        return key

    def place_of(self, row: Any) -> str:
        """The office whose acts are offered; nothing: all offices'."""
        return str(row.office_id)

    def chain_of(self, row: Model) -> uuid.UUID:
        return self.movement_of(row)

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, row: Any) -> SafeString:
        return badge(row.state)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The row, and beside it what may be done with its movement now and what may not, with the reason."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row, actor, at = self.get_object(request, object_id), actor_of(request), now(request)
        movement = movements.standing(actor, self.movement_of(row), at=at)
        context = offered(request, movement, self.place_of(row), at)
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        # An auditor's look is recorded, whatever page it is on.
        movements.known(actor_of(request), self.movement_of(self.get_object(request, object_id)), at=now(request))
        return super().history_view(request, object_id, extra_context)


def offered(request: HttpRequest, movement: Movement, place: str, at: datetime) -> dict[str, Any]:
    """The acts of the person on a movement, as its own page offers them; those of one office, if it is named."""
    actor, zones = actor_of(request), acting.zones()
    found = page.offers(actor, movement, at, zones)
    every = [offer for offer in (found["next"], *found["others"]) if offer is not None]
    return {
        "back": "admin",
        "now": at,
        "zones": zones,
        "home": actor.home_country,
        "movement": movement,
        "sees_goods": permissions.sees_goods(actor, movement),
        "proposals": page.shown_proposals(actor, movement, at),
        "offers": [offer for offer in every if place in ("", offer.place or place)],
        "hindered": [offer for offer in found["hindered"] if place in ("", offer.place or place)],
    }


@admin.register(Movement, site=site)
class MovementAdmin(OnRoad):
    list_display = ("__str__", "shown_state", "vehicle_registration", "holder", "journey", "limit_date", "changed_at")
    list_filter = ("state", "channel", "office_of_departure__country", "office_of_destination__country")
    list_select_related = ("principal", "office_of_departure", "office_of_destination")
    search_fields = ("mrn", "lrn", "vehicle_registration", "trailer_registration", "principal__number")
    ordering = ("-changed_at", "-pk")
    fieldsets = (
        (None, {"fields": ("mrn", "lrn", "state", "kind", "simplified", "holder", "agent")}),
        (
            _("Route and vehicle as they should be now"),
            {
                "fields": (
                    *("office_of_departure", "office_of_destination", "on_road"),
                    *("vehicle_registration", "vehicle_country", "permit_number"),
                    *("trailer_registration", "trailer_country", "trailer_permit_number", "seals"),
                )
            },
        ),
        (_("Control"), {"fields": ("channel", "control_due", "control_ordered", "amendment_requested")}),
        (
            _("When (UTC)"),
            {
                "fields": (
                    *("created_at", "lodged_at", "presented_at", "accepted_at", "released_at", "arrived_at"),
                    *("ended_at", "changed_at", "guarantee_due_at", "limit_date"),
                )
            },
        ),
        (_("History chain"), {"fields": ("version", "history_hash")}),
    )

    @admin.display(description=_("principal"), ordering="principal")
    def holder(self, row: Movement) -> str:
        return row.principal.name

    @admin.display(description=_("representative"))
    def agent(self, row: Movement) -> str:
        return row.representative.name if row.representative is not None else self.get_empty_value_display()

    @admin.display(description=_("journey"), ordering="office_of_departure")
    def journey(self, row: Movement) -> str:
        return f"{row.office_of_departure_id or '–'} → {row.office_of_destination_id or '–'}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return movements.for_officers(actor_of(request)).order_by(*self.ordering)

    def movement_of(self, row: Any) -> uuid.UUID:
        key: uuid.UUID = row.pk
        return key

    def place_of(self, row: Any) -> str:
        return ""


@admin.register(Passage, site=site)
class PassageAdmin(OnRoad):
    list_display = (
        "movement",
        "office",
        "shown_state",
        "expected_at",
        "presented_at",
        "crossed_at",
        "alarm",
    )
    list_filter = ("state", "office__country")
    list_select_related = ("movement", "office")
    search_fields = ("movement__mrn", "movement__vehicle_registration", "office__code")
    ordering = ("-expected_at", "-pk")


@admin.register(Arrival, site=site)
class ArrivalAdmin(OnRoad):
    list_display = ("movement", "office", "shown_state", "expected_at", "arrived_at", "result", "alarm")
    list_filter = ("state", "result", "office__country")
    list_select_related = ("movement", "office")
    search_fields = ("movement__mrn", "movement__vehicle_registration", "office__code")
    ordering = ("-expected_at", "-pk")


@admin.register(RiskProfile, site=site)
class RiskProfileAdmin(National):
    """Each country's own, and nobody else's to read: who knows the profiles drives round them."""

    list_display = ("name", "country", "criterion", "operand", "channel", "control", "valid_from", "valid_until")
    list_filter = ("criterion", "channel")
    list_select_related = ("country",)
    search_fields = ("name", "operand")
    ordering = ("country", "name", "pk")
    deletable = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        actor = actor_of(request)
        return any(actor.appointed(kind) for kind in (AppointmentKind.NATIONAL_ADMINISTRATOR, AppointmentKind.AUDITOR))

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        country = obj.country_id if obj is not None else None
        return actor_of(request).appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, country)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        actor, rows = actor_of(request), super().get_queryset(request)
        if actor.appointed(AppointmentKind.AUDITOR):
            return rows
        return rows.filter(country__in=[row.country_id for row in actor.appointments if row.country_id])


@admin.register(Deadline, site=site)
class DeadlineAdmin(ForAuditors):
    list_display = ("kind", "movement", "reference", "counts_from", "due_at", "done_at", "outcome", "did")
    list_filter = ("kind", "outcome")
    list_select_related = ("movement",)
    search_fields = ("movement__mrn", "movement__lrn")
    ordering = ("-due_at", "-pk")

    @admin.display(description=_("effect"), ordering="effect")
    def did(self, row: Deadline) -> str:
        return capfirst(words(row.effect))


@admin.register(LateFact, site=site)
class LateFactAdmin(ForAuditors):
    list_display = ("what", "movement", "office", "happened_at", "recorded_at", "recorded_by", "decided_at")
    list_filter = (("verb", Codes),)
    list_select_related = ("movement", "office")
    search_fields = ("movement__mrn", "office__code")
    ordering = ("-recorded_at", "-pk")


@admin.register(Proposal, site=site)
class ProposalAdmin(ForAuditors):
    list_display = ("what", "office", "proposed_by", "proposed_at", "status", "decided_by", "decided_at", "subject")
    list_filter = ("status", ("verb", Codes))
    list_select_related = ("proposed_by", "decided_by")
    search_fields = ("subject", "office")
    ordering = ("-proposed_at", "-pk")


@admin.register(Notice, site=site)
class NoticeAdmin(ForAuditors):
    list_display = ("at", "what", "whom", "reference")
    search_fields = ("kind", "addressee", "reference")
    ordering = ("-at", "-pk")

    @admin.display(description=_("what"), ordering="kind")
    def what(self, row: Notice) -> str:
        # A message has its number for a name.
        return row.kind if row.kind.startswith("IE") else words(row.kind).capitalize()

    @admin.display(description=_("to whom"), ordering="addressee")
    def whom(self, row: Notice) -> str:
        kind, _colon, name = row.addressee.partition(":")
        return f"{words(kind)} {name}"


@admin.register(Email, site=site)
class EmailAdmin(ReadOnly):
    """E-mails to the people whose accounts one manages, what became of each; to auditors and the central team all."""

    list_display = ("person", "what", "status", "due_at", "attempts", "last_error", "done_at")
    list_filter = ("status",)
    list_select_related = ("person", "notice")
    search_fields = ("person__username", "person__email")
    fields = ("person", "what", "daily", "status", "due_at", "attempts", "last_error", "done_at")
    readonly_fields = ("what",)
    ordering = ("-due_at", "-pk")
    actions = ("send_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        actor, rows = actor_of(request), super().get_queryset(request)
        everywhere = (AppointmentKind.AUDITOR, AppointmentKind.CENTRAL_TEAM)
        if any(actor.appointed(kind) for kind in everywhere) or getattr(request.user, "is_superuser", False):
            return rows
        own = [row.country_id for row in actor.appointments]
        theirs = Q(firm__country__in=own) | Q(postings__office__country__in=own) | Q(appointments__country__in=own)
        return rows.filter(person__in=User.objects.filter(theirs).values("pk"))

    @admin.display(description=_("what"), ordering="notice__kind")
    def what(self, row: Email) -> str:
        # No more of it than the e-mail says itself: an administrator of accounts reads no movements.
        return called(row.notice)

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Whoever may make accounts; of whose e-mails the service asks, one by one."""
        return accounts.may_manage(actor_of(request), None)

    @admin.action(description=_("Send again what has failed"), permissions=["replay"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Email]) -> None:
        """All that was picked, or nothing."""
        keys = list(queryset.values_list("pk", flat=True))
        try:
            count = mail.replay(emails=keys, actor=actor_of(request), at=now(request))
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            said = ngettext("%(n)s e-mail is sent again.", "%(n)s e-mails are sent again.", count)
            self.message_user(request, said % {"n": count})


@admin.register(Job, site=site)
class JobAdmin(ForAuditors):
    list_display = ("kind", "key", "due_at", "done_at", "attempts")
    list_filter = (("kind", Codes),)
    search_fields = ("key",)
    ordering = ("-due_at", "-pk")
