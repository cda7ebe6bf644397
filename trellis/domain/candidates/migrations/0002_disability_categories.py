"""Disability categories: a schema that the application may not enter, and the functions that do.

The default rights of the application's role reach only `public`, so that it has none on the table. Each function
has the rights of its owner, looks itself at who asks, and says no word of PostgreSQL's, which quotes rows.
docs/decisions/disability-categories.md says more.
"""

from django.db import migrations

TABLE = """
CREATE SCHEMA candidates_private;
REVOKE ALL ON SCHEMA candidates_private FROM PUBLIC;
CREATE TABLE candidates_private.disability (
    profile_id bigint PRIMARY KEY REFERENCES public.candidates_candidateprofile (id) ON DELETE CASCADE,
    categories jsonb NOT NULL CONSTRAINT disability_form CHECK (jsonb_typeof(categories) IN ('object', 'array')),
    changed_at timestamptz NOT NULL
);
REVOKE ALL ON TABLE candidates_private.disability FROM PUBLIC;
"""
NO_TABLE = "DROP SCHEMA candidates_private CASCADE"

# Called by the others alone: who asks is the candidate whose profile it is.
GUARD = """
CREATE FUNCTION candidates_private.refuse_others(given_profile bigint, given_account bigint) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.candidates_candidateprofile WHERE id = given_profile AND user_id = given_account
    ) THEN
        RAISE EXCEPTION 'Disability categories are the candidate''s own.' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
REVOKE ALL ON FUNCTION candidates_private.refuse_others(bigint, bigint) FROM PUBLIC;
"""
READ = """
CREATE FUNCTION public.candidates_own_disability(given_profile bigint, given_account bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    RETURN (SELECT categories::text FROM candidates_private.disability WHERE profile_id = given_profile);
END $$;
REVOKE ALL ON FUNCTION public.candidates_own_disability(bigint, bigint) FROM PUBLIC;
"""
# The text becomes JSON inside the block whose errors are told in words of ours: PostgreSQL's quote it.
KEEP = """
CREATE FUNCTION public.candidates_keep_disability(
    given_profile bigint, given_account bigint, given_categories text
) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    BEGIN
        INSERT INTO candidates_private.disability AS held (profile_id, categories, changed_at)
        VALUES (given_profile, given_categories::jsonb, statement_timestamp())
        ON CONFLICT (profile_id) DO UPDATE
            SET categories = excluded.categories, changed_at = excluded.changed_at;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        RAISE EXCEPTION 'Disability categories cannot be kept so.' USING ERRCODE = 'invalid_parameter_value';
    END;
END $$;
REVOKE ALL ON FUNCTION public.candidates_keep_disability(bigint, bigint, text) FROM PUBLIC;
"""
ERASE = """
CREATE FUNCTION public.candidates_erase_disability(given_profile bigint, given_account bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    DELETE FROM candidates_private.disability WHERE profile_id = given_profile;
END $$;
REVOKE ALL ON FUNCTION public.candidates_erase_disability(bigint, bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLE, NO_TABLE),
        migrations.RunSQL(GUARD, "DROP FUNCTION candidates_private.refuse_others(bigint, bigint)"),
        migrations.RunSQL(READ, "DROP FUNCTION public.candidates_own_disability(bigint, bigint)"),
        migrations.RunSQL(KEEP, "DROP FUNCTION public.candidates_keep_disability(bigint, bigint, text)"),
        migrations.RunSQL(ERASE, "DROP FUNCTION public.candidates_erase_disability(bigint, bigint)"),
    ]
