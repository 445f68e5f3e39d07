"""The stamp of the registers, renewed by the database at every change of one of them (`offices.register`)."""

import uuid
from typing import Any

from django.db import migrations, models

from acts.common.triggers import stamped

REGISTERS = ("country", "countryprofile", "deadlinesetting", "holiday", "office", "restrictedgoods", "roaddistance")


def _first(apps: Any, schema_editor: Any) -> None:
    apps.get_model("offices", "RegisterStamp").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_bank_numbers")]

    operations = [
        migrations.CreateModel(
            name="RegisterStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="register_stamp_is_one")],
            },
        ),
        migrations.RunPython(_first, migrations.RunPython.noop),
        *[stamped(f"offices_{name}", stamp="offices_registerstamp") for name in REGISTERS],
    ]
