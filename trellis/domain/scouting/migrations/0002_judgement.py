"""A decision is called a judgement, and is a selection or a rejection: the table is renamed, no row copied."""

from django.db import migrations, models

TABLE = """
ALTER TABLE scouting_decision RENAME TO scouting_judgement;
ALTER TABLE scouting_judgement RENAME COLUMN decided_at TO judged_at;
ALTER TABLE scouting_judgement RENAME CONSTRAINT decision_once TO judgement_once;
ALTER TABLE scouting_judgement RENAME CONSTRAINT decision_verdict TO judgement_verdict;
ALTER INDEX decision_of_coach RENAME TO judgement_of_coach;
ALTER INDEX decision_on_talent RENAME TO judgement_on_talent;
"""
FORMER_TABLE = """
ALTER INDEX judgement_on_talent RENAME TO decision_on_talent;
ALTER INDEX judgement_of_coach RENAME TO decision_of_coach;
ALTER TABLE scouting_judgement RENAME CONSTRAINT judgement_verdict TO decision_verdict;
ALTER TABLE scouting_judgement RENAME CONSTRAINT judgement_once TO decision_once;
ALTER TABLE scouting_judgement RENAME COLUMN judged_at TO decided_at;
ALTER TABLE scouting_judgement RENAME TO scouting_decision;
"""
# The record lets nobody change it; its owner says here what the same rows are called now.
RECORD = """
ALTER TABLE core_event DISABLE TRIGGER USER;
UPDATE core_event SET subject_type = 'scouting.selection'
    WHERE subject_type = 'scouting.decision' AND kind = 'talent.selected';
UPDATE core_event SET subject_type = 'scouting.rejection'
    WHERE subject_type = 'scouting.decision' AND kind = 'talent.rejected';
ALTER TABLE core_event ENABLE TRIGGER USER;
"""
FORMER_RECORD = """
ALTER TABLE core_event DISABLE TRIGGER USER;
UPDATE core_event SET subject_type = 'scouting.decision'
    WHERE subject_type IN ('scouting.selection', 'scouting.rejection');
ALTER TABLE core_event ENABLE TRIGGER USER;
"""


def _renamed(before: str, after: str) -> str:
    """Return what gives the model's rights and its past in the back office to its new name."""
    return f"""
    UPDATE auth_permission SET codename = replace(codename, '_{before}', '_{after}'),
        name = replace(name, ' {before}', ' {after}')
        WHERE content_type_id IN
            (SELECT id FROM django_content_type WHERE app_label = 'scouting' AND model = '{before}');
    UPDATE django_content_type SET model = '{after}' WHERE app_label = 'scouting' AND model = '{before}';
    """


class Migration(migrations.Migration):
    dependencies = [
        ("scouting", "0001_initial"),
        ("core", "0002_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, FORMER_TABLE)],
            state_operations=[
                migrations.RemoveConstraint("decision", "decision_once"),
                migrations.RemoveConstraint("decision", "decision_verdict"),
                migrations.RemoveIndex("decision", "decision_of_coach"),
                migrations.RemoveIndex("decision", "decision_on_talent"),
                migrations.RenameModel("Decision", "Judgement"),
                migrations.RenameField("judgement", "decided_at", "judged_at"),
                migrations.AlterField(
                    "judgement",
                    "coach",
                    models.ForeignKey(
                        "scouting.coach",
                        models.CASCADE,
                        related_name="judgements",
                        db_index=False,
                    ),
                ),
                migrations.AlterField(
                    "judgement",
                    "talent",
                    models.ForeignKey(
                        "scouting.talent",
                        models.CASCADE,
                        related_name="judgements",
                        db_index=False,
                    ),
                ),
                migrations.AddConstraint(
                    "judgement",
                    models.UniqueConstraint(fields=("coach", "talent"), name="judgement_once"),
                ),
                migrations.AddConstraint(
                    "judgement",
                    models.CheckConstraint(
                        condition=models.Q(verdict__in=["selected", "rejected"]),
                        name="judgement_verdict",
                    ),
                ),
                migrations.AddIndex(
                    "judgement",
                    models.Index("coach", "verdict", models.F("id").desc(), name="judgement_of_coach"),
                ),
                migrations.AddIndex(
                    "judgement",
                    models.Index("talent", "verdict", models.F("id").desc(), name="judgement_on_talent"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("scouting.judgement",),
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("scouting.judgement",),
        ),
        migrations.RunSQL(_renamed("decision", "judgement"), _renamed("judgement", "decision")),
        migrations.RunSQL(RECORD, FORMER_RECORD),
    ]
