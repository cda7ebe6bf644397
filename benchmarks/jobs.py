"""Jobs of a hundred organizations, 100,000 of them, and 1,000,000 applications by 10,000 candidates."""

from itertools import product

import psycopg
from django.db import connection
from django.utils import timezone

from benchmarks.bulk import without_indexes
from benchmarks.dataset import TALENTS
from benchmarks.load import Result, compare, http_get
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.jobs.rules.words import words_of_posting

ORGANIZATIONS = 100
POSTINGS = 100_000
APPLICATIONS = 1_000_000
CANDIDATES = TALENTS
# Who has applied for the first job of each organization; the others share the rest.
POPULAR = 1000
CLIENTS = 4
ROUNDS = 3
LIMITS = (20, 100)
SECONDS = 4.0
_API, _PLAIN = "/api", "/plain"

# The accounts of the pool's data set are candidates; its coaches own the organizations.
_PEOPLE = """
INSERT INTO organizations_organization (id, name, logo, created_at)
SELECT ('00000000-0000-4000-9000-' || lpad(t::text, 12, '0'))::uuid, 'Works ' || t, '', '2024-01-01'
FROM generate_series(1, %(organizations)s) AS t;

INSERT INTO organizations_membership (organization_id, user_id, role, is_active, is_current, joined_at)
SELECT ('00000000-0000-4000-9000-' || lpad(t::text, 12, '0'))::uuid, %(owners)s + t, 'owner', true, true,
    '2024-01-01'
FROM generate_series(1, %(organizations)s) AS t;

INSERT INTO candidates_candidateprofile (user_id, slug, resume_file, resume_data,
    employment_type_preferences, work_mode_preferences, expected_salary_range, workplace_accommodations,
    accommodation_needs, created_at, updated_at)
SELECT n, 'person-' || n, 'candidates/resumes/' || n || '.pdf', NULL, '{"types": ["full-time", "part-time"]}',
    '{"modes": ["remote", "hybrid"]}', '$60,000 - $75,000', '{"meetings": ["captions"]}', 'YES', '2024-01-01',
    '2024-01-15'
FROM generate_series(1, %(candidates)s) AS n;
"""
_LEVELS = ("Senior", "Junior", "Lead", "Principal")
_FIELDS = (
    *("Python", "Java", "Frontend", "Data", "DevOps", "Security", "Mobile", "Cloud", "Payroll"),
    *("Legal", "Sales", "Marketing", "Support", "Design", "Hardware", "Research"),
)
_NAMES = (
    *("Developer", "Engineer", "Analyst", "Manager", "Architect", "Consultant", "Specialist", "Coordinator"),
)
_PLACES = ("London", "Lagos", "Leeds", "Lisbon")
_WORDS = """
CREATE TEMPORARY TABLE listed (title text, place text, skills text, words text, PRIMARY KEY (title, place))
"""
_POSTINGS = """
INSERT INTO jobs_posting (id, organization_id, author_id, title, job_desc, workplace_type, location, job_type,
    skills, estimated_salary, visa_required, status, closed_at, deadline_at, created_at, updated_at, listing)
OVERRIDING SYSTEM VALUE
SELECT n, ('00000000-0000-4000-9000-' || lpad(t::text, 12, '0'))::uuid, %(owners)s + t, title,
    repeat('We are looking for somebody who joins our team. ', 8), 1 + (hashint4(n + 5) & 1), place,
    1 + (hashint4(n + 6) & 3), skills::jsonb, '£60,000 - £80,000', n %% 4 = 0,
    CASE WHEN is_closed THEN 'closed' ELSE 'open' END, CASE WHEN is_closed THEN at END,
    CASE WHEN n %% 2 = 0 THEN timestamptz '2046-12-31' END, at, at,
    words::tsvector || array_to_tsvector(ARRAY['^work', 'works', '^' || t])
FROM (
    SELECT n, 1 + n %% %(organizations)s AS t, hashint4(n + 4) & 7 = 0 AND n > %(organizations)s AS is_closed,
        (%(levels)s::text[])[1 + (hashint4(n + 1) & 3)] || ' '
            || (%(fields)s::text[])[1 + (hashint4(n + 2) & 15)] || ' '
            || (%(names)s::text[])[1 + (hashint4(n + 3) & 7)] AS title,
        (%(places)s::text[])[1 + (hashint4(n + 7) & 3)] AS place,
        timestamptz '2024-01-01' + n * interval '1 min' AS at
    FROM generate_series(1, %(postings)s) AS n
) AS rows JOIN listed USING (title, place)
"""
# One person applies for a job once: who applies for the same one lies far apart.
_APPLICATIONS = """
INSERT INTO jobs_application (organization_id, posting_id, candidate_id, number, stage, decided_at, message,
    sent, resume_file, created_at, updated_at)
SELECT ('00000000-0000-4000-9000-' || lpad((1 + posting %% %(organizations)s)::text, 12, '0'))::uuid, posting,
    candidate, 'JA-' || n, CASE WHEN n %% 3 = 0 THEN 'shortlisted' ELSE 'applied' END,
    CASE WHEN n %% 3 = 0 THEN timestamptz '2024-03-01' END, '',
    jsonb_build_object('first_name', 'First' || candidate, 'last_name', 'Last' || candidate, 'slug',
        'person-' || candidate, 'email', 'p' || candidate || '@example.com', 'skills',
        '["Python", "Django", "Writing"]'::jsonb, 'education', '[]'::jsonb, 'languages', '[]'::jsonb),
    '', '2024-02-01', '2024-02-01'
FROM (
    SELECT n, 1 + n %% %(organizations)s AS posting,
        1 + (n / %(organizations)s * 7) %% %(candidates)s AS candidate
    FROM generate_series(0, %(popular)s * %(organizations)s - 1) AS n
    UNION ALL
    SELECT n, %(organizations)s + 1 + n %% others, 1 + (n %% others * 3 + n / others * 997) %% %(candidates)s
    FROM (SELECT %(postings)s - %(organizations)s AS others) AS rest,
        generate_series(%(popular)s * %(organizations)s, %(applications)s - 1) AS n
) AS rows
"""


def load(*, owner_url: str) -> None:
    """Make the organizations, their jobs and the applications of accounts that are there."""
    names = {"levels": _LEVELS, "fields": _FIELDS, "names": _NAMES, "places": _PLACES}
    given = {
        "organizations": ORGANIZATIONS,
        "postings": POSTINGS,
        "applications": APPLICATIONS,
        "candidates": CANDIDATES,
        "owners": CANDIDATES,
        "popular": POPULAR,
        **{name: list(each) for name, each in names.items()},
    }
    with (
        psycopg.connect(owner_url, autocommit=True) as database,
        without_indexes(database, "jobs_posting", "jobs_application"),
    ):
        _list_words(database)
        for statement in (*_PEOPLE.split(";\n\n"), _POSTINGS, _APPLICATIONS):
            psycopg.ClientCursor(database).execute(statement, given)


def _list_words(database: psycopg.Connection) -> None:
    database.execute(_WORDS)
    rows = []
    for (level, field, name), place in product(product(_LEVELS, _FIELDS, _NAMES), _PLACES):
        title, skills = f"{level} {field} {name}", [field, "Writing"]
        words = words_of_posting(title=title, organization="", location=place, skills=skills)
        rows.append((title, place, f'["{field}", "Writing"]', words))
    with database.cursor() as cursor:
        cursor.executemany("INSERT INTO listed VALUES (%s, %s, %s, %s)", rows)


def measure(*, port: int) -> list[tuple[str, dict[str, Result]]]:
    """Return what each list measured against its plain implementation."""
    people = User.objects.filter(pk__in=[1, CANDIDATES + 2])
    candidate, employer = (access_token(user=user, now=timezone.now()) for user in people.order_by("pk"))
    connection.close()
    lists = [
        ("jobs", "/channels/jobs/browse/", ""),
        ("own jobs", "/channels/jobs/", employer),
        ("applications of a job", "/channels/jobs/1/applications/", employer),
        ("… of a candidate", "/channels/candidate/applications/", candidate),
        ("profiles", "/candidates/profiles/", employer),
    ]
    pages = [(f"{title}, {n}", f"{path}?limit={n}", token) for title, path, token in lists for n in LIMITS]
    pages.insert(len(LIMITS), ("jobs, 20, searched", "/channels/jobs/browse/?limit=20&search=senior+dev", ""))
    return [(title, _against_plain(port, path, token)) for title, path, token in pages]


def _against_plain(port: int, path: str, token: str) -> dict[str, Result]:
    contenders = {
        "a": lambda _: http_get(port=port, path=_API + path, token=token),
        "b": lambda _: http_get(port=port, path=_PLAIN + path, token=token),
    }
    return compare(contenders, clients=CLIENTS, seconds=SECONDS, rounds=ROUNDS)
