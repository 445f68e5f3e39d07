"""Routes of the pages; every act on a movement is one."""

from django.urls import URLPattern, URLResolver, include, path

from transit.views import (
    closure,
    declare,
    departure,
    destination,
    en_route,
    glossary,
    lists,
    lodging,
    messages,
    page,
    preferences,
    showcase,
    trader,
)
from transit.views.verb import Verb

_AT_POST: list[type[Verb]] = [
    en_route.Present,
    en_route.Cross,
    en_route.Hold,
    en_route.RefuseEntry,
    en_route.Seize,
    en_route.LatePresentation,
    en_route.LateCrossing,
]
_ON_MOVEMENT: list[type[Verb]] = [
    departure.PresentGoods,
    departure.Accept,
    departure.Reject,
    departure.OrderControl,
    departure.RecordControl,
    departure.ExtendControl,
    departure.RequestAmendment,
    departure.Release,
    departure.RefuseRelease,
    departure.Invalidate,
    departure.InvalidateAfterRelease,
    departure.Resolve,
    departure.DecideLateFact,
    destination.RecordArrival,
    destination.LateArrival,
    destination.PermitUnloading,
    destination.UnloadingRemarks,
    destination.OrderControl,
    destination.RecordResults,
    trader.Lodge,
    trader.Check,
    trader.Fits,
    trader.PresentGoods,
    trader.AmendGuarantee,
    trader.EditDraft,
    trader.Amend,
    trader.Attach,
    trader.Copy,
    trader.Delete,
]
_declaration: list[URLPattern | URLResolver] = [
    path("goods/", declare.Goods.as_view(), name="declare-goods"),
    path("consignments/<int:consignment>/", declare.OneConsignment.as_view(), name="declare-consignment"),
    path("consignments/<int:consignment>/items/<int:item>/", declare.OneItem.as_view(), name="declare-item"),
    path("<slug:section>/", declare.Section.as_view(), name="declare"),
]
_movement: list[URLPattern | URLResolver] = [
    path("files/<uuid:file>/", page.attachment, name="attachment"),
    path("declaration/", include(_declaration)),
    path("", page.movement, name="movement"),
    *(path(f"{act.slug}/", act.as_view(), name=act.slug) for act in _ON_MOVEMENT),
    *(
        path(f"passages/<office:office>/{act.slug.removeprefix('passage-')}/", act.as_view(), name=act.slug)
        for act in _AT_POST
    ),
]

urlpatterns = [
    path("", lists.home, name="home"),
    path("find/", lists.find, name="find"),
    path("worklists/<slug:worklist>/", lists.work, name="work"),
    path("messages/", messages.messages, name="messages"),
    path("messages/preferences/", preferences.preferences, name="preferences"),
    path("styles/", showcase.styles, name="styles"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("declarations/new/", lodging.NewDeclaration.as_view(), name="new-declaration"),
    path("declarations/upload/", lodging.UploadDeclaration.as_view(), name="upload-declaration"),
    path("movements/<uuid:movement>/", include(_movement)),
    path("proposals/<uuid:proposal>/confirm/", closure.Confirm.as_view(), name="proposal-confirm"),
    path("proposals/<uuid:proposal>/refuse/", closure.Refuse.as_view(), name="proposal-refuse"),
]
