"""The declaration: what the principal declares (spec section 3). Column names are the API's field names.

Rows where customs asks about them one by one (consignments, items, guarantees); JSON where a group of values is
only ever read and printed whole (vehicle, driver, containers, packages, documents).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT

from offices.models import Firm
from transit.enums import NoSealReason
from transit.models.movement import Movement


class Declaration(models.Model):
    """The content of a declaration; identity and process are the movement's (same UUID)."""

    movement = models.OneToOneField(Movement, on_delete=models.CASCADE, primary_key=True, related_name="declaration")
    location_of_goods = models.CharField(max_length=35, blank=True)
    destination_premises = models.CharField(max_length=35, blank=True)
    country_of_dispatch = models.CharField(max_length=2, blank=True)
    country_of_destination = models.CharField(max_length=2, blank=True)
    offices_of_transit = models.JSONField(default=list, help_text='[{"office", "expected_at"}]')
    expected_arrival_at = models.DateTimeField(null=True, blank=True)
    limit_date = models.DateTimeField(null=True, blank=True, help_text="proposed; simplified declarations only")
    binding_itinerary = models.BooleanField(default=True)
    route_text = models.CharField(max_length=512, blank=True)
    carrier = models.JSONField(default=dict)
    carrier_number = models.GeneratedField(
        expression=KT("carrier__registration_number"), output_field=models.TextField(), db_persist=True, db_index=True
    )
    vehicle = models.JSONField(default=dict)
    driver = models.JSONField(default=dict)
    containerised = models.BooleanField(null=True, blank=True)
    containers = models.JSONField(default=list, help_text='[{"number", "seals": []}]')
    seals = models.JSONField(default=list)
    no_seal_reason = models.CharField(max_length=10, choices=NoSealReason.choices, blank=True)

    def __str__(self) -> str:
        return str(self.movement_id)


class DeclaredGuarantee(models.Model):
    """A guarantee the declaration names; of the access code only its keyed digest is kept."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="guarantees")
    position = models.PositiveSmallIntegerField()
    grn = models.CharField(max_length=17, blank=True)
    access_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["declaration", "position"], name="declared_guarantee_once")]

    def __str__(self) -> str:
        return self.grn


class Consignment(models.Model):
    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="consignments")
    position = models.PositiveSmallIntegerField()
    consignor = models.JSONField(default=dict)
    consignee = models.JSONField(default=dict)
    consignee_firm = models.ForeignKey(
        Firm, on_delete=models.PROTECT, null=True, blank=True, related_name="consignments"
    )
    gross_mass = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    transport_document = models.CharField(max_length=70, blank=True)

    # Counted by `selectors.parts.consignments` alone.
    items_declared: int

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["declaration", "position"], name="consignment_position_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.position}"


class Item(models.Model):
    """One line of goods. `packages`, `previous_documents`, `supporting_documents` as in the API's JSON."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="items")
    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    commodity_code = models.CharField(max_length=8, blank=True)
    description = models.CharField(max_length=512, blank=True)
    gross_mass = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    net_mass = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    packages = models.JSONField(default=list)
    country_of_origin = models.CharField(max_length=2, blank=True)
    value_amount = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    value_currency = models.CharField(max_length=3, blank=True)
    supplementary_amount = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    supplementary_unit = models.CharField(max_length=10, blank=True)
    dangerous_goods_code = models.CharField(max_length=4, blank=True)
    previous_documents = models.JSONField(default=list)
    supporting_documents = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["commodity_code"])]

    def __str__(self) -> str:
        return f"{self.number} {self.commodity_code}"


class Attachment(models.Model):
    """A file of a declaration; PDF, JPEG or PNG by its content, at most 5 MB (spec section 3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m/")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name
