"""Rules of PostgreSQL's own that Django's models cannot say."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION core_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'core_event is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_event_append_only BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_event_refuse_change();
"""
NO_LONGER_APPEND_ONLY = """
DROP TRIGGER core_event_append_only ON core_event;
DROP FUNCTION core_event_refuse_change();
"""
# Counters may vanish in a crash, so they need no write-ahead log; room in each page keeps their
# updates in place.
COUNTERS_UNLOGGED = """
ALTER TABLE core_throttlecounter SET UNLOGGED;
ALTER TABLE core_throttlecounter SET (fillfactor = 50);
"""
COUNTERS_LOGGED = "ALTER TABLE core_throttlecounter SET LOGGED;"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, NO_LONGER_APPEND_ONLY),
        migrations.RunSQL(COUNTERS_UNLOGGED, COUNTERS_LOGGED),
    ]
