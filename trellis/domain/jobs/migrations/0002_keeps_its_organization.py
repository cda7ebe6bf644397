"""An application keeps its organization: the column stays as it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("organizations", "0006_what_it_says_of_itself"),
    ]
    operations = [
        migrations.AlterField(
            model_name="application",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="organizations.organization",
            ),
        )
    ]
