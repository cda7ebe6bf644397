from django.db import migrations

# The backstop of services.birth_dates: what makes a minor older, or takes their birth date away, is written by who
# has asked whether it may be (the setting of the transaction), or with an account that is shut and erased.
_TRIGGER = """
CREATE FUNCTION guardians_birth_date_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('trellis.birth_date', true), '') <> 'asked' THEN
        RAISE EXCEPTION 'a minor''s birth date is made older, or taken away, by staff alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'birth_date_of_minor_waits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER birth_date_of_minor_waits BEFORE UPDATE OF birth_date ON accounts_user
FOR EACH ROW WHEN (
    OLD.birth_date > ((now() AT TIME ZONE 'UTC')::date - interval '18 years')
    AND (NEW.birth_date < OLD.birth_date OR (NEW.birth_date IS NULL AND NEW.is_active))
) EXECUTE FUNCTION guardians_birth_date_waits();
"""
_NO_TRIGGER = """
DROP TRIGGER birth_date_of_minor_waits ON accounts_user;
DROP FUNCTION guardians_birth_date_waits();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('guardians', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(_TRIGGER, _NO_TRIGGER),
    ]
