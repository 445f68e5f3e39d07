"""Routes of the pages of guarantees, below `/guarantees/`; every act on a guarantee is one."""

from django.urls import URLPattern, include, path

from guarantees.views import (
    bank,
    book,
    books,
    claims,
    guarantors,
    issuing,
    lists,
    machines,
    office,
    page,
    principal,
    relief,
    reliefs,
    second,
)
from guarantees.views.verb import Verb

_ON_GUARANTEE: list[type[Verb]] = [
    office.Accept,
    office.Refuse,
    office.Suspend,
    office.Resume,
    bank.Raise,
    bank.Lower,
    bank.GiveNotice,
    bank.WithdrawNotice,
    principal.MakeCode,
    principal.SetThresholds,
    relief.Attach,
    relief.Reduce,
    relief.Waive,
]
_guarantee: list[URLPattern] = [
    path("", page.guarantee, name="guarantee"),
    path("ledger/", books.ledger, name="guarantee-ledger"),
    path("statement/", books.statement, name="guarantee-statement"),
    path("codes/<int:code>/renew/", principal.RenewCode.as_view(), name="guarantee-renew-code"),
    path("codes/<int:code>/withdraw/", principal.WithdrawCode.as_view(), name="guarantee-withdraw-code"),
    path("papers/<uuid:paper>/", page.paper, name="guarantee-paper"),
    *(path(f"{act.slug}/", act.as_view(), name=f"guarantee-{act.slug}") for act in _ON_GUARANTEE),
]
_ON_CLAIM: list[type[claims.Verb]] = [claims.Acknowledge, claims.Pay, claims.Contest]
_claim: list[URLPattern] = [
    path("", claims.claim, name="claim"),
    *(path(f"{act.slug}/", act.as_view(), name=f"claim-{act.slug}") for act in _ON_CLAIM),
]

urlpatterns = [
    path("", lists.guarantees, name="guarantees"),
    path("worklists/<slug:worklist>/", lists.work, name="guarantee-work"),
    path("issue/", issuing.IssueGuarantee.as_view(), name="issue"),
    path("proposals/", second.proposals, name="bank-proposals"),
    path("proposals/choose/", second.choose, name="bank-choose"),
    path("proposals/<uuid:proposal>/confirm/", second.confirm, name="bank-proposal-confirm"),
    path("proposals/<uuid:proposal>/refuse/", second.refuse, name="bank-proposal-refuse"),
    path("claims/", claims.listed, name="claims-page"),
    path("claims/<uuid:claim>/", include(_claim)),
    path("programs/", machines.programs, name="programs"),
    path("programs/<slug:client>/withdraw/", machines.withdraw_program, name="withdraw-program"),
    path("webhooks/", machines.addresses, name="webhooks-page"),
    path("webhooks/<uuid:webhook>/", machines.address, name="webhook-page"),
    path("webhooks/<uuid:webhook>/rotate/", machines.rotate, name="webhook-rotate-page"),
    path("webhooks/<uuid:webhook>/replay/", machines.replay, name="webhook-replay-page"),
    path("webhooks/<uuid:webhook>/remove/", machines.remove, name="webhook-remove-page"),
    path("to-confirm/", lists.to_confirm, name="guarantees-to-confirm"),
    path("book/", book.Book.as_view(), name="book-guarantee"),
    path("guarantors/", guarantors.Guarantors.as_view(), name="guarantors"),
    path("guarantors/<int:approval>/end/", guarantors.EndApproval.as_view(), name="guarantor-end"),
    path("guarantors/<int:approval>/limit/", guarantors.Limit.as_view(), name="guarantor-limit"),
    path("exposure/", guarantors.exposure, name="exposure"),
    path("reliefs/<uuid:proposal>/confirm/", reliefs.Confirm.as_view(), name="relief-confirm"),
    path("reliefs/<uuid:proposal>/refuse/", reliefs.Refuse.as_view(), name="relief-refuse"),
    path("<uuid:guarantee>/", include(_guarantee)),
]
