"""What the office asks for before it books a deposit or waiver, or approves a guarantor."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acts.common import money
from guarantees.api.serializers.guarantee import Terms
from guarantees.api.serializers.guarantors import ApprovalGiven, LimitGiven
from guarantees.enums import GuaranteeKind
from guarantees.models import GuarantorApproval
from offices import selectors as offices
from offices.actors import Actor
from offices.enums import FirmKind, FirmStatus, OfficerRole
from offices.models import Firm
from offices.pages.forms import ActForm
from offices.pages.tags import words


@dataclass(frozen=True, slots=True)
class Nothing:
    """Stands for what is not there yet: `key` is what it will be called."""

    key: uuid.UUID | None = None
    version: int = 0


def own_offices(actor: Actor) -> list[tuple[str, str]]:
    """The offices where the actor is officer of guarantee today."""
    posts = (row.office for row in actor.postings if OfficerRole.GUARANTEE.value in row.roles)
    return [(row.pk, f"{row.name} · {row.pk}") for row in posts]


def currencies() -> list[tuple[str, str]]:
    """The currencies of the member states, and the dollar."""
    own = [row.currency for row in offices.member_states()]
    return [(code, code) for code in dict.fromkeys([*own, "USD"]) if money.is_currency(code)]


class _AtOwnOffice(ActForm):
    """`office` is one of the actor's; asked for only where there are several."""

    def __init__(self, data: Any = None, *, actor: Actor, subject: Nothing) -> None:
        self.actor = actor
        super().__init__(data, subject=subject, name="new")

    def build(self) -> None:
        posts = own_offices(self.actor)
        label = _("Office of guarantee")
        if len(posts) == 1:
            self.fields["office"] = forms.ChoiceField(
                label=label, choices=posts, initial=posts[0][0], widget=forms.HiddenInput
            )
        else:
            self.fields["office"] = forms.ChoiceField(label=label, choices=[("", _("choose")), *posts])


def day(label: Any, **options: Any) -> forms.CharField:
    """A day as the browser asks for it; the API's body judges it."""
    return forms.CharField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


class Booking(_AtOwnOffice):
    body = Terms
    key_sent = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [(kind.value, words(kind)) for kind in (GuaranteeKind.CASH_DEPOSIT, GuaranteeKind.WAIVER)],
        widget=forms.RadioSelect,
        initial=GuaranteeKind.CASH_DEPOSIT.value,
    )
    principal = forms.CharField(label=_("Principal's registration number"), max_length=20)
    reference_amount = forms.CharField(label=_("Reference amount"), max_length=25)
    valid_from = day(_("Valid from"))
    valid_until = day(_("Valid until"), required=False, help_text=_("leave empty: until notice"))

    def build(self) -> None:
        super().build()
        self.fields["key_sent"].initial = self.subject.key
        only = self.fields["office"].initial
        home = offices.office(code=str(only)).country.currency if only else ""
        choices = [*([] if only else [("", _("choose"))]), *currencies()]
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=choices, initial=home)
        self.order_fields(["kind", "principal", "office", "reference_amount", "currency"])

    @property
    def key(self) -> uuid.UUID:
        """What the new guarantee is called: the same form sent twice books once."""
        sent: uuid.UUID = self.cleaned_data["key_sent"]
        return sent

    def payload(self) -> dict[str, Any]:
        body = super().payload()
        body.pop("key_sent")
        return body


def limit() -> forms.CharField:
    """What a bank may owe at the office in all."""
    return forms.CharField(
        label=_("Limit of what it may owe here in all"),
        help_text=_("In the currency of your country; left empty there is none."),
        max_length=25,
        required=False,
    )


class Approval(_AtOwnOffice):
    body = ApprovalGiven
    valid_from = day(_("Valid from"))
    valid_until = day(_("Valid until"), required=False, help_text=_("leave empty: until notice"))
    limit = limit()

    def build(self) -> None:
        super().build()
        banks = Firm.objects.filter(kind=FirmKind.BANK, status=FirmStatus.APPROVED).order_by("name")
        known = [("", _("choose")), *((row.number, f"{row.name} · {row.number}") for row in banks)]
        self.fields["firm"] = forms.ChoiceField(label=_("Bank"), choices=known)
        self.order_fields(["firm", "office"])


class Limit(ActForm):
    """`seen` is the limit that stood on the page: one that somebody has changed since is not changed unseen."""

    body = LimitGiven
    limit = limit()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, approval: GuarantorApproval) -> None:
        self.held = approval.limit_text
        super().__init__(data, subject=Nothing(), name="limit")

    def build(self) -> None:
        self.fields["limit"].initial = self.fields["seen"].initial = self.held

    def payload(self) -> dict[str, Any]:
        return {"limit": self.cleaned_data.get("limit") or None}
