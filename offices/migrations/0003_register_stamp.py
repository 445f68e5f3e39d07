"""The stamp of the registers, renewed by the database at every change of one of them (`offices.register`)."""

from typing import Any

from django.db import migrations

from acts.common.triggers import stamped

REGISTERS = ("country", "countryprofile", "deadlinesetting", "holiday", "office", "restrictedgoods", "roaddistance")


def _first(apps: Any, schema_editor: Any) -> None:
    apps.get_model("offices", "RegisterStamp").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_proofs")]

    operations = [
        migrations.RunPython(_first, migrations.RunPython.noop),
        *[stamped(f"offices_{name}", stamp="offices_registerstamp") for name in REGISTERS],
    ]
