"""What the office asks for before it books a deposit or waiver, or approves a guarantor."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acts.common import money
from guarantees.api.serializers.guarantee import Terms
from guarantees.api.serializers.guarantors import ApprovalGiven
from guarantees.enums import GuaranteeKind
from offices import selectors as offices
from offices.actors import Actor
from offices.enums import FirmKind, FirmStatus, OfficerRole
from offices.models import Firm
from offices.pages.forms import ActForm


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
        field = forms.ChoiceField(label=_("Office"), choices=posts, initial=posts[0][0])
        if len(posts) == 1:
            field.widget = forms.HiddenInput()
        self.fields["office"] = field


def day(label: Any, *, required: bool = True) -> forms.CharField:
    """A day as the browser asks for it; the API's body judges it."""
    return forms.CharField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class Booking(_AtOwnOffice):
    body = Terms
    key_sent = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (GuaranteeKind.CASH_DEPOSIT.value, _("cash deposit")),
            (GuaranteeKind.WAIVER.value, _("waiver")),
        ],
        widget=forms.RadioSelect,
        initial=GuaranteeKind.CASH_DEPOSIT.value,
    )
    principal = forms.CharField(label=_("Principal, registration number"), max_length=20)
    reference_amount = forms.CharField(label=_("Reference amount"), max_length=25)
    valid_from = day(_("First day"))
    valid_until = day(_("Last day, if it has one"), required=False)

    def build(self) -> None:
        super().build()
        self.fields["key_sent"].initial = self.subject.key
        home = offices.office(code=str(self.fields["office"].initial)).country.currency
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies(), initial=home)
        self.order_fields(["kind", "principal", "office", "currency", "reference_amount"])

    @property
    def key(self) -> uuid.UUID:
        """What the new guarantee is called: the same form sent twice books once."""
        sent: uuid.UUID = self.cleaned_data["key_sent"]
        return sent

    def payload(self) -> dict[str, Any]:
        body = super().payload()
        body.pop("key_sent")
        return body


class Approval(_AtOwnOffice):
    body = ApprovalGiven
    valid_from = day(_("First day"))
    valid_until = day(_("Last day, if it has one"), required=False)
    limit = forms.CharField(
        label=_("Limit of what it may owe here in all"),
        help_text=_("In the currency of your country; left empty there is none."),
        max_length=25,
        required=False,
    )

    def build(self) -> None:
        super().build()
        banks = Firm.objects.filter(kind=FirmKind.BANK, status=FirmStatus.APPROVED).order_by("name")
        known = [(row.number, f"{row.name} · {row.number}") for row in banks]
        self.fields["firm"] = forms.ChoiceField(label=_("Bank"), choices=known)
        self.order_fields(["firm"])
