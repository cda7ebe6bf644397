from django.db import migrations

# Sessions to come of somebody under 18 are held in their rooms, where a guardian has a seat.
_IN_ROOMS = """
UPDATE mentorship_booking AS booking SET meeting_url = '', meeting_platform = '', version = booking.version + 1
FROM mentorship_mentor AS mentor, accounts_user AS account
WHERE mentor.id = booking.mentor_id AND account.id IN (mentor.user_id, booking.mentee_id)
AND booking.status IN ('pending', 'confirmed') AND booking.meeting_url <> ''
AND account.birth_date > (now() AT TIME ZONE 'UTC')::date - interval '18 years'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('mentorship', '0008_who_came'),
    ]

    operations = [
        migrations.RunSQL(_IN_ROOMS, migrations.RunSQL.noop),
    ]
