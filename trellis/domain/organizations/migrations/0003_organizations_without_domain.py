import django.db.models.expressions
from django.db import migrations, models

# Those that are there get theirs in the order in which they came.
_NUMBER_THEM = """
UPDATE organizations_organization AS o SET number = ranked.place
FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM organizations_organization) AS ranked
WHERE ranked.id = o.id;
SELECT setval('organizations_number', greatest(1, count(*)), count(*) > 0) FROM organizations_organization;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_current_membership")]

    operations = [
        migrations.AlterField("organization", "domain", models.CharField(blank=True, max_length=253, null=True)),
        migrations.AlterField(
            "organization",
            "prefix",
            models.CharField(editable=False, max_length=8, null=True, unique=True),
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE organizations_number AS integer", "DROP SEQUENCE organizations_number"
        ),
        migrations.AddField("organization", "number", models.IntegerField(editable=False, null=True)),
        migrations.RunSQL(_NUMBER_THEM, migrations.RunSQL.noop),
        migrations.AlterField(
            "organization",
            "number",
            models.IntegerField(
                db_default=django.db.models.expressions.Func(
                    django.db.models.expressions.Value("organizations_number"),
                    function="nextval",
                    output_field=models.IntegerField(),
                ),
                editable=False,
                unique=True,
            ),
        ),
    ]
