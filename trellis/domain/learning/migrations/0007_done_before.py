"""Sessions and reviews of before there were points have theirs, too; achievements follow with the next act."""

from django.db import migrations

_GIVE = """
INSERT INTO learning_pointsentry (user_id, reason, subject_id, points, category_id, earned_at)
SELECT b.mentee_id, '{reason}', b.id, {points}, (
    SELECT s.category_id FROM learning_opportunity AS o JOIN catalog_subcategory AS s ON s.id = o.subcategory_id
    WHERE o.public_id = coalesce(b.opportunity_id, m.public_id)
), b.{moment}
FROM mentorship_booking AS b JOIN mentorship_mentor AS m ON m.id = b.mentor_id
WHERE {condition}
ON CONFLICT DO NOTHING;
"""
_SESSIONS = _GIVE.format(reason="session", points=75, moment="ends_at", condition="b.status = 'completed'")
_REVIEWS = _GIVE.format(
    reason="review", points=25, moment="rated_at", condition="b.rated_at IS NOT NULL AND b.rating IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0006_kept_by_the_database"),
        ("mentorship", "0009_minors_meet_in_rooms"),
        ("catalog", "0001_initial"),
    ]
    operations = [migrations.RunSQL(_SESSIONS + _REVIEWS, migrations.RunSQL.noop)]
