from django.db import migrations, models

from acts.common.triggers import stamped


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0008_second_factors"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="countryprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("road_speed_kmh__gte", 1)), name="profile_some_speed"
            ),
        ),
        # SQLite has rebuilt the table and lost its triggers.
        stamped("offices_countryprofile", stamp="offices_registerstamp"),
    ]
