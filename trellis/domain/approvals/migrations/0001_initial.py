"""Decisions come from organizations with their table: no row is copied.

No event has had a decision as its subject, so the record names none. The rights on the table, its indexes
and foreign keys go with it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOVE_TABLE = """
ALTER TABLE organizations_decision RENAME TO approvals_decision;
ALTER SEQUENCE organizations_decision_id_seq RENAME TO approvals_decision_id_seq;
ALTER TABLE approvals_decision ALTER COLUMN organization_id DROP NOT NULL;
"""
MOVE_TABLE_BACK = """
ALTER TABLE approvals_decision ALTER COLUMN organization_id SET NOT NULL;
ALTER SEQUENCE approvals_decision_id_seq RENAME TO organizations_decision_id_seq;
ALTER TABLE approvals_decision RENAME TO organizations_decision;
"""
# Permissions hang on it by its key. An empty database has none yet: it is made after all migrations.
MOVE_TYPE = """
UPDATE django_content_type SET app_label = 'approvals' WHERE app_label = 'organizations' AND model = 'decision';
"""
MOVE_TYPE_BACK = """
UPDATE django_content_type SET app_label = 'organizations' WHERE app_label = 'approvals' AND model = 'decision';
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organizations", "0001_initial"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=60)),
                        ("round", models.PositiveIntegerField(default=1)),
                        ("stage", models.PositiveSmallIntegerField()),
                        ("stage_name", models.CharField(max_length=150)),
                        ("verdict", models.CharField(choices=[("approved", "Approved"), ("rejected", "Rejected")], max_length=10)),
                        ("comment", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField()),
                        ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("organization", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.organization")),
                        ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("subject_type", "subject_id", "round", "stage"), name="decision_once_per_stage")],
                    },
                ),
            ],
            database_operations=[
                migrations.RunSQL(MOVE_TABLE, MOVE_TABLE_BACK),
                migrations.RunSQL(MOVE_TYPE, MOVE_TYPE_BACK),
            ],
        ),
    ]
