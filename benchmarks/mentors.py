"""The list of mentors, and one mentor's slots of the next 30 days, among 10,000 mentors."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from benchmarks.load import Result, compare, http_get
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.words import words_of_mentor

MENTORS = 10_000
CLIENTS = 4
ROUNDS = 3
SECONDS = 4.0
_NARROWED = "?limit=20&available_now=true&min_rating=3&max_hourly_rate=50&sort=rate"
_API, _PLAIN = "/api/v1/mentorship", "/plain/mentorship"

# The accounts of the pool's data set become mentors, free on weekdays from nine to five.
_ROWS = """
INSERT INTO mentorship_mentor (public_id, user_id, bio, photo, expertise, company, job_title,
    years_of_experience, linkedin_url, github_url, twitter_url, is_approved, availability_timezone,
    session_minutes, buffer_minutes, minimum_notice_minutes, rating_sum, rating_count,
    total_sessions, version, created_at, updated_at, search,
    rate_minor)
SELECT gen_random_uuid(), n, 'Mentor with experience, number ' || n, 'mentors/photos/' || n || '.jpg',
    ARRAY['UI Design', 'Figma'], 'Company ' || n %% 500, 'Designer', n %% 30,
    'https://linkedin.com/in/p' || n, '', '', true, 'America/New_York', 60, 0, 60,
    (n %% 20) * 4, n %% 20, n %% 50, 1, '2024-01-01', '2024-01-01',
    array_to_tsvector(%(same)s::text[] || ARRAY['^firs', 'first' || n, '^last', 'last' || n,
        '^' || left((n %% 500)::text, 4), 'first' || n || 'last' || n, 'company' || n %% 500]),
    CASE WHEN n %% 3 > 0 THEN n %% 100 * 100 END
FROM generate_series(1, %(mentors)s) AS n;

INSERT INTO mentorship_availability (public_id, mentor_id, day_of_week, start_minute, end_minute,
    is_recurring, is_active)
SELECT gen_random_uuid(), m.id, d, 540, 1020, true, true
FROM mentorship_mentor AS m, generate_series(1, 5) AS d;
"""


def load() -> None:
    """Make 10,000 mentors of the accounts that are there."""
    with connection.cursor() as cursor:
        same = words_of_mentor(name="", expertise=["UI Design", "Figma"], company="Company", job_title="")
        cursor.execute(_ROWS, {"mentors": MENTORS, "same": same})


def measure(*, port: int) -> list[tuple[str, dict[str, Result]]]:
    """Return what each page measured against its plain implementation."""
    mentor = str(Mentor.objects.order_by("pk")[MENTORS // 2].public_id)
    today = timezone.now().date()
    days = f"?from={today}&to={today + timedelta(days=29)}"
    connection.close()
    pages = [
        ("mentors, first page", "/mentors/", "/mentors/"),
        ("mentors, searched", "/mentors/?search=first77", "/mentors/?search=first77"),
        ("mentors of SOOSH, 20", "…?limit=20", "…?limit=20"),
        ("mentors of SOOSH, 100", "…?limit=100", "…?limit=100"),
        ("… free today, by rate", f"…{_NARROWED}", f"…{_NARROWED}"),
        ("slots of 30 days", f"/mentors/{mentor}/availability/{days}", f"/mentors/{mentor}/slots/{days}"),
    ]
    return [(name, _against_plain(port, ours, plain)) for name, ours, plain in pages]


def _against_plain(port: int, ours: str, plain: str) -> dict[str, Result]:
    contenders = {
        "a": lambda _: http_get(port=port, path=_address(_API, ours)),
        "b": lambda _: http_get(port=port, path=_address(_PLAIN, plain)),
    }
    return compare(contenders, clients=CLIENTS, seconds=SECONDS, rounds=ROUNDS)


def _address(door: str, path: str) -> str:
    """Return the address; what begins with an ellipsis is SOOSH's."""
    return path.replace("…", door.replace("mentorship", "mentors")) if path[0] == "…" else door + path
