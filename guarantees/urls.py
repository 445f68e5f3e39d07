"""Routes of the pages of guarantees, below `/guarantees/`; every act on a guarantee is one."""

from django.urls import URLPattern, include, path

from guarantees.views import lists, office, page
from guarantees.views.verb import Verb

_ON_GUARANTEE: list[type[Verb]] = [office.Accept, office.Refuse, office.Suspend, office.Resume]
_guarantee: list[URLPattern] = [
    path("", page.guarantee, name="guarantee"),
    *(path(f"{act.slug}/", act.as_view(), name=f"guarantee-{act.slug}") for act in _ON_GUARANTEE),
]

urlpatterns = [
    path("", lists.guarantees, name="guarantees"),
    path("worklists/<slug:worklist>/", lists.work, name="guarantee-work"),
    path("<uuid:guarantee>/", include(_guarantee)),
]
