from django.db import migrations, models

from acts.common.triggers import stamped


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0005_control_extension"),
    ]

    operations = [
        migrations.AddField(
            model_name="countryprofile",
            name="document_types",
            field=models.JSONField(
                blank=True, default=list, help_text='asked for of every declaration through here: ["INVOICE"]'
            ),
        ),
        migrations.AlterField(
            model_name="countryprofile",
            name="itinerary_binding",
            field=models.BooleanField(default=True, help_text="unless the declaration says otherwise [A VN]"),
        ),
        # SQLite has rebuilt the table and lost its triggers.
        stamped("offices_countryprofile", stamp="offices_registerstamp"),
    ]
