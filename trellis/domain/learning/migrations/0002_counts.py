"""The database counts who is enrolled, their stars, and what is published, whoever writes or removes rows."""

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
_KIND = "opportunity_type, subcategory_id, difficulty, price_minor > 0"
# One row for each change, and none that another's change waits for.
TALLY = f"""
CREATE FUNCTION learning_tally_opportunities() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO learning_tally (opportunity_type, subcategory_id, difficulty, is_paid, number)
        SELECT {_KIND}, count(*) FROM after_rows WHERE is_published GROUP BY 1, 2, 3, 4;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO learning_tally (opportunity_type, subcategory_id, difficulty, is_paid, number)
        SELECT {_KIND}, -count(*) FROM before_rows WHERE is_published GROUP BY 1, 2, 3, 4;
    ELSE
        INSERT INTO learning_tally (opportunity_type, subcategory_id, difficulty, is_paid, number)
        SELECT kind, subcategory_id, difficulty, is_paid, sum(one) FROM (
            SELECT {_KIND}, 1 FROM after_rows WHERE is_published
            UNION ALL SELECT {_KIND}, -1 FROM before_rows WHERE is_published
        ) AS rows (kind, subcategory_id, difficulty, is_paid, one)
        GROUP BY 1, 2, 3, 4 HAVING sum(one) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_new AFTER INSERT ON learning_opportunity REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION learning_tally_opportunities();
CREATE TRIGGER tally_gone AFTER DELETE ON learning_opportunity REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION learning_tally_opportunities();
CREATE TRIGGER tally_changed AFTER UPDATE ON learning_opportunity
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION learning_tally_opportunities();
"""  # noqa: S608
UNDO = """
DROP TRIGGER tally_new ON learning_opportunity;
DROP TRIGGER tally_gone ON learning_opportunity;
DROP TRIGGER tally_changed ON learning_opportunity;
DROP FUNCTION learning_tally_opportunities();
DROP TRIGGER count_enrollment ON learning_enrollment;
DROP FUNCTION learning_count_enrollment();
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [migrations.RunSQL(COUNT + TALLY, UNDO)]
