"""Groups of 10,000 people, what is written in the largest, events, and what one of them has done."""

from django.db import connection
from django.utils import timezone

from benchmarks.dataset import TALENTS
from benchmarks.load import Result, compare, http_get
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.community.models import Gathering, Group, Post

PEOPLE = TALENTS
GROUPS = 2_000
GROUPS_EACH = 3
# In the largest group, and below its newest post.
MEMBERS = 1_000
POSTS = 5_000
COMMENTS = 500
# In all others.
OTHER_POSTS = 40_000
OTHER_COMMENTS = 20_000
REACTIONS_EACH = 3
EVENTS = 5_000
ATTENDEES = 300
SESSIONS = 200
CLIENTS = 4
ROUNDS = 3
LIMITS = (20, 100)
SECONDS = 4.0
_API, _PLAIN = "/api/v1", "/plain"

# The accounts of the pool's data set are in groups; the first of them, a mentor, has done much.
_ROWS = """
INSERT INTO community_group (id, public_id, name, description, category_id, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, gen_random_uuid(), 'People of subject no. ' || n, repeat('We meet, talk and learn. ', 6),
    CASE WHEN n %% 3 > 0 THEN (SELECT min(id) FROM catalog_category) END, '2024-01-01', '2024-01-01'
FROM generate_series(1, %(groups)s) AS n;

INSERT INTO community_membership (group_id, person_id, role, joined_at)
SELECT 1, n, CASE WHEN n = 2 THEN 'admin' ELSE 'member' END, '2024-01-01'
FROM generate_series(1, %(members)s) AS n;

INSERT INTO community_membership (group_id, person_id, role, joined_at)
SELECT 2 + (n * 7 + k * 13) %% (%(groups)s - 1), n, 'admin', '2024-01-01'
FROM generate_series(1, %(people)s) AS n, generate_series(1, %(groups_each)s) AS k
ON CONFLICT DO NOTHING;

INSERT INTO community_post (public_id, group_id, author_id, text, created_at)
SELECT gen_random_uuid(), 1, 1 + n %% %(members)s, repeat('What I have learned of it today. ', 5),
    timestamptz '2024-01-01' + n * interval '1 min'
FROM generate_series(1, %(posts)s) AS n;

INSERT INTO community_post (public_id, group_id, author_id, text, created_at)
SELECT gen_random_uuid(), 2 + n %% (%(groups)s - 1), 1 + n %% %(people)s, 'What I have learned.', '2026-01-01'
FROM generate_series(1, %(other_posts)s) AS n;

INSERT INTO community_post (public_id, group_id, parent_id, author_id, text, created_at)
SELECT gen_random_uuid(), p.group_id, p.id, p.author_id, 'So have I.', '2026-01-01'
FROM (SELECT * FROM community_post WHERE group_id > 1 ORDER BY id LIMIT %(other_comments)s) AS p;

INSERT INTO community_post (public_id, group_id, parent_id, author_id, text, created_at)
SELECT gen_random_uuid(), 1, (SELECT max(id) FROM community_post WHERE group_id = 1), 1 + n %% %(members)s,
    'So have I, and thank you for it.', '2026-01-01'
FROM generate_series(1, %(comments)s) AS n;

INSERT INTO community_reaction (post_id, person_id, kind, at)
SELECT p.id, 1 + (p.id + k * 17) %% %(members)s, (ARRAY['like', 'love', 'thanks'])[k %% 3 + 1], '2026-01-01'
FROM community_post AS p, generate_series(1, %(reactions_each)s) AS k
WHERE p.group_id = 1;

INSERT INTO community_gathering (id, public_id, group_id, title, description, online_link, starts_at, ends_at,
    over_at, timezone, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, gen_random_uuid(), 1 + n %% %(groups)s, 'An evening, no. ' || n, repeat('Bring what you made. ', 6),
    'https://meet.example/' || n, at, at + interval '1 hour', at + interval '1 hour', 'UTC', '2024-01-01',
    '2024-01-01'
FROM generate_series(1, %(events)s) AS n
CROSS JOIN LATERAL (SELECT date_trunc('day', now()) + (n - %(events)s / 2) * interval '6 hours') AS held (at);

INSERT INTO community_occurrence (gathering_id, starts_at, ends_at)
SELECT id, starts_at, ends_at FROM community_gathering;

INSERT INTO community_attendance (gathering_id, person_id, status, asked_at)
SELECT %(events)s, n, 'attending', '2024-01-01' FROM generate_series(1, %(attendees)s) AS n;

INSERT INTO community_attendance (gathering_id, person_id, status, asked_at)
SELECT 1 + n %% (%(events)s - 1), n, 'attending', '2024-01-01' FROM generate_series(1, %(people)s) AS n;

INSERT INTO mentorship_booking (public_id, mentor_id, mentee_id, starts_at, ends_at, blocked_until, topic,
    status, expires_at, created_at, updated_at)
SELECT gen_random_uuid(), pair.mentor, pair.mentee, at, at + interval '1 hour', at + interval '1 hour',
    'Knots', 'completed', at, at, at
FROM generate_series(1, %(sessions)s) AS n
CROSS JOIN LATERAL (SELECT timestamptz '2024-01-01' + n * interval '1 day') AS held (at)
CROSS JOIN LATERAL (
    SELECT (SELECT id FROM mentorship_mentor WHERE user_id = 1), 2 + n %% 50
    UNION ALL SELECT (SELECT id FROM mentorship_mentor WHERE user_id = 2 + n %% 50), 1
) AS pair (mentor, mentee);

INSERT INTO learning_enrollment (public_id, user_id, opportunity_id, status, completed_at, enrolled_at,
    updated_at)
SELECT gen_random_uuid(), 1, id, 'completed', timestamptz '2024-01-01' + id * interval '1 hour', '2024-01-01',
    '2024-01-01'
FROM learning_opportunity ORDER BY id LIMIT %(sessions)s
"""


def load() -> None:
    """Make the groups, posts and events, and what the first account has done with mentors that are there."""
    given = {
        "people": PEOPLE,
        "groups": GROUPS,
        "groups_each": GROUPS_EACH,
        "members": MEMBERS,
        "posts": POSTS,
        "comments": COMMENTS,
        "other_posts": OTHER_POSTS,
        "other_comments": OTHER_COMMENTS,
        "reactions_each": REACTIONS_EACH,
        "events": EVENTS,
        "attendees": ATTENDEES,
        "sessions": SESSIONS,
    }
    with connection.cursor() as cursor:
        for statement in _ROWS.split(";\n\n"):
            cursor.execute(statement, given)


def measure(*, port: int) -> list[tuple[str, dict[str, Result]]]:
    """Return what each list measured against its plain implementation."""
    token = access_token(user=User.objects.get(pk=1), now=timezone.now())
    group = Group.objects.get(pk=1)
    post = Post.objects.filter(group=group, parent=None).latest("pk").public_id
    event = Gathering.objects.get(pk=EVENTS).public_id
    connection.close()
    lists = [
        ("groups", "/community/groups"),
        ("members of a group", f"/community/groups/{group.public_id}/members"),
        ("posts of a group", f"/community/groups/{group.public_id}/posts"),
        ("comments", f"/community/posts/{post}/comments"),
        ("events", "/community/events"),
        ("attendees", f"/community/events/{event}/attendees"),
        ("activity", "/analytics/activity"),
    ]
    pages = [(f"{title}, {n}", f"{path}?limit={n}") for title, path in lists for n in LIMITS]
    return [(title, _against_plain(port, path, token)) for title, path in pages]


def _against_plain(port: int, path: str, token: str) -> dict[str, Result]:
    contenders = {
        "a": lambda _: http_get(port=port, path=_API + path, token=token),
        "b": lambda _: http_get(port=port, path=_PLAIN + path, token=token),
    }
    return compare(contenders, clients=CLIENTS, seconds=SECONDS, rounds=ROUNDS)
