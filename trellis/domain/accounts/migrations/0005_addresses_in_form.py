from django.db import migrations

from trellis.core.db.address_forms import bring_into_form, is_in_form


def _has_proven_it(row, other):
    return row.email_verified_at is not None and other.email_verified_at is None


def _bring(apps, schema_editor):
    users = apps.get_model('accounts', 'User').objects.using(schema_editor.connection.alias)
    bring_into_form(users, 'email', wins=_has_proven_it, lost={'email_verified_at': None})


class Migration(migrations.Migration):
    """Keep each account's address in its form; of two that become one the other is kept too, and marked."""

    dependencies = [
        ('accounts', '0004_directory_moves_out'),
    ]

    operations = [
        migrations.RunPython(_bring, migrations.RunPython.noop),
        migrations.AddConstraint('user', is_in_form('email', constraint='user_email_in_form')),
    ]
