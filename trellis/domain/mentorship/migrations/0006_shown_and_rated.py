"""Who is shown in SOOSH, about where they are, and when each review was written, of the rows that were there.

Apart from the migration before it, which makes indexes: PostgreSQL makes none of a table whose rows have changed in the
same transaction.
"""

from django.db import migrations

_FILL = """
UPDATE mentorship_mentor SET is_shown = is_shown;
UPDATE mentorship_booking SET rated_at = updated_at WHERE rating IS NOT NULL AND rated_at IS NULL;
"""


class Migration(migrations.Migration):
    """Fill what triggers keep from now on."""

    dependencies = [("mentorship", "0005_mentors_of_soosh")]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
