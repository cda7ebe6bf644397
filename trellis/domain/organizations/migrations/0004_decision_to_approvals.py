"""Decisions have gone to approvals, with their table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_organizations_without_domain"),
        ("approvals", "0001_initial"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Decision")]),
    ]
