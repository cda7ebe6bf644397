from django.db import migrations

# Who is a talent counts as a minor for as long as nothing is known of their birth date.
_OWED = """
UPDATE accounts_user SET owes_birth_date = true
WHERE id IN (SELECT user_id FROM scouting_talent) AND NOT owes_birth_date
"""


class Migration(migrations.Migration):

    dependencies = [
        ('scouting', '0002_judgement'),
        ('accounts', '0010_birth_dates_owed'),
    ]

    operations = [
        migrations.RunSQL(_OWED, migrations.RunSQL.noop),
    ]
