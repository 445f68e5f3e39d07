"""When the holder of an API token last proved who he is (spec section 14, step-up); a session keeps it itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken


class TokenProof(models.Model):
    """The last proof given with a token; it goes with its token."""

    token = models.OneToOneField(
        AuthToken, verbose_name=_("token"), on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    proved_at = models.DateTimeField(_("proved at"))

    class Meta:
        verbose_name = _("token proof")
        verbose_name_plural = _("token proofs")

    def __str__(self) -> str:
        return f"{self.token_id[:8]} {self.proved_at}"
