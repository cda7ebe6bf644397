from django.db import migrations

from trellis.core.db.address_forms import bring_into_form, is_in_form


def _has_an_account(row, other):
    return row.user_id is not None and other.user_id is None


def _bring(apps, schema_editor):
    entries = apps.get_model('directory', 'DirectoryEntry').objects.using(schema_editor.connection.alias)
    bring_into_form(entries, 'email', wins=_has_an_account)


class Migration(migrations.Migration):
    """Keep each member's address in its form."""

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(_bring, migrations.RunPython.noop),
        migrations.AddConstraint('directoryentry', is_in_form('email', constraint='directory_entry_email_in_form')),
    ]
