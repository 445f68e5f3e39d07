"""The declaration: what the principal declares (spec section 3). Column names are the API's field names.

Rows where customs asks about them one by one (consignments, items, guarantees); JSON where a group of values is
only ever read and printed whole (vehicle, driver, containers, packages, documents).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from offices.models import Firm
from transit.enums import NoSealReason
from transit.models.movement import Movement


class Declaration(models.Model):
    """The content of a declaration; identity and process are the movement's (same UUID)."""

    movement = models.OneToOneField(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, primary_key=True, related_name="declaration"
    )
    location_of_goods = models.CharField(_("location of goods"), max_length=35, blank=True)
    destination_premises = models.CharField(_("destination premises"), max_length=35, blank=True)
    country_of_dispatch = models.CharField(_("country of dispatch"), max_length=2, blank=True)
    country_of_destination = models.CharField(_("country of destination"), max_length=2, blank=True)
    offices_of_transit = models.JSONField(
        _("offices of transit"), default=list, help_text=_('[{"office", "expected_at"}]')
    )
    expected_arrival_at = models.DateTimeField(_("expected arrival at"), null=True, blank=True)
    limit_date = models.DateTimeField(
        _("limit date"), null=True, blank=True, help_text=_("proposed; simplified declarations only")
    )
    binding_itinerary = models.BooleanField(_("binding itinerary"), default=True)
    route_text = models.CharField(_("route text"), max_length=512, blank=True)
    carrier = models.JSONField(_("carrier"), default=dict)
    carrier_number = models.GeneratedField(
        verbose_name=_("carrier number"),
        expression=KT("carrier__registration_number"),
        output_field=models.TextField(),
        db_persist=True,
        db_index=True,
    )
    vehicle = models.JSONField(_("vehicle"), default=dict)
    driver = models.JSONField(_("driver"), default=dict)
    containerised = models.BooleanField(_("containerised"), null=True, blank=True)
    containers = models.JSONField(_("containers"), default=list, help_text=_('[{"number", "seals": []}]'))
    seals = models.JSONField(_("seals"), default=list)
    no_seal_reason = models.CharField(_("no seal reason"), max_length=10, choices=NoSealReason.choices, blank=True)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")

    def __str__(self) -> str:
        return str(self.movement_id)


class DeclaredGuarantee(models.Model):
    """A guarantee the declaration names; of the access code only its keyed digest is kept."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("declaration"), on_delete=models.CASCADE, related_name="guarantees"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    grn = models.CharField(_("GRN"), max_length=17, blank=True)
    access_digest = models.CharField(_("digest of the access code"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("declared guarantee")
        verbose_name_plural = _("declared guarantees")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["declaration", "position"], name="declared_guarantee_once")]

    def __str__(self) -> str:
        return self.grn


class Consignment(models.Model):
    declaration = models.ForeignKey(
        Declaration, verbose_name=_("declaration"), on_delete=models.CASCADE, related_name="consignments"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    consignor = models.JSONField(_("consignor"), default=dict)
    consignee = models.JSONField(_("consignee"), default=dict)
    consignee_firm = models.ForeignKey(
        Firm,
        verbose_name=_("registered consignee"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consignments",
    )
    gross_mass = models.DecimalField(_("gross mass"), max_digits=16, decimal_places=6, null=True, blank=True)
    transport_document = models.CharField(_("transport document"), max_length=70, blank=True)

    # Counted by `selectors.parts.consignments` alone.
    items_declared: int

    class Meta:
        verbose_name = _("consignment")
        verbose_name_plural = _("consignments")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["declaration", "position"], name="consignment_position_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.position}"


class Item(models.Model):
    """One line of goods. `packages`, `previous_documents`, `supporting_documents` as in the API's JSON."""

    declaration = models.ForeignKey(
        Declaration, verbose_name=_("declaration"), on_delete=models.CASCADE, related_name="items"
    )
    consignment = models.ForeignKey(
        Consignment, verbose_name=_("consignment"), on_delete=models.CASCADE, related_name="items"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    commodity_code = models.CharField(_("commodity code"), max_length=8, blank=True)
    description = models.CharField(_("description"), max_length=512, blank=True)
    gross_mass = models.DecimalField(_("gross mass"), max_digits=16, decimal_places=6, null=True, blank=True)
    net_mass = models.DecimalField(_("net mass"), max_digits=16, decimal_places=6, null=True, blank=True)
    packages = models.JSONField(_("packages"), default=list)
    country_of_origin = models.CharField(_("country of origin"), max_length=2, blank=True)
    value_amount = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    value_currency = models.CharField(_("currency of the value"), max_length=3, blank=True)
    supplementary_amount = models.DecimalField(
        _("supplementary amount"), max_digits=16, decimal_places=6, null=True, blank=True
    )
    supplementary_unit = models.CharField(_("supplementary unit"), max_length=10, blank=True)
    dangerous_goods_code = models.CharField(_("dangerous goods code"), max_length=4, blank=True)
    previous_documents = models.JSONField(_("previous documents"), default=list)
    supporting_documents = models.JSONField(_("supporting documents"), default=list)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["number"]
        indexes = [models.Index(fields=["commodity_code"])]

    def __str__(self) -> str:
        return f"{self.number} {self.commodity_code}"


class Attachment(models.Model):
    """A file of a declaration; PDF, JPEG or PNG by its content, at most 5 MB (spec section 3)."""

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m/")
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("content type"), max_length=20)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
