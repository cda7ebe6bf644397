"""How many are enrolled in something, and their stars, are counted by the database: whoever writes or removes rows."""

from django.db import migrations

COUNT = """
CREATE FUNCTION learning_count_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE learning_opportunity SET enrollment_count = enrollment_count - (OLD.status = 'enrolled')::int,
            rating_sum = rating_sum - coalesce(OLD.stars, 0),
            rating_count = rating_count - (OLD.stars IS NOT NULL)::int
        WHERE id = OLD.opportunity_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE learning_opportunity SET enrollment_count = enrollment_count + (NEW.status = 'enrolled')::int,
            rating_sum = rating_sum + coalesce(NEW.stars, 0),
            rating_count = rating_count + (NEW.stars IS NOT NULL)::int
        WHERE id = NEW.opportunity_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_enrollment AFTER INSERT OR DELETE OR UPDATE OF status, stars, opportunity_id
    ON learning_enrollment FOR EACH ROW EXECUTE FUNCTION learning_count_enrollment();
"""
UNDO = """
DROP TRIGGER count_enrollment ON learning_enrollment;
DROP FUNCTION learning_count_enrollment();
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [migrations.RunSQL(COUNT, UNDO)]
