"""The data that is measured on: made in the database, in seconds, the same every time."""

from django.db import connection

TALENTS = 10_000
COACHES = 200
POSTS_EACH = 2
JUDGEMENTS_EACH = 100

_USERS = """
INSERT INTO accounts_user (id, password, is_superuser, username, first_name, last_name, is_staff,
    is_active, date_joined, last_login, public_id, email, phone_number, gender, birth_date, avatar,
    timezone, city, journey, onboarding_completed, token_generation)
SELECT n, '!', false, 'person' || n, 'First' || n, 'Last' || n, false, true,
    '2024-01-01T00:00:00Z', '2024-01-15T10:30:00Z', gen_random_uuid(), 'p' || n || '@example.com',
    '+1555' || n, 'female', date '1995-01-01' + (n %% 5000), 'avatars/' || n || '.jpg',
    'UTC', 'New York, NY', 'beginner', true, 0
FROM generate_series(%(first)s, %(last)s) AS n;
"""
_TALENTS = """
INSERT INTO scouting_talent (id, user_id, bio, location, city, state, country, selected_sports,
    social_links, is_verified, is_featured, created_at, updated_at, experience_years,
    profile_picture, cover_photo, pool_joined_at)
SELECT n, n, 'Passionate player with some years of experience, number ' || n, 'New York, NY',
    'New York', 'NY', 'USA', ARRAY['football', 'basketball'],
    '{"instagram": "https://instagram.com/someone", "facebook": "https://facebook.com/someone"}',
    n %% 2 = 0, n %% 10 = 0, '2024-01-01T00:00:00Z', '2024-01-15T12:00:00Z', n %% 12,
    'talent/profiles/' || n || '.jpg', 'talent/covers/' || n || '.jpg', '2024-01-01T00:00:00Z'
FROM generate_series(%(first)s, %(last)s) AS n;

INSERT INTO scouting_post (talent_id, content, caption, image, video, likes_count, views_count,
    created_at, updated_at)
SELECT n, 'Training hard for the upcoming season!', 'Morning workout complete',
    'posts/images/' || n || '.jpg', '', n %% 50, n %% 300,
    '2024-01-15T08:00:00Z'::timestamptz + p * interval '1 hour', '2024-01-15T08:00:00Z'
FROM generate_series(%(first)s, %(last)s) AS n, generate_series(1, %(posts)s) AS p;
"""
_COACHES = """
INSERT INTO scouting_coach (id, user_id, bio, location, city, state, country, selected_sports,
    social_links, is_verified, is_featured, created_at, updated_at, coaching_experience_years,
    playing_experience_years, coaching_levels, coaching_style, max_students, profile_picture,
    availability, is_available)
SELECT n, n + %(talents)s, 'Coach', '', '', '', '', ARRAY['football'], '{}', true, false,
    '2024-01-01T00:00:00Z', '2024-01-15T12:00:00Z', 5, 5, 'professional', 'performance_based', 10,
    '', 'full_time', true
FROM generate_series(1, %(coaches)s) AS n;

INSERT INTO scouting_judgement (coach_id, talent_id, verdict, judged_at)
SELECT c, %(talents)s - (c * 7 + d * 3) %% (%(talents)s / 2),
    CASE WHEN d %% 2 = 0 THEN 'selected' ELSE 'rejected' END, now()
FROM generate_series(1, %(coaches)s) AS c, generate_series(1, %(judgements)s) AS d;
"""


def load() -> None:
    """Fill the empty database: 10,000 talents with 2 posts each, 200 coaches with 100 judgements each."""
    load_talents(first=1, last=TALENTS)
    counts = {"talents": TALENTS, "coaches": COACHES, "judgements": JUDGEMENTS_EACH}
    with connection.cursor() as cursor:
        cursor.execute(_USERS, {"first": TALENTS + 1, "last": TALENTS + COACHES})
        cursor.execute(_COACHES, counts)


def load_talents(*, first: int, last: int) -> None:
    """Add talents with these numbers, their accounts and posts."""
    with connection.cursor() as cursor:
        cursor.execute(_USERS + _TALENTS, {"first": first, "last": last, "posts": POSTS_EACH})
