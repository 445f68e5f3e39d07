"""What stands behind a reduction or a waiver."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from guarantees.models.guarantee import Guarantee


class Evidence(models.Model):
    """A paper kept with a guarantee, of a type that the country's scale asks for; PDF, JPEG or PNG (spec section 9)."""

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    guarantee = models.ForeignKey(
        Guarantee, verbose_name=_("guarantee"), on_delete=models.PROTECT, related_name="evidence"
    )
    document_type = models.CharField(_("document type"), max_length=20)
    reference = models.CharField(_("reference"), max_length=35)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/")
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("content type"), max_length=40)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("filed at"))
    by = models.CharField(_("filed by"), max_length=150)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["guarantee", "at", "id"]

    def __str__(self) -> str:
        return f"{self.document_type} {self.reference}"
