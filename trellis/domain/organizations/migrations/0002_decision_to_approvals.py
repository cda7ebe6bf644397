"""Decisions have gone to approvals, with their table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0001_initial"),
        ("approvals", "0001_initial"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Decision")]),
    ]
