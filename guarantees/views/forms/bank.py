"""What the bank's acts ask."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from guarantees.api import clients, webhooks
from guarantees.api.events import TYPES
from guarantees.api.serializers import claims, guarantee
from guarantees.enums import GuaranteeKind, Scope
from guarantees.services.risk_amount import plain
from guarantees.views.forms.book import Nothing, currencies, day
from offices import selectors as offices
from offices.models import Office
from offices.pages.forms import ActForm, Lines
from offices.pages.tags import words


def _event(name: str) -> SafeString:
    """The type of an event in words, and as programs read it."""
    return format_html("{} <code>{}</code>", words(name.replace(".", " ")), name)


_BY_BANK = (GuaranteeKind.MULTIPLE_JOURNEY, GuaranteeKind.SINGLE_JOURNEY)


class NewAmount(ActForm):
    body = guarantee.NewAmount
    reference_amount = forms.CharField(label=_("New amount"), max_length=40)

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"currency": self.subject.currency}


class Payment(ActForm):
    body = claims.PaymentGiven
    amount = forms.CharField(label=_("Amount paid"), max_length=40)
    payment_reference = forms.CharField(label=_("Your reference of the payment"), max_length=35)

    def build(self) -> None:
        self.fields["amount"].initial = plain(self.subject.outstanding)
        self.fields["amount"].help_text = self.subject.currency

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"currency": self.subject.currency}


class Objection(ActForm):
    body = claims.Objection
    reason = Lines(label=_("Why nothing is owed"))
    file = forms.FileField(
        label=_("Evidence: PDF, JPEG or PNG, at most 5 MB"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class Issue(ActForm):
    """The terms of a guarantee to be issued, at one of the offices that approved the bank."""

    body = guarantee.Terms
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [(kind.value, words(kind)) for kind in _BY_BANK],
        widget=forms.RadioSelect,
        initial=_BY_BANK[0].value,
    )
    principal = forms.CharField(label=_("Principal's registration number"), max_length=20)
    reference_amount = forms.CharField(label=_("Reference amount"), max_length=40)
    currency = forms.ChoiceField(label=_("Currency"), choices=lambda: [("", _("choose")), *currencies()])
    valid_from = day(_("Valid from"))
    valid_until = day(_("Valid until"), required=False, help_text=_("leave empty: until notice"))
    bank_reference = forms.CharField(
        label=_("Your own reference"), max_length=35, required=False, help_text=_("may be left empty")
    )
    blocked_countries = forms.MultipleChoiceField(
        label=_("Not valid in (none: valid everywhere)"),
        choices=lambda: [(row.code, row.name) for row in offices.member_states()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    code_prefixes = forms.CharField(
        label=_("Only for goods of these codes"),
        required=False,
        max_length=900,
        help_text=_("2 to 8 digits each, blanks between; leave empty: all goods"),
    )
    sensitive_goods = forms.BooleanField(label=_("Covers sensitive goods"), required=False, initial=True)

    def __init__(self, data: Any = None, *, offices: Iterable[Office]) -> None:
        self.offices = offices
        super().__init__(data, subject=Nothing(), name="issue")

    def build(self) -> None:
        choices = [("", _("choose")), *((row.pk, f"{row.name} · {row.pk}") for row in self.offices)]
        self.fields["office"] = forms.ChoiceField(label=_("Office of guarantee"), choices=choices)
        self.order_fields(["kind", "principal", "office"])

    def payload(self) -> dict[str, Any]:
        typed = super().payload()
        prefixes = {"code_prefixes": typed["code_prefixes"].split()} if "code_prefixes" in typed else {}
        return typed | prefixes | {"sensitive_goods": self.cleaned_data["sensitive_goods"]}


class NewClient(ActForm):
    body = clients.ClientBody
    name = forms.CharField(label=_("Name of the program"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class NewWebhook(ActForm):
    body = webhooks.WebhookBody
    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("https, public; redirects are not followed"))
    types = forms.MultipleChoiceField(
        label=_("Only these events (none: all)"),
        choices=lambda: [(name, _event(name)) for name in TYPES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
