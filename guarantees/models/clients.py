"""Programs of a guarantor that use the API by themselves: OAuth 2.0 clients (client credentials)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from guarantees.models.guarantee import Guarantor


class Client(AbstractApplication):
    """One program of one guarantor: what it may do at most (`scopes`), until when, and when it was last heard of.

    The secret is kept as a password hash. `user` is the guarantor's service account, as which the program acts.
    Rotation is a second client beside the first.
    """

    objects: ClassVar[models.Manager["Client"]] = models.Manager()

    # The library's may be empty; here nobody would be the system.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.PROTECT, related_name="+"
    )
    guarantor = models.ForeignKey(Guarantor, verbose_name=_("guarantor"), on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField(_("scopes"), default=list, help_text=_("values of Scope"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("was shown the secret"),
    )
    expires_at = models.DateTimeField(_("expires at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(authorization_grant_type="client-credentials", client_type="confidential"),
                name="client_credentials_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guarantor_id} {self.name}"
