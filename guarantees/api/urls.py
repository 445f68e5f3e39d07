"""Routes of guarantees, below `/api/v1/guarantees/`."""

from django.urls import URLPattern, include, path

from guarantees.api.views import bank, books, guarantee, office, principal, proposals, relief

app_name = "guarantees"

_guarantee: list[URLPattern] = [
    path("", guarantee.OneGuarantee.as_view(), name="one"),
    path("accept/", office.Accept.as_view(), name="accept"),
    path("refuse/", office.Refuse.as_view(), name="refuse"),
    path("suspend/", office.Suspend.as_view(), name="suspend"),
    path("resume/", office.Resume.as_view(), name="resume"),
    path("raise/", bank.Raise.as_view(), name="raise"),
    path("lower/", bank.Lower.as_view(), name="lower"),
    path("cancel/", bank.Cancel.as_view(), name="cancel"),
    path("withdraw-notice/", bank.WithdrawNotice.as_view(), name="withdraw-notice"),
    path("access-codes/", principal.AccessCodes.as_view(), name="access-codes"),
    path("access-codes/<int:code>/renew/", principal.RenewAccessCode.as_view(), name="access-code-renew"),
    path("access-codes/<int:code>/withdraw/", principal.WithdrawAccessCode.as_view(), name="access-code-withdraw"),
    path("headroom/", principal.HeadroomAhead.as_view(), name="headroom"),
    path("alerts/", principal.Alerts.as_view(), name="alerts"),
    path("evidence/", relief.Papers.as_view(), name="evidence"),
    path("evidence/<uuid:paper>/file/", relief.PaperFile.as_view(), name="evidence-file"),
    path("relief/", relief.Relief.as_view(), name="relief"),
    path("balance/", books.Balance.as_view(), name="balance"),
    path("reservations/", books.Reservations.as_view(), name="reservations"),
    path("statements/", books.Statements.as_view(), name="statements"),
    path("ledger/", books.Ledger.as_view(), name="ledger"),
]

urlpatterns = [
    path("", guarantee.Guarantees.as_view(), name="list"),
    path("proposals/", proposals.Proposals.as_view(), name="proposals"),
    path("proposals/<uuid:proposal>/confirm/", proposals.Confirm.as_view(), name="proposal-confirm"),
    path("proposals/<uuid:proposal>/refuse/", proposals.Refuse.as_view(), name="proposal-refuse"),
    path("reliefs/", relief.Proposals.as_view(), name="reliefs"),
    path("reliefs/<uuid:proposal>/confirm/", relief.Confirm.as_view(), name="confirm-relief"),
    path("reliefs/<uuid:proposal>/refuse/", relief.Refuse.as_view(), name="refuse-relief"),
    path("<uuid:pk>/", include(_guarantee)),
]
