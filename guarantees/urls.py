"""Routes of the pages of guarantees, below `/guarantees/`; every act on a guarantee is one."""

from django.urls import URLPattern, include, path

from guarantees.views import books, lists, office, page, principal
from guarantees.views.verb import Verb

_ON_GUARANTEE: list[type[Verb]] = [
    office.Accept,
    office.Refuse,
    office.Suspend,
    office.Resume,
    principal.MakeCode,
    principal.SetThresholds,
]
_guarantee: list[URLPattern] = [
    path("", page.guarantee, name="guarantee"),
    path("ledger/", books.ledger, name="guarantee-ledger"),
    path("statement/", books.statement, name="guarantee-statement"),
    path("codes/<int:code>/renew/", principal.RenewCode.as_view(), name="guarantee-renew-code"),
    path("codes/<int:code>/withdraw/", principal.WithdrawCode.as_view(), name="guarantee-withdraw-code"),
    *(path(f"{act.slug}/", act.as_view(), name=f"guarantee-{act.slug}") for act in _ON_GUARANTEE),
]

urlpatterns = [
    path("", lists.guarantees, name="guarantees"),
    path("worklists/<slug:worklist>/", lists.work, name="guarantee-work"),
    path("<uuid:guarantee>/", include(_guarantee)),
]
