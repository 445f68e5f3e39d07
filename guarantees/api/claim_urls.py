"""Routes of claims, below `/api/v1/claims/`."""

from django.urls import URLPattern, include, path

from guarantees.api.views import claims

app_name = "claims"

_claim: list[URLPattern] = [
    path("", claims.OneClaim.as_view(), name="one"),
    path("acknowledge/", claims.Acknowledge.as_view(), name="acknowledge"),
    path("pay/", claims.Pay.as_view(), name="pay"),
    path("contest/", claims.ContestIt.as_view(), name="contest"),
    path("contests/<int:contest>/file/", claims.ContestFile.as_view(), name="contest-file"),
    path("demand/", claims.Demand.as_view(), name="demand"),
    path("uphold/", claims.Uphold.as_view(), name="uphold"),
    path("withdraw/", claims.Withdraw.as_view(), name="withdraw"),
]

urlpatterns = [
    path("", claims.Claims.as_view(), name="list"),
    path("<uuid:claim>/", include(_claim)),
]
