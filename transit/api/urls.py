"""Routes of the transit API, below `/api/v1/`: one per verb."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from acts.common import numbers
from transit.api.views import closure, declaration, departure, destination, documents, en_route, movement, uses


class OfficeCode:
    """An office code in a path; anything else is no route."""

    regex = numbers.OFFICE_CODE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OfficeCode, "office")

app_name = "api"

_declaration = [
    path("", declaration.OneDeclaration.as_view(), name="declaration"),
    path("files/", declaration.Files.as_view(), name="declaration-files"),
    path("copy/", declaration.Copy.as_view(), name="declaration-copy"),
    path("validate/", declaration.Validate.as_view(), name="declaration-validate"),
    path("cover/", uses.CoverForecast.as_view(), name="declaration-cover"),
    path("lodge/", declaration.Lodge.as_view(), name="declaration-lodge"),
    path("present/", declaration.Present.as_view(), name="declaration-present"),
    path("amend/", declaration.Amend.as_view(), name="declaration-amend"),
    path("amend-guarantee/", declaration.AmendGuarantee.as_view(), name="declaration-amend-guarantee"),
    path("invalidate/", declaration.Invalidate.as_view(), name="declaration-invalidate"),
]
_passage = [
    path("present/", en_route.Present.as_view(), name="passage-present"),
    path("cross/", en_route.Cross.as_view(), name="passage-cross"),
    path("hold/", en_route.Hold.as_view(), name="passage-hold"),
    path("refuse-entry/", en_route.RefuseEntry.as_view(), name="passage-refuse-entry"),
    path("seize/", en_route.Seize.as_view(), name="passage-seize"),
]
_movement: list[URLPattern | URLResolver] = [
    path("", movement.OneMovement.as_view(), name="movement"),
    path("history/", movement.History.as_view(), name="movement-history"),
    path("tad/", documents.AccompanyingDocument.as_view(), name="movement-tad"),
    path("accept/", departure.Accept.as_view(), name="movement-accept"),
    path("reject/", departure.Reject.as_view(), name="movement-reject"),
    path("order-control/", departure.OrderControl.as_view(), name="movement-order-control"),
    path("extend-control/", departure.ExtendControl.as_view(), name="movement-extend-control"),
    path("record-control/", departure.RecordControl.as_view(), name="movement-record-control"),
    path("request-amendment/", departure.RequestAmendment.as_view(), name="movement-request-amendment"),
    path("release/", departure.Release.as_view(), name="movement-release"),
    path("refuse/", departure.Refuse.as_view(), name="movement-refuse"),
    path(
        "invalidate-after-release/",
        departure.InvalidateAfterRelease.as_view(),
        name="movement-invalidate-after-release",
    ),
    path("decide-late-fact/", departure.DecideLateFact.as_view(), name="movement-decide-late-fact"),
    path("passages/<office:office>/", include(_passage)),
    path("arrival/", destination.Arrival.as_view(), name="movement-arrival"),
    path("unloading-permission/", destination.UnloadingPermission.as_view(), name="movement-unloading-permission"),
    path("unloading-remarks/", destination.UnloadingRemarks.as_view(), name="movement-unloading-remarks"),
    path("results/", destination.Results.as_view(), name="movement-results"),
    path("resolve/", closure.Resolve.as_view(), name="movement-resolve"),
]

urlpatterns = [
    path("declarations/", declaration.Declarations.as_view(), name="declarations"),
    path("declarations/<uuid:movement>/", include(_declaration)),
    path("guarantees/<uuid:guarantee>/uses/", uses.Uses.as_view(), name="guarantee-uses"),
    path("movements/", movement.Movements.as_view(), name="movements"),
    path("movements/<uuid:movement>/", include(_movement)),
    path("proposals/", closure.Proposals.as_view(), name="proposals"),
    path("proposals/<uuid:proposal>/confirm/", closure.Confirm.as_view(), name="proposal-confirm"),
    path("proposals/<uuid:proposal>/refuse/", closure.Refuse.as_view(), name="proposal-refuse"),
]
