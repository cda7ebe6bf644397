"""Who has worked through a course still counts as taking part; points are added, and never changed."""

from django.db import migrations

_COUNT = """
CREATE OR REPLACE FUNCTION learning_count_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE learning_opportunity SET enrollment_count = enrollment_count - (OLD.status {counts})::int,
            rating_sum = rating_sum - coalesce(OLD.stars, 0),
            rating_count = rating_count - (OLD.stars IS NOT NULL)::int
        WHERE id = OLD.opportunity_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE learning_opportunity SET enrollment_count = enrollment_count + (NEW.status {counts})::int,
            rating_sum = rating_sum + coalesce(NEW.stars, 0),
            rating_count = rating_count + (NEW.stars IS NOT NULL)::int
        WHERE id = NEW.opportunity_id;
    END IF;
    RETURN NULL;
END $$;
"""
_POINTS = """
CREATE FUNCTION learning_keep_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'points are added, and never changed';
END $$;
CREATE TRIGGER keep_points BEFORE UPDATE ON learning_pointsentry
    FOR EACH ROW EXECUTE FUNCTION learning_keep_points();
"""
_UNDO = """
DROP TRIGGER keep_points ON learning_pointsentry;
DROP FUNCTION learning_keep_points();
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0005_paths_and_points")]
    operations = [
        migrations.RunSQL(_COUNT.format(counts="<> 'withdrawn'"), _COUNT.format(counts="= 'enrolled'")),
        migrations.RunSQL(_POINTS, _UNDO),
    ]
