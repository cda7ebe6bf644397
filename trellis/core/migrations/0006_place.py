"""Leases of what takes long. They may vanish in a crash, as throttle counters may: no write-ahead log."""

from django.db import migrations, models

UNLOGGED = "ALTER TABLE core_place SET UNLOGGED;"
LOGGED = "ALTER TABLE core_place SET LOGGED;"


class Migration(migrations.Migration):
    dependencies = [("core", "0005_kept_answers")]
    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("holder", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("number", models.SmallIntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "number"), name="place_once")],
            },
        ),
        migrations.RunSQL(UNLOGGED, LOGGED),
    ]
