"""What stands behind a reduction or a waiver."""

import uuid

from django.db import models

from guarantees.models.guarantee import Guarantee


class Evidence(models.Model):
    """A paper kept with a guarantee, of a type that the country's scale asks for; PDF, JPEG or PNG (spec section 9)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="evidence")
    document_type = models.CharField(max_length=20)
    reference = models.CharField(max_length=35)
    file = models.FileField(upload_to="evidence/%Y/%m/")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["guarantee", "at", "id"]

    def __str__(self) -> str:
        return f"{self.document_type} {self.reference}"
