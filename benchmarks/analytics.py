"""Dashboards, numbers of mentors and timelines, over a million events of two thousand people.

A tenth of the sessions are one mentor's, and a hundredth of all that is learned is one learner's.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection

from benchmarks import columns
from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.activity import timeline_of
from trellis.domain.analytics.queries.dashboards import dashboard_of
from trellis.domain.analytics.queries.mentors import mentor_stats_of

PEOPLE = 2_000
MENTORS = 100
SESSIONS = 500_000
POINTS = 400_000
DAYS = 100_000
ROUNDS = 101
NOW = datetime(2028, 12, 31, 12, tzinfo=UTC)
_NAME = "counted-"
# In this order: each takes the keys of those before it.
_ROWS = (
    """
INSERT INTO accounts_user (id, public_id, username, email, first_name, timezone, date_joined)
SELECT 1000000 + n, gen_random_uuid(), 'counted-' || n, 'counted-' || n || '@example.com',
    'N' || n, 'UTC', '2024-01-01'
FROM generate_series(1, %(people)s) AS n
""",
    """
INSERT INTO mentorship_mentor (public_id, user_id, is_approved, session_minutes, rating_sum, rating_count,
    created_at, updated_at)
SELECT gen_random_uuid(), id, true, 60, 0, 0, '2024-01-01', '2024-01-01'
FROM accounts_user WHERE username LIKE 'counted-%%' ORDER BY id LIMIT %(mentors)s
""",
    # Of ten the tenth is the first mentor's, of a hundred the hundredth the last learner's.
    """
INSERT INTO mentorship_booking (public_id, mentor_id, mentee_id, starts_at, ends_at, blocked_until, topic,
    status, expires_at, rating, rated_at, created_at, updated_at)
SELECT gen_random_uuid(), m.id, u.id, given.at, given.at + interval '1 hour', given.at + interval '1 hour',
    'Knots', CASE WHEN n %% 7 = 0 THEN 'cancelled_by_mentor' ELSE 'completed' END, given.at,
    CASE WHEN n %% 7 > 2 THEN 3 + n %% 3 END, CASE WHEN n %% 7 > 2 THEN given.at END, given.at, given.at
FROM generate_series(1, %(sessions)s) AS n
CROSS JOIN LATERAL (SELECT timestamptz '2026-01-01' + n * (interval '1095 days' / %(sessions)s)) AS given (at)
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM mentorship_mentor
    WHERE user_id IN (SELECT id FROM accounts_user WHERE username LIKE 'counted-%%')) AS m
    ON m.place = CASE WHEN n %% 10 = 0 THEN 0 ELSE n %% %(mentors)s END
JOIN (SELECT id, row_number() OVER (ORDER BY id DESC) - 1 AS place FROM accounts_user
    WHERE username LIKE 'counted-%%') AS u
    ON u.place = CASE WHEN n %% 100 = 0 THEN 0 ELSE n %% (%(people)s - %(mentors)s) END
""",
    """
INSERT INTO learning_pointsentry (user_id, reason, subject_id, points, earned_at)
SELECT u.id, 'session', n, 20, timestamptz '2026-01-01' + n * (interval '1095 days' / %(points)s)
FROM generate_series(1, %(points)s) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id DESC) - 1 AS place FROM accounts_user
    WHERE username LIKE 'counted-%%') AS u
    ON u.place = CASE WHEN n %% 100 = 0 THEN 0 ELSE n %% %(people)s END
""",
    """
INSERT INTO learning_activeday (user_id, day, zone, run)
SELECT u.id, date '2026-01-01' + n / %(people)s, 'UTC', n / %(people)s + 1
FROM generate_series(0, %(days)s - 1) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user
    WHERE username LIKE 'counted-%%') AS u ON u.place = n %% %(people)s
""",
)
_TABLES = "accounts_user, mentorship_mentor, mentorship_booking, learning_pointsentry, learning_activeday"


def load(*, owner_url: str) -> None:
    """Make the people, their sessions, points and days."""
    given = {"people": PEOPLE, "mentors": MENTORS, "sessions": SESSIONS, "points": POINTS, "days": DAYS}
    with psycopg.connect(owner_url, autocommit=True) as owner:
        columns.give_defaults(owner)
        # Of rows whose commit is not written yet VACUUM does not know that all see them.
        owner.execute("SET synchronous_commit = on")
        for rows in _ROWS:
            owner.execute(rows, given)  # type: ignore[arg-type]  # it is ours
        # What is read off an index alone has to be known as visible to all.
        owner.execute(f"VACUUM (ANALYZE) {_TABLES}")  # type: ignore[arg-type]


def measure() -> list[str]:
    """Return a line for each page of who has most, and of one of many."""
    lines = []
    busiest, learner, one = (_person(number) for number in (1, PEOPLE, PEOPLE // 2))
    for who, person in (("most given", busiest), ("most learned", learner), ("one of many", one)):
        lines.append(_line(f"dashboard, {who}", lambda person=person: dashboard_of(person, now=NOW)))  # type: ignore[misc]
        lines.append(
            _line(
                f"timeline, {who}",
                lambda person=person: timeline_of(person, first=0, size=20, now=NOW),  # type: ignore[misc]
            )
        )
    lines.append(_line("numbers of a mentor, most given", lambda: mentor_stats_of(busiest, now=NOW)))
    connection.close()
    return lines


def _person(number: int) -> User:
    return User.objects.get(username=f"{_NAME}{number}")


def _line(title: str, run: Callable[[], Any]) -> str:
    took = sorted(_milliseconds(run) for _ in range(ROUNDS))
    p95 = took[int(ROUNDS * 0.95)]
    return f"{title:<34} p50 {took[ROUNDS // 2]:>7.1f} ms, p95 {p95:>7.1f} ms, most {took[-1]:>7.1f} ms"


def _milliseconds(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000
