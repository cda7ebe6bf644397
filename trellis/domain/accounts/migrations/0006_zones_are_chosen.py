from typing import Any

from django.db import migrations, models

import trellis.domain.accounts.rules


def keep_what_was_said(apps: Any, schema_editor: Any) -> None:
    """Take for chosen what an account says: until now every one began with UTC, and no page guessed."""
    apps.get_model("accounts", "User").objects.exclude(timezone="UTC").update(timezone_chosen=True)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_addresses_in_form"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="timezone_chosen",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="user",
            name="timezone",
            field=models.CharField(
                default="UTC", max_length=64, validators=[trellis.domain.accounts.rules.refuse_no_zone]
            ),
        ),
        migrations.RunPython(keep_what_was_said, migrations.RunPython.noop, elidable=True),
    ]
