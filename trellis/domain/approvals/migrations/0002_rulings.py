"""What was decided is a ruling; a verdict is a coach's. The column keeps its name: nothing is done to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.AlterField(
            "decision",
            "verdict",
            models.CharField(
                choices=[("approved", "Approved"), ("rejected", "Rejected")],
                db_column="verdict",
                max_length=10,
            ),
        ),
        migrations.RenameField("decision", "verdict", "ruling"),
    ]
