"""Selection rates: what comes out of disability categories without anybody's own.

One function gives rates and ratios of groups, never a count. What it has given is kept beside the categories, and
given again until enough has changed that no difference between two answers tells of a few. docs/decisions/fairness.md
says more.
"""

from django.db import migrations

# Of each job when rates were last worked out; of each of its fields who went into them; and what came out.
TABLES = """
CREATE TABLE candidates_private.selection_run (
    posting_id bigint PRIMARY KEY REFERENCES public.jobs_posting (id) ON DELETE CASCADE,
    ran_on date NOT NULL
);
CREATE TABLE candidates_private.selection_basis (
    posting_id bigint NOT NULL REFERENCES candidates_private.selection_run (posting_id) ON DELETE CASCADE,
    field text NOT NULL,
    profile_id bigint NOT NULL REFERENCES public.candidates_candidateprofile (id) ON DELETE CASCADE,
    is_selected boolean NOT NULL,
    PRIMARY KEY (posting_id, field, profile_id)
);
CREATE INDEX selection_basis_of_profile ON candidates_private.selection_basis (profile_id);
CREATE TABLE candidates_private.selection_rate (
    posting_id bigint NOT NULL REFERENCES candidates_private.selection_run (posting_id) ON DELETE CASCADE,
    field text NOT NULL,
    value text NOT NULL,
    selection_rate numeric(3, 2) NOT NULL,
    impact_ratio numeric(3, 2),
    as_of date NOT NULL,
    PRIMARY KEY (posting_id, field, value)
);
CREATE TYPE candidates_private.selection_fact AS (
    profile_id bigint, name text, field text, value text, is_selected boolean
);
REVOKE ALL ON candidates_private.selection_run, candidates_private.selection_basis,
    candidates_private.selection_rate FROM PUBLIC;
"""
NO_TABLES = """
DROP TYPE candidates_private.selection_fact;
DROP TABLE candidates_private.selection_rate, candidates_private.selection_basis, candidates_private.selection_run;
"""

# In which groups somebody is by what they share: of an object the values of each field, of a list its texts, which
# are values of the whole. What is written in other letters is one value; what is long or nested makes no group.
GROUPS = """
CREATE FUNCTION candidates_private.groups_of(given jsonb)
    RETURNS TABLE (name text, field text, value text)
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT told.name, lower(btrim(told.field)), lower(btrim(told.value #>> '{}'))
    FROM (
        SELECT parts.name, parts.name AS field, parts.value
        FROM jsonb_each(CASE jsonb_typeof(given) WHEN 'object' THEN given END) AS parts (name, value)
        WHERE jsonb_typeof(parts.value) <> 'array'
        UNION ALL
        SELECT parts.name, parts.name, one
        FROM jsonb_each(CASE jsonb_typeof(given) WHEN 'object' THEN given END) AS parts (name, value),
            jsonb_array_elements(CASE jsonb_typeof(parts.value) WHEN 'array' THEN parts.value END) AS one
        UNION ALL
        SELECT one #>> '{}', 'disability_categories', one
        FROM jsonb_array_elements(CASE jsonb_typeof(given) WHEN 'array' THEN given END) AS one
    ) AS told
    WHERE jsonb_typeof(told.value) IN ('string', 'number', 'boolean')
        AND length(told.field) <= 200 AND length(told.value #>> '{}') <= 200
        AND btrim(told.value #>> '{}') <> ''
$$;
REVOKE ALL ON FUNCTION candidates_private.groups_of(jsonb) FROM PUBLIC;
"""

# Called by the other alone, which holds the row of the run.
RECKON = """
CREATE FUNCTION candidates_private.reckon_selection(
    given_posting bigint, given_reader bigint, given_organization uuid, given_purpose text, today date
) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    least CONSTANT bigint := 10;
    held bigint[];
    facts candidates_private.selection_fact[];
    applicants bigint;
    moved text[];
BEGIN
    -- Whoever withdraws what they share holds their row: what follows sees what is shared once these are held.
    SELECT array_agg(sharing.id) INTO held FROM (
        SELECT profile.id FROM public.candidates_candidateprofile AS profile
        WHERE EXISTS (
            SELECT FROM public.jobs_application AS made
            WHERE made.posting_id = given_posting AND made.candidate_id = profile.user_id
                AND made.stage <> 'withdrawn'
        ) AND EXISTS (
            SELECT FROM candidates_private.disability_sharing AS shared
            WHERE shared.profile_id = profile.id AND shared.organization_id = given_organization
                AND shared.withdrawn_at IS NULL
        )
        ORDER BY profile.id FOR SHARE
    ) AS sharing;
    SELECT (SELECT count(*) FROM public.jobs_application WHERE posting_id = given_posting AND stage <> 'withdrawn'),
        array_agg(ROW(
            told.profile_id, parts.name, parts.field, parts.value, made.stage <> 'applied' AND made.stage <> 'rejected'
        )::candidates_private.selection_fact)
    INTO applicants, facts
    FROM candidates_private.disability AS told
    JOIN public.candidates_candidateprofile AS profile ON profile.id = told.profile_id
    JOIN public.jobs_application AS made
        ON made.posting_id = given_posting AND made.candidate_id = profile.user_id AND made.stage <> 'withdrawn'
    CROSS JOIN LATERAL candidates_private.groups_of(candidates_private.part_of(told.categories, ARRAY(
        SELECT shared.field FROM candidates_private.disability_sharing AS shared
        WHERE shared.profile_id = told.profile_id AND shared.organization_id = given_organization
            AND shared.withdrawn_at IS NULL
    ))) AS parts
    WHERE told.profile_id = ANY (held);

    INSERT INTO candidates_private.disability_read
        (profile_id, organization_id, reader_id, purpose, fields, read_at)
    SELECT fact.profile_id, given_organization, given_reader, given_purpose,
        array_agg(DISTINCT fact.name ORDER BY fact.name), statement_timestamp()
    FROM unnest(facts) AS fact GROUP BY fact.profile_id ORDER BY fact.profile_id;

    -- Fields of which so many have come, gone, or been selected or not, that the difference is a group itself.
    moved := ARRAY(
        SELECT field
        FROM (SELECT DISTINCT fact.field, fact.profile_id, fact.is_selected FROM unnest(facts) AS fact) AS now_so
        FULL JOIN (
            SELECT field, profile_id, is_selected FROM candidates_private.selection_basis
            WHERE posting_id = given_posting
        ) AS was_so USING (field, profile_id)
        WHERE now_so.is_selected IS DISTINCT FROM was_so.is_selected
        GROUP BY field HAVING count(*) >= least
    );
    DELETE FROM candidates_private.selection_rate WHERE posting_id = given_posting AND field = ANY (moved);
    DELETE FROM candidates_private.selection_basis WHERE posting_id = given_posting AND field = ANY (moved);
    INSERT INTO candidates_private.selection_basis (posting_id, field, profile_id, is_selected)
    SELECT DISTINCT given_posting, fact.field, fact.profile_id, fact.is_selected
    FROM unnest(facts) AS fact WHERE fact.field = ANY (moved);
    -- The rest of a group is a group, too.
    INSERT INTO candidates_private.selection_rate
        (posting_id, field, value, selection_rate, impact_ratio, as_of)
    SELECT given_posting, field, value, round(rate, 2),
        round(rate / nullif(max(rate) OVER (PARTITION BY field), 0), 2), today
    FROM (
        SELECT fact.field, fact.value,
            count(DISTINCT fact.profile_id) FILTER (WHERE fact.is_selected)::numeric
                / count(DISTINCT fact.profile_id) AS rate
        FROM unnest(facts) AS fact WHERE fact.field = ANY (moved)
        GROUP BY fact.field, fact.value
        HAVING count(DISTINCT fact.profile_id) >= least
            AND applicants - count(DISTINCT fact.profile_id) >= least
    ) AS large;
END $$;
REVOKE ALL ON FUNCTION candidates_private.reckon_selection(bigint, bigint, uuid, text, date) FROM PUBLIC;
"""

RATES = """
CREATE FUNCTION public.fairness_selection_rates(
    given_posting bigint, given_reader bigint, given_organization uuid, given_purpose text
) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today CONSTANT date := (statement_timestamp() AT TIME ZONE 'UTC')::date;
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.organizations_membership AS member
        JOIN public.jobs_posting AS job ON job.organization_id = member.organization_id
        WHERE member.user_id = given_reader AND member.organization_id = given_organization AND member.is_current
            AND job.id = given_posting
    ) THEN
        RAISE EXCEPTION 'Selection rates are for members of the organization whose job it is.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    BEGIN
        INSERT INTO candidates_private.selection_run (posting_id, ran_on) VALUES (given_posting, '-infinity')
        ON CONFLICT DO NOTHING;
        -- Of those who ask at once the second waits here, and finds it done.
        UPDATE candidates_private.selection_run SET ran_on = today
        WHERE posting_id = given_posting AND ran_on < today;
        IF FOUND THEN
            PERFORM candidates_private.reckon_selection(
                given_posting, given_reader, given_organization, given_purpose, today);
        END IF;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        RAISE EXCEPTION 'Selection rates cannot be worked out so.' USING ERRCODE = 'invalid_parameter_value';
    END;
    RETURN (
        SELECT coalesce(json_agg(json_build_object(
            'field', told.field, 'value', told.value, 'selection_rate', told.selection_rate,
            'impact_ratio', told.impact_ratio, 'as_of', told.as_of
        ) ORDER BY told.field, told.value), '[]')::text
        FROM candidates_private.selection_rate AS told WHERE told.posting_id = given_posting
    );
END $$;
REVOKE ALL ON FUNCTION public.fairness_selection_rates(bigint, bigint, uuid, text) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fairness", "0001_initial"),
        ("candidates", "0004_sharing_disability_categories"),
        ("jobs", "0004_interview_promises"),
    ]
    operations = [
        migrations.RunSQL(TABLES, NO_TABLES),
        migrations.RunSQL(GROUPS, "DROP FUNCTION candidates_private.groups_of(jsonb)"),
        migrations.RunSQL(
            RECKON, "DROP FUNCTION candidates_private.reckon_selection(bigint, bigint, uuid, text, date)"
        ),
        migrations.RunSQL(RATES, "DROP FUNCTION public.fairness_selection_rates(bigint, bigint, uuid, text)"),
    ]
