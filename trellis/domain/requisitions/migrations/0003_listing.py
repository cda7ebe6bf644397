"""The words by which everybody finds what is published; no row is written for the new column."""

import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requisitions", "0002_deadline_after_start")]
    operations = [
        migrations.AddField(
            model_name="requisition",
            name="listing",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        )
    ]
