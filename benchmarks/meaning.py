"""Search by meaning over 200,000 profiles, and the 4,000 applicants of one organization among them.

4,000 summaries, made up by a seed, are embedded by the model itself; the other profiles are mixed from two of
them each. The vectors are kept under build/.
"""

import hashlib
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

from benchmarks import columns
from trellis.core.files.data import DIRECTORY
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.candidates.queries.meaning import Near, nearest
from trellis.intelligence.embeddings import DIMENSIONS, NAME
from trellis.intelligence.embeddings.minilm import MiniLM
from trellis.intelligence.understanding.labels import known_skills

SUMMARIES, PROFILES, APPLICANTS, QUESTIONS = 4_000, 200_000, 4_000, 400
KEPT = Path(__file__).parents[1] / "build" / "benchmarks"
Vectors = NDArray[np.float32]
_CHUNK = 10_000
_FOUND = 10
# Titles, and what people who bear them can.
_WORK = {
    "Backend Developer": "Python, Django, PostgreSQL, REST, Docker, Celery, Redis, unit testing",
    "Frontend Developer": "JavaScript, TypeScript, React, CSS, accessibility, Webpack, Figma, Jest",
    "Data Analyst": "SQL, Tableau, Excel, statistics, R, data cleaning, dashboards, forecasting",
    "Data Scientist": "machine learning, pandas, scikit-learn, experiments, Bayesian statistics, NLP",
    "DevOps Engineer": "Kubernetes, Terraform, AWS, Linux, monitoring, CI/CD, Ansible, Bash",
    "Security Engineer": "penetration testing, threat modelling, SIEM, cryptography, incident response",
    "Mobile Developer": "Kotlin, Swift, Android, iOS, Flutter, app store release, offline storage",
    "Product Manager": "roadmaps, user research, prioritisation, Scrum, market analysis, metrics",
    "UX Designer": "wireframes, prototyping, usability testing, design systems, Sketch, personas",
    "Accountant": "bookkeeping, VAT, SAP, payroll, balance sheets, auditing, cost accounting",
    "Nurse": "wound care, medication, triage, patient records, palliative care, infection control",
    "Teacher": "lesson planning, classroom management, mathematics, special education, assessment",
    "Chef": "menu planning, pastry, food safety, purchasing, kitchen management, butchery",
    "Baker": "sourdough, pastry, oven work, recipe scaling, food hygiene, decorating",
    "Welder": "MIG, TIG, blueprint reading, metal fabrication, grinding, pipe welding",
    "Electrician": "wiring, circuit testing, PLC, solar panels, safety regulations, motors",
    "Carpenter": "joinery, furniture making, CNC routing, roofing, measuring, restoration",
    "Logistics Coordinator": "warehousing, route planning, customs, inventory, forklift, SAP",
    "Recruiter": "sourcing, interviewing, onboarding, employer branding, ATS, labour law",
    "Lawyer": "contract law, litigation, compliance, GDPR, negotiation, legal research",
    "Journalist": "reporting, interviews, editing, fact checking, podcasts, photography",
    "Translator": "subtitling, localisation, terminology, proofreading, CAT tools, interpreting",
    "Sales Manager": "negotiation, CRM, key accounts, cold calling, forecasting, presentations",
    "Gardener": "pruning, irrigation, landscaping, plant disease, greenhouse, machinery",
    "Sign Language Interpreter": "interpreting, sign language, conferences, ethics, captioning",
    "Civil Engineer": "structural analysis, AutoCAD, concrete, surveying, site management",
}
_LEVELS = ("", "Senior ", "Junior ", "Lead ", "Assistant ")
_COURSES = ("Bachelor", "Master", "Apprenticeship", "Diploma", "Certificate")
_TONGUES = ("English", "German", "Spanish", "Arabic", "Turkish", "Polish", "French", "Danish", "Hindi")
_ASKED = (
    "somebody who knows {} and {}",
    "{} with experience in {}",
    "who can {}?",
    "we need a person for {}, {} would be nice",
    "{}",
)
_PEOPLE = """
INSERT INTO organizations_organization (id, name, logo, created_at)
VALUES ('00000000-0000-4000-9000-000000000001', 'Works', '', '2024-01-01');
INSERT INTO accounts_user (username, email, first_name, last_name, is_staff, public_id,
    date_joined)
SELECT 'person-' || n, 'person-' || n || '@example.com', 'Kim', 'Lee', n > %(profiles)s + 1,
    gen_random_uuid(),
    '2024-01-01'
FROM generate_series(1, %(profiles)s + 2) AS n;
INSERT INTO organizations_membership (organization_id, user_id, role, is_active, is_current, joined_at)
SELECT '00000000-0000-4000-9000-000000000001', id, 'owner', true, true, '2024-01-01'
FROM accounts_user WHERE username = 'person-' || %(profiles)s + 1;
INSERT INTO candidates_candidateprofile (id, user_id, slug, resume_file, employment_type_preferences,
    work_mode_preferences, expected_salary_range, workplace_accommodations, accommodation_needs, created_at,
    updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, person.id, 'person-' || n, '', '{}', '{}', '', '{}', 'YES', '2024-01-01', '2024-01-01'
FROM generate_series(1, %(profiles)s) AS n JOIN accounts_user AS person ON person.username = 'person-' || n;
"""
_APPLICATIONS = """
INSERT INTO jobs_posting (id, organization_id, title, job_desc, workplace_type, location, job_type, skills,
    estimated_salary, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, '00000000-0000-4000-9000-000000000001', 'Job', '', 1, '', 1, '[]', '', '2024-01-01', '2024-01-01'
FROM generate_series(1, 20) AS n;
INSERT INTO jobs_application (organization_id, posting_id, candidate_id, number, stage, sent, created_at,
    updated_at)
SELECT '00000000-0000-4000-9000-000000000001', 1 + id %% 20, user_id, 'JA-' || id, 'applied', '{}',
    '2024-01-01', '2024-01-01'
FROM candidates_candidateprofile WHERE hashint8(id) & 1023 < 1024 * %(share)s
"""
_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END = struct.pack(">h", -1)


def summaries() -> list[str]:
    """Return what the profiles say of which the others are mixed."""
    draw, labels = Random(16), sorted(known_skills(DIRECTORY))
    return [_summary(draw, labels) for _ in range(SUMMARIES)]


def questions() -> list[str]:
    """Return what somebody looks for."""
    draw, labels = Random(17), sorted(known_skills(DIRECTORY))
    return [_question(draw, labels) for _ in range(QUESTIONS)]


def embedded(texts: list[str]) -> Vectors:
    """Return the vectors of these texts, which are made once and kept."""
    place = KEPT / f"meaning-{hashlib.sha256(chr(0).join([NAME, *texts]).encode()).hexdigest()[:16]}.npy"
    if not place.exists():
        model = MiniLM.load(DIRECTORY)
        made = model.embed([model.pieces(text) for text in texts])
        KEPT.mkdir(parents=True, exist_ok=True)
        np.save(place, made)
    return cast(Vectors, np.load(place))


def mixed(of: Vectors, count: int) -> Iterator[Vectors]:
    """Yield `count` vectors, some at a time: of these themselves first, then of mixtures of two of them."""
    yield of[:count]
    draw = np.random.default_rng(18)
    for start in range(len(of), count, _CHUNK):
        size = min(_CHUNK, count - start)
        one, other = (of[draw.integers(len(of), size=size)] for _ in range(2))
        share = draw.uniform(0.3, 1, (size, 1)).astype(np.float32)
        mixture = share * one + (1 - share) * other + draw.normal(0, 0.01, one.shape).astype(np.float32)
        yield mixture / np.linalg.norm(mixture, axis=1, keepdims=True)


def load(*, owner_url: str) -> None:
    """Make accounts, profiles, and the applications of one in fifty of them to one organization."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        columns.give_defaults(owner)
        with psycopg.ClientCursor(owner) as cursor:
            cursor.execute(_PEOPLE, {"profiles": PROFILES})
            cursor.execute(_APPLICATIONS, {"share": APPLICANTS / PROFILES})


def understand(*, owner_url: str, count: int) -> str:
    """Store what so many profiles mean, and build the index; return how long that took, and its size."""
    vectors = embedded(summaries())
    with psycopg.connect(owner_url, autocommit=True) as owner:
        (index,) = _row(owner, "SELECT pg_get_indexdef('meaning_nearest'::regclass)")
        owner.execute("DROP INDEX meaning_nearest; TRUNCATE candidates_meaning")
        with owner.cursor() as cursor, cursor.copy(f"COPY candidates_meaning {_COLUMNS}") as copy:
            copy.write(_HEAD)
            for key, chunk in _keyed(mixed(vectors, count)):
                copy.write(b"".join(_binary(key + place, one) for place, one in enumerate(chunk)))
            copy.write(_END)
        started = time.perf_counter()
        owner.execute("SET maintenance_work_mem = '512MB'")
        owner.execute(index)
        seconds = time.perf_counter() - started
        owner.execute("VACUUM ANALYZE")
        (size,) = _row(owner, "SELECT pg_size_pretty(pg_relation_size('meaning_nearest'))")
    return f"{count:,} profiles: the index is built in {seconds:.0f} s and has {size}"


def measure(*, owner_url: str) -> Iterator[str]:
    """Yield lines: of the summaries alone, then of all, how fast which of the nearest are found."""
    load(owner_url=owner_url)
    asked = embedded(questions())
    staff = User.objects.get(is_staff=True)
    staff.signed_in_by = SignedInBy.PASSWORD
    member = User.objects.get(memberships__isnull=False)
    for count in (SUMMARIES, PROFILES):
        yield understand(owner_url=owner_url, count=count)
        yield _line("all of them", asked, staff)
        yield _line("who applied", asked, member)
    connection.close()


def _line(title: str, asked: Vectors, user: User) -> str:
    nearest(asked[0].tolist(), model=NAME, seen=user)
    times, right = [], []
    for vector in asked:
        started = time.perf_counter()
        found = nearest(vector.tolist(), model=NAME, seen=user)
        times.append((time.perf_counter() - started) * 1000)
        right.append(_recall(found, _exactly(vector, user)))
    p50, p95 = np.percentile(times, (50, 95))
    return (
        f"  {title:14} p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, recall@{_FOUND} {np.mean(right):.3f}"
        f" (least {min(right):.1f})"
    )


def _recall(found: list[Near], exact: list[float]) -> float:
    """Return the share of the nearest that were found: those at least as near as the last of them."""
    near = [closeness for _, closeness in found[:_FOUND] if closeness >= exact[-1] - 1e-9]
    return len(near) / len(exact)


def _exactly(vector: Vectors, user: User) -> list[float]:
    """Return how near the nearest are, by looking at each."""
    of_user = "" if user.is_staff else _OF_APPLICANTS
    with connection.cursor() as cursor:
        text = f"[{','.join(f'{number:.6g}' for number in vector)}]"
        cursor.execute(_EXACTLY.format(of_user), [text])
        return [closeness for (closeness,) in cursor.fetchall()]


_COLUMNS = "(profile_id, digest, model, vector) FROM STDIN (FORMAT binary)"
_OF_APPLICANTS = """
    JOIN candidates_candidateprofile AS profile ON profile.id = profile_id
    WHERE EXISTS (SELECT FROM jobs_application WHERE candidate_id = profile.user_id)
"""
_EXACTLY = f"""
SELECT (1 - (vector <=> %s::halfvec)) AS closeness FROM candidates_meaning {{}}
ORDER BY closeness DESC LIMIT {_FOUND}
"""


def _keyed(chunks: Iterator[Vectors]) -> Iterator[tuple[int, Vectors]]:
    key = 1
    for chunk in chunks:
        yield key, chunk
        key += len(chunk)


def _binary(key: int, vector: Vectors) -> bytes:
    """Return a row as COPY reads it."""
    said = struct.pack(">hh", DIMENSIONS, 0) + vector.astype(">f2").tobytes()
    parts = (struct.pack(">q", key), struct.pack(">q", key), NAME.encode(), said)
    return struct.pack(">h", len(parts)) + b"".join(struct.pack(">i", len(part)) + part for part in parts)


def _summary(draw: Random, labels: list[str]) -> str:
    title = draw.choice(list(_WORK))
    known = _WORK[title].split(", ")
    skills = [*draw.sample(known, draw.randint(3, len(known) - 1)), *draw.sample(labels, draw.randint(0, 4))]
    draw.shuffle(skills)
    titles = [draw.choice(_LEVELS) + title, *(draw.choice(list(_WORK)) for _ in range(draw.randint(0, 2)))]
    course = f"{draw.choice(_COURSES)} {draw.choice(known)}"
    tongues = draw.sample(_TONGUES, draw.randint(1, 3))
    return ". ".join(", ".join(part) for part in (skills, titles, [course], tongues))


def _question(draw: Random, labels: list[str]) -> str:
    words = [
        *_WORK[draw.choice(list(_WORK))].split(", "),
        draw.choice(list(_WORK)).lower(),
        draw.choice(labels),
    ]
    return draw.choice(_ASKED).format(*draw.sample(words, 2))


def _row(owner: psycopg.Connection[Any], sql: str) -> tuple[Any, ...]:
    found = owner.execute(sql).fetchone()  # type: ignore[arg-type]
    if found is None:
        raise AssertionError("nothing was found")
    return cast(tuple[Any, ...], found)
