"""Disability categories shared with an organization, field by field, and the log of who has read them.

Both lie beside the categories: with whom somebody shares tells as much as what. Reading and noting that are one
statement. docs/decisions/disability-categories.md says more.
"""

from django.db import migrations

TABLES = """
CREATE TABLE candidates_private.disability_sharing (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    profile_id bigint NOT NULL REFERENCES public.candidates_candidateprofile (id) ON DELETE CASCADE,
    organization_id uuid NOT NULL REFERENCES public.organizations_organization (id) ON DELETE CASCADE,
    field text NOT NULL,
    shared_at timestamptz NOT NULL,
    withdrawn_at timestamptz CONSTRAINT withdrawn_after_shared CHECK (withdrawn_at >= shared_at)
);
CREATE UNIQUE INDEX shared_once ON candidates_private.disability_sharing (profile_id, organization_id, field)
    WHERE withdrawn_at IS NULL;
CREATE INDEX sharing_of_profile ON candidates_private.disability_sharing (profile_id, id);
CREATE INDEX sharing_with_organization ON candidates_private.disability_sharing (organization_id);
CREATE TABLE candidates_private.disability_read (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    profile_id bigint NOT NULL REFERENCES public.candidates_candidateprofile (id) ON DELETE CASCADE,
    organization_id uuid REFERENCES public.organizations_organization (id) ON DELETE SET NULL,
    reader_id bigint REFERENCES public.accounts_user (id) ON DELETE SET NULL,
    purpose text NOT NULL CONSTRAINT read_for_something CHECK (purpose <> '' AND length(purpose) <= 100),
    fields text[] NOT NULL CONSTRAINT read_something CHECK (cardinality(fields) > 0),
    read_at timestamptz NOT NULL
);
CREATE INDEX read_of_profile ON candidates_private.disability_read (profile_id, id);
CREATE INDEX read_by_account ON candidates_private.disability_read (reader_id);
CREATE INDEX read_in_organization ON candidates_private.disability_read (organization_id);
REVOKE ALL ON ALL TABLES IN SCHEMA candidates_private FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA candidates_private FROM PUBLIC;
"""
NO_TABLES = "DROP TABLE candidates_private.disability_read, candidates_private.disability_sharing"

# What can be shared of categories: the fields of an object, the texts of a list.
PARTS = """
CREATE FUNCTION candidates_private.names_of(given jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE jsonb_typeof(given)
        WHEN 'object' THEN ARRAY(SELECT jsonb_object_keys(given))
        ELSE ARRAY(
            SELECT part #>> '{}' FROM jsonb_array_elements(given) AS part WHERE jsonb_typeof(part) = 'string'
        )
    END
$$;
CREATE FUNCTION candidates_private.part_of(given jsonb, names text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE jsonb_typeof(given)
        WHEN 'object' THEN (
            SELECT jsonb_object_agg(field, told) FROM jsonb_each(given) AS parts (field, told)
            WHERE field = ANY (names)
        )
        ELSE (
            SELECT jsonb_agg(part ORDER BY place)
            FROM jsonb_array_elements(given) WITH ORDINALITY AS parts (part, place)
            WHERE jsonb_typeof(part) = 'string' AND part #>> '{}' = ANY (names)
        )
    END
$$;
CREATE FUNCTION candidates_private.withdraw(given_profile bigint, kept text[]) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    UPDATE candidates_private.disability_sharing
    SET withdrawn_at = greatest(shared_at, statement_timestamp())
    WHERE profile_id = given_profile AND withdrawn_at IS NULL AND field <> ALL (kept)
$$;
REVOKE ALL ON FUNCTION candidates_private.names_of(jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION candidates_private.part_of(jsonb, text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION candidates_private.withdraw(bigint, text[]) FROM PUBLIC;
"""
NO_PARTS = """
DROP FUNCTION candidates_private.names_of(jsonb);
DROP FUNCTION candidates_private.part_of(jsonb, text[]);
DROP FUNCTION candidates_private.withdraw(bigint, text[]);
"""

# Whoever reads waits for whoever withdraws: both hold the profile's row.
SHARE = """
CREATE FUNCTION public.candidates_share_disability(
    given_profile bigint, given_account bigint, given_organization uuid, given_fields text
) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted text[];
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    PERFORM FROM public.candidates_candidateprofile WHERE id = given_profile FOR NO KEY UPDATE;
    BEGIN
        wanted := ARRAY(SELECT DISTINCT jsonb_array_elements_text(given_fields::jsonb));
        IF NOT wanted <@ coalesce(
            (SELECT candidates_private.names_of(categories) FROM candidates_private.disability
             WHERE profile_id = given_profile), '{}'
        ) THEN
            RAISE invalid_parameter_value;
        END IF;
        UPDATE candidates_private.disability_sharing
        SET withdrawn_at = greatest(shared_at, statement_timestamp())
        WHERE profile_id = given_profile AND organization_id = given_organization
            AND withdrawn_at IS NULL AND field <> ALL (wanted);
        INSERT INTO candidates_private.disability_sharing (profile_id, organization_id, field, shared_at)
        SELECT given_profile, given_organization, name, statement_timestamp() FROM unnest(wanted) AS name
        ON CONFLICT (profile_id, organization_id, field) WHERE withdrawn_at IS NULL DO NOTHING;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        RAISE EXCEPTION 'These disability categories cannot be shared.' USING ERRCODE = 'invalid_parameter_value';
    END;
END $$;
REVOKE ALL ON FUNCTION public.candidates_share_disability(bigint, bigint, uuid, text) FROM PUBLIC;
"""
# What is shown is what is noted, in one statement: nothing comes out of it that did not go into the log.
READ_SHARED = """
CREATE FUNCTION public.candidates_shared_disability(
    given_profile bigint, given_reader bigint, given_organization uuid, given_purpose text
) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told text;
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.organizations_membership
        WHERE user_id = given_reader AND organization_id = given_organization AND is_current
    ) THEN
        RAISE EXCEPTION 'Disability categories are for members of the organization that they are shared with.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM public.candidates_candidateprofile WHERE id = given_profile FOR SHARE;
    BEGIN
        WITH shown AS MATERIALIZED (
            SELECT candidates_private.part_of(held.categories, ARRAY(
                SELECT field FROM candidates_private.disability_sharing
                WHERE profile_id = given_profile AND organization_id = given_organization
                    AND withdrawn_at IS NULL
            )) AS part
            FROM candidates_private.disability AS held WHERE held.profile_id = given_profile
        ), noted AS (
            INSERT INTO candidates_private.disability_read
                (profile_id, organization_id, reader_id, purpose, fields, read_at)
            SELECT given_profile, given_organization, given_reader, given_purpose,
                candidates_private.names_of(part), statement_timestamp()
            FROM shown WHERE part IS NOT NULL
            RETURNING id
        )
        SELECT part::text INTO told FROM shown, noted;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        RAISE EXCEPTION 'Disability categories cannot be read so.' USING ERRCODE = 'invalid_parameter_value';
    END;
    RETURN told;
END $$;
REVOKE ALL ON FUNCTION public.candidates_shared_disability(bigint, bigint, uuid, text) FROM PUBLIC;
"""
TELL = """
CREATE FUNCTION public.candidates_disability_sharing(given_profile bigint, given_account bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    RETURN (
        SELECT json_agg(json_build_object(
            'organization', json_build_object('id', theirs.number, 'name', theirs.name),
            'field', shared.field,
            'shared_at', to_char(shared.shared_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'withdrawn_at', to_char(shared.withdrawn_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ) ORDER BY shared.id DESC)::text
        FROM candidates_private.disability_sharing AS shared
        JOIN public.organizations_organization AS theirs ON theirs.id = shared.organization_id
        WHERE shared.profile_id = given_profile
    );
END $$;
CREATE FUNCTION public.candidates_disability_reads(given_profile bigint, given_account bigint, given_most bigint)
    RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    RETURN (
        SELECT json_agg(json_build_object(
            'reader', CASE WHEN person.id IS NOT NULL THEN json_build_object(
                'id', person.id, 'first_name', person.first_name, 'last_name', person.last_name) END,
            'organization', CASE WHEN theirs.id IS NOT NULL THEN json_build_object(
                'id', theirs.number, 'name', theirs.name) END,
            'fields', seen.fields,
            'purpose', seen.purpose,
            'read_at', to_char(seen.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ) ORDER BY seen.id DESC)::text
        FROM (
            SELECT * FROM candidates_private.disability_read
            WHERE profile_id = given_profile ORDER BY id DESC LIMIT given_most
        ) AS seen
        LEFT JOIN public.accounts_user AS person ON person.id = seen.reader_id
        LEFT JOIN public.organizations_organization AS theirs ON theirs.id = seen.organization_id
    );
END $$;
REVOKE ALL ON FUNCTION public.candidates_disability_sharing(bigint, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.candidates_disability_reads(bigint, bigint, bigint) FROM PUBLIC;
"""
NO_TELL = """
DROP FUNCTION public.candidates_disability_sharing(bigint, bigint);
DROP FUNCTION public.candidates_disability_reads(bigint, bigint, bigint);
"""

# What is told no longer is shared no longer: told again, it is off again.
KEEP = """
CREATE OR REPLACE FUNCTION public.candidates_keep_disability(
    given_profile bigint, given_account bigint, given_categories text
) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    PERFORM FROM public.candidates_candidateprofile WHERE id = given_profile FOR NO KEY UPDATE;
    BEGIN
        INSERT INTO candidates_private.disability AS held (profile_id, categories, changed_at)
        VALUES (given_profile, given_categories::jsonb, statement_timestamp())
        ON CONFLICT (profile_id) DO UPDATE
            SET categories = excluded.categories, changed_at = excluded.changed_at;
        PERFORM candidates_private.withdraw(
            given_profile, candidates_private.names_of(given_categories::jsonb));
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        RAISE EXCEPTION 'Disability categories cannot be kept so.' USING ERRCODE = 'invalid_parameter_value';
    END;
END $$;
"""
KEEP_AS_BEFORE = """
CREATE OR REPLACE FUNCTION public.candidates_keep_disability(
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
"""
_ERASE = """
CREATE OR REPLACE FUNCTION public.candidates_erase_disability(given_profile bigint, given_account bigint)
    RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM candidates_private.refuse_others(given_profile, given_account);
    {first}DELETE FROM candidates_private.disability WHERE profile_id = given_profile;
END $$;
"""
ERASE = _ERASE.format(
    first="PERFORM FROM public.candidates_candidateprofile WHERE id = given_profile FOR NO KEY UPDATE;\n"
    "    PERFORM candidates_private.withdraw(given_profile, '{}');\n    "
)
ERASE_AS_BEFORE = _ERASE.format(first="")


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0003_resume_readings"),
        ("organizations", "0006_what_it_says_of_itself"),
    ]
    operations = [
        migrations.RunSQL(TABLES, NO_TABLES),
        migrations.RunSQL(PARTS, NO_PARTS),
        migrations.RunSQL(SHARE, "DROP FUNCTION public.candidates_share_disability(bigint, bigint, uuid, text)"),
        migrations.RunSQL(
            READ_SHARED, "DROP FUNCTION public.candidates_shared_disability(bigint, bigint, uuid, text)"
        ),
        migrations.RunSQL(TELL, NO_TELL),
        migrations.RunSQL(KEEP, KEEP_AS_BEFORE),
        migrations.RunSQL(ERASE, ERASE_AS_BEFORE),
    ]
