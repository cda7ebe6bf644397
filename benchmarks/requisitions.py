"""A tenant's list of requisitions: 100,000 of its own among 1,000,000 of ten tenants, mixed as they come."""

import json
from itertools import product, repeat

import psycopg
from django.db import connection
from django.utils import timezone

from benchmarks.bulk import without_indexes
from benchmarks.load import Result, compare, http_get, http_post, run
from trellis.core.db.words import lexemes
from trellis.core.paging.numbered import counted
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.queries.requisitions import Asked, requisitions_of

REQUISITIONS = 1_000_000
TENANTS = 10
CLIENTS = 4
ROUNDS = 3
SECONDS = 4.0
_API, _PLAIN = "/api/talent-engine/requisitions/", "/plain/requisitions/"
_OWNER = 1
_SUBMITTED = {
    "title": "Senior Python Developer",
    "status": "pending",
    "role": "staff",
    "job_type": "full_time",
    "position_type": "permanent",
    "location_type": "remote",
    "job_description": "We are looking for somebody who joins our team. " * 4,
    "requirements": ["5+ years of experience", "PostgreSQL", "Communication"],
    "responsibilities": ["Build", "Review"],
    "deadline_date": "2046-12-31",
    "start_date": "2047-01-15",
    "compliance_checklist": [{"name": "Right to work"}, {"name": "References"}],
    "approval_workflow": {
        "stages": [{"name": "Head", "required": True, "approvers": ["p11@example.com", "p21@example.com"]}]
    },
}

# The accounts of the pool's data set own ten tenants; fifty people of each ask for its requisitions.
_TENANTS_SQL = """
INSERT INTO organizations_organization (id, name, domain, prefix, logo, created_at)
SELECT ('00000000-0000-4000-8000-' || lpad(t::text, 12, '0'))::uuid, 'Tenant ' || t,
    't' || t || '.example', 'T' || t || 'X', '', '2024-01-01'
FROM generate_series(1, %(tenants)s) AS t;

INSERT INTO organizations_membership (organization_id, user_id, role, is_active, joined_at)
SELECT ('00000000-0000-4000-8000-' || lpad(t::text, 12, '0'))::uuid, t + m * %(tenants)s,
    CASE WHEN m = 0 THEN 'owner' ELSE 'manager' END, true, '2024-01-01'
FROM generate_series(1, %(tenants)s) AS t, generate_series(0, 49) AS m;
"""
_LEVELS = ("Senior", "Junior", "Lead", "Principal")
_FIELDS = (
    *("Python", "Java", "Frontend", "Data", "DevOps", "Security", "Mobile", "Cloud", "Payroll"),
    *("Legal", "Sales", "Marketing", "Support", "Design", "Hardware", "Research"),
)
_JOBS = (
    *("Developer", "Engineer", "Analyst", "Manager", "Architect", "Consultant", "Specialist", "Coordinator"),
)
_PLACES = ("London", "Lagos", "Leeds", "Lisbon")
# The words of what a row says: of titles and places as the product makes them, of the rest as it would.
_WORDS_SQL = """
CREATE TEMPORARY TABLE made (title text, place text, words text[], PRIMARY KEY (title, place));
CREATE FUNCTION pg_temp.begun(VARIADIC words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT array_agg('^' || left(word, 4)) || array_agg(word) FILTER (WHERE length(word) > 4)
    FROM unnest(words) AS word
$$;
"""
_ROWS_SQL = """
INSERT INTO requisitions_requisition (organization_id, code, application_code, requisition_number,
    unique_link, title, status, role, job_type, position_type, location_type, job_description,
    requirements, responsibilities, qualification_requirement, experience_requirement,
    knowledge_requirement, number_of_candidates, urgency_level, company_name, company_address,
    job_location, interview_location, salary_range, deadline_date, start_date, reason, comment,
    documents_required, approval_workflow, approval_round, requested_by_id, created_by_id,
    updated_by_id, requested_date, publish_status, num_of_applications, is_deleted, version,
    created_at, updated_at, search)
SELECT tenant, prefix || '-JR-' || number, prefix || '-JA-' || number, 'REQ-20240101-' || number,
    tenant || prefix || '-JR-' || number || '-' || n, title, status, role,
    'full_time', 'permanent', 'remote', repeat('We are looking for somebody who joins our team. ', 8),
    '["5+ years of experience", "PostgreSQL", "Communication"]', '["Build", "Review"]',
    'A degree or what equals it', '', '', 1 + n %% 5, 'high', 'TechCorp Ltd',
    '123 Business Park, London, SW1A 1AA', 'London, UK (Remote)', place, '£60,000 - £80,000',
    '2026-12-31', '2027-01-15', 'Team expansion', '', '["CV"]', '{"stages": []}', 1, person, person,
    person, '2024-01-01', status IN ('approved', 'open'), 0, false, 1, at, at,
    array_to_tsvector(words || pg_temp.begun(status, role, lower(prefix), 'jr', number, 'p' || person,
        'example', 'com', 'p' || person || '@example.com'))
FROM (
    SELECT n, ('00000000-0000-4000-8000-' || lpad((1 + n %% %(tenants)s)::text, 12, '0'))::uuid AS tenant,
        'T' || 1 + n %% %(tenants)s || 'X' AS prefix, lpad((1 + n / %(tenants)s)::text, 6, '0') AS number,
        1 + n %% %(tenants)s + %(tenants)s * (hashint4(n) & 31) AS person,
        (%(levels)s::text[])[1 + (hashint4(n + 1) & 3)] || ' '
            || (%(fields)s::text[])[1 + (hashint4(n + 2) & 15)] || ' '
            || (%(jobs)s::text[])[1 + (hashint4(n + 3) & 7)] AS title,
        (ARRAY['draft', 'draft', 'pending', 'approved', 'open', 'open', 'closed', 'closed']
        )[1 + (hashint4(n + 4) & 7)] AS status,
        CASE WHEN hashint4(n + 5) & 7 = 0 THEN 'admin' ELSE 'staff' END AS role,
        (%(places)s::text[])[1 + (hashint4(n + 6) & 3)] AS place,
        timestamptz '2024-01-01' + n * interval '30 s' AS at
    FROM generate_series(0, %(requisitions)s - 1) AS n
) AS rows JOIN made USING (title, place)
"""


def load(*, owner_url: str) -> None:
    """Make the tenants, their people and their requisitions of accounts that are there."""
    counts = {"tenants": TENANTS, "requisitions": REQUISITIONS}
    names = {"levels": _LEVELS, "fields": _FIELDS, "jobs": _JOBS, "places": _PLACES}
    given = {**counts, **{name: list(each) for name, each in names.items()}}
    with (
        psycopg.connect(owner_url, autocommit=True) as database,
        without_indexes(database, "requisitions_requisition"),
    ):
        _make_words(database)
        for statement in (*_TENANTS_SQL.split(";\n\n"), _ROWS_SQL):
            psycopg.ClientCursor(database).execute(statement, given)


def _make_words(database: psycopg.Connection) -> None:
    database.execute(_WORDS_SQL)
    titles = [" ".join(words) for words in product(_LEVELS, _FIELDS, _JOBS)]
    rows = [(title, place, lexemes(title, place)) for title, place in product(titles, _PLACES)]
    with database.cursor() as cursor:
        cursor.executemany("INSERT INTO made VALUES (%s, %s, %s)", rows)


def measure(*, port: int) -> list[tuple[str, dict[str, Result]]]:
    """Return what each list measured against its plain implementation; the search with one client, too.

    Raises RuntimeError where PostgreSQL would read the table from end to end for it.
    """
    _refuse_whole_tables()
    token = access_token(user=User.objects.get(pk=_OWNER), now=timezone.now())
    connection.close()
    searched = "?status=open&search=senior+dev"
    return [
        ("requisitions, first page", _against_plain(port, token, "", CLIENTS)),
        ("… of a status, searched", _against_plain(port, token, searched, CLIENTS)),
        ("… by one client", _against_plain(port, token, searched, 1)),
    ]


def _refuse_whole_tables() -> None:
    tenant = Organization.objects.get(memberships__user=_OWNER)
    for asked in (Asked(), Asked(statuses=frozenset({"open"}), search="senior dev")):
        rows = requisitions_of(tenant, asked)
        for keys in (rows.values_list("pk"), counted(rows)):
            plan = keys[:20].explain()
            if "Seq Scan" in plan:
                raise RuntimeError(plan)


def create_many(*, port: int) -> Result:
    """Return what one client measured that submits 1,000 requisitions in each request."""
    token = access_token(user=User.objects.get(pk=_OWNER), now=timezone.now())
    connection.close()
    body = json.dumps([_SUBMITTED] * 1000).encode()
    return run(
        clients=1,
        seconds=4 * SECONDS,
        connect=lambda _: http_post(
            port=port, path=f"{_API}bulk-create/", bodies=repeat((token, body)), wanted=(201,)
        ),
    )


def _against_plain(port: int, token: str, query: str, clients: int) -> dict[str, Result]:
    contenders = {
        "a": lambda _: http_get(port=port, path=_API + query, token=token),
        "b": lambda _: http_get(port=port, path=_PLAIN + query, token=token),
    }
    return compare(contenders, clients=clients, seconds=SECONDS, rounds=ROUNDS)
