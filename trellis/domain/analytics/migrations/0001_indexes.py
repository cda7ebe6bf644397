"""Indexes that hold all that a dashboard sums up of a person, so that it reads no rows of big tables."""

from django.db import migrations

MAKE = """
CREATE INDEX analytics_sessions_had ON mentorship_booking (mentee_id, ends_at)
    INCLUDE (id, starts_at, rating) WHERE status = 'completed';
CREATE INDEX analytics_sessions_given ON mentorship_booking (mentor_id, ends_at)
    INCLUDE (id, starts_at, mentee_id, rating) WHERE status = 'completed';
CREATE INDEX analytics_points_by_day ON learning_pointsentry (user_id, earned_at) INCLUDE (points);
"""
UNDO = """
DROP INDEX analytics_points_by_day;
DROP INDEX analytics_sessions_given;
DROP INDEX analytics_sessions_had;
"""


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0009_minors_meet_in_rooms"), ("learning", "0006_kept_by_the_database")]
    operations = [migrations.RunSQL(MAKE, UNDO)]
