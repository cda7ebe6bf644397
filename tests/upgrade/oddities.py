"""What the old demo has not got, and an old database may have: written into it before it is migrated."""

import psycopg

PROVEN = "2026-01-01T00:00:00Z"
# Who shares an address once it is in form, and whose address cannot be brought into one.
ACCOUNTS = [
    (9001, "Ann@müller.example", None),
    (9002, "ann@xn--mller-kva.example", None),
    (9003, "bob@müller.example", PROVEN),
    (9004, "bob@xn--mller-kva.example", None),
    (9005, "Cy@Example.com", PROVEN),
    (9006, "di@❤..example", None),
    (9007, "ed@straße.example", None),
]
ENTRIES = ["m@MÜLLER.example", "N@Example.COM"]
# A row in each table that went to another app, and the word that finds it again.
MARK = "moved.csv"
_ACCOUNT = """
    INSERT INTO accounts_user
        (id, password, is_superuser, username, first_name, last_name, is_staff, is_active, date_joined,
        public_id, email, email_verified_at, phone_number, gender, avatar, timezone, location, journey,
        onboarding_completed, token_generation)
    VALUES (%s, '!', false, %s, '', '', false, true, now(), gen_random_uuid(), %s, %s, '', '', '', 'UTC', '',
        'beginner', false, 0)
"""
_ENTRY = """
    INSERT INTO accounts_member
        (id, email, first_name, last_name, phone, membershiptype, is_active, created_at, user_id)
    VALUES (gen_random_uuid(), %s, '', '', '', 'mentor', true, now(), %s)
"""
_MOVED = """
    INSERT INTO accounts_memberimport (id, file_name, text, created_at, uploaded_by_id)
    VALUES (gen_random_uuid(), 'moved.csv', 'email', now(), 9005);
    INSERT INTO accounts_logincode (email, seed, is_long, created_at, expires_at, tries)
    VALUES ('moved.csv', 'x', false, now(), now(), 3);
    INSERT INTO notifications_feedtoken (user_id, token, created_at) VALUES (9005, 'moved.csv', now());
    INSERT INTO django_admin_log
        (action_time, object_id, object_repr, action_flag, change_message, content_type_id, user_id)
    SELECT now(), '1', 'moved.csv', 1, '', id, 9005 FROM django_content_type
    WHERE (app_label, model) = ('accounts', 'member')
"""


def write_oddities(database: psycopg.Connection) -> None:
    """Write them with the columns that the tables had then."""
    with database.cursor() as cursor:
        for number, email, proven in ACCOUNTS:
            cursor.execute(_ACCOUNT, [number, f"odd{number}", email, proven])
        cursor.executemany(_ENTRY, [[email, 9005 if email == ENTRIES[1] else None] for email in ENTRIES])
        cursor.execute(_MOVED)
