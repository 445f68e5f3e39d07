"""Routes of the project: pages here, the API below `/api/v1/`."""

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path

from acts import health
from acts.openapi import Documentation, Schema
from guarantees.api.clients import Clients, Withdraw
from guarantees.api.events import Events
from guarantees.api.oauth import Revoke, Token
from guarantees.api.webhooks import Deliveries, OneWebhook, Replay, Rotate, Webhooks
from offices.admin.site import site
from offices.step_up import StepUp
from offices.views import Enrol, Enter, Password, SecondFactor
from transit.api.views.me import Me
from transit.api.views.preferences import Preferences

handler400 = "acts.errors.bad_request"
handler403 = "acts.errors.permission_denied"
handler404 = "acts.errors.page_not_found"
handler500 = "acts.errors.server_error"

api_v1: list[URLPattern | URLResolver] = [
    path("me/", Me.as_view(), name="me"),
    path("preferences/", Preferences.as_view(), name="preferences-api"),
    path("step-up/", StepUp.as_view(), name="step-up"),
    path("", include("transit.api.urls")),
    path("guarantees/", include("guarantees.api.urls")),
    path("guarantors/", include("guarantees.api.guarantor_urls")),
    path("claims/", include("guarantees.api.claim_urls")),
    path("events/", Events.as_view(), name="events"),
    path("webhooks/", Webhooks.as_view(), name="webhooks"),
    path("webhooks/<uuid:webhook>/", OneWebhook.as_view(), name="webhook"),
    path("webhooks/<uuid:webhook>/rotate/", Rotate.as_view(), name="webhook-rotate"),
    path("webhooks/<uuid:webhook>/deliveries/", Deliveries.as_view(), name="webhook-deliveries"),
    path("webhooks/<uuid:webhook>/replay/", Replay.as_view(), name="webhook-replay"),
    path("clients/", Clients.as_view(), name="clients"),
    path("clients/<slug:client>/withdraw/", Withdraw.as_view(), name="withdraw-client"),
    path("oauth/token/", Token.as_view(), name="oauth-token"),
    path("oauth/revoke/", Revoke.as_view(), name="oauth-revoke"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Documentation.as_view(), name="docs"),
]

urlpatterns = [
    path("api/v1/", include(api_v1)),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("password/", Password.as_view(), name="password"),
    path("second-factor/", SecondFactor.as_view(), name="second-factor"),
    path("second-factor/enter/", Enter.as_view(), name="second-factor-enter"),
    path("second-factor/enrol/", Enrol.as_view(), name="second-factor-enrol"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", site.urls),
    path("guarantees/", include("guarantees.urls")),
    path("", include("transit.views.urls")),
]
