from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def of_the_last_entry(apps, schema_editor):
    entries = apps.get_model("guarantees", "LedgerEntry").objects.filter(guarantee=OuterRef("pk"))
    last = entries.order_by("-at").values("at")[:1]
    apps.get_model("guarantees", "Guarantee").objects.filter(ledger_sequence__gt=0).update(ledger_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [
        ("guarantees", "0011_entry_kind_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="guarantee",
            name="ledger_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(of_the_last_entry, migrations.RunPython.noop),
    ]
