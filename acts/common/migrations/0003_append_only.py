"""What was written stays, whoever asks the database."""

from django.db import migrations

from acts.common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("common", "0002_initial")]

    operations = [append_only("common_historyentry")]
