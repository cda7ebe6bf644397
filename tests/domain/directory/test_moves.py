"""Tables that went to another app: what was in a database is there after the upgrade, with its rights."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tests.databases import rows_of

BEFORE = [
    ("directory", None),
    ("accounts", "0003_codes_mailed_again"),
    ("calendar", None),
    ("notifications", "0002_feed_token"),
]
OLD_WORLD = """
    INSERT INTO accounts_member
        (id, email, first_name, last_name, phone, membershiptype, is_active, created_at, user_id)
    VALUES (gen_random_uuid(), 'mona@example.com', 'Mona', '', '', 'mentor', true, now(), 7);
    INSERT INTO accounts_memberimport (id, file_name, text, created_at, uploaded_by_id)
    VALUES (gen_random_uuid(), 'members.csv', 'email', now(), 7);
    INSERT INTO accounts_logincode (email, seed, is_long, created_at, expires_at, tries)
    VALUES ('mona@example.com', 'x', false, now(), now(), 3);
    INSERT INTO notifications_feedtoken (user_id, token, created_at) VALUES (7, 'secret', now());
    INSERT INTO django_admin_log
        (action_time, object_id, object_repr, action_flag, change_message, content_type_id, user_id)
    SELECT now(), '1', 'mona@example.com', 1, '', id, 7 FROM django_content_type
    WHERE (app_label, model) = ('accounts', 'member');
"""
ACCOUNT = """
    INSERT INTO accounts_user
        (id, password, is_superuser, username, first_name, last_name, is_staff, is_active, date_joined,
        public_id, email, phone_number, gender, avatar, timezone, location, journey, onboarding_completed,
        token_generation)
    VALUES (7, '!', false, 'mona', '', '', false, true, now(), gen_random_uuid(), 'mona@example.com', '',
        '', '', 'UTC', '', 'beginner', false, 0);
"""
MOVED = {
    "directory_directoryentry": ("accounts_member", "email, membershiptype, user_id"),
    "directory_directoryimport": ("accounts_memberimport", "file_name, uploaded_by_id"),
    "directory_logincode": ("accounts_logincode", "email, seed, tries"),
    "calendar_feedtoken": ("notifications_feedtoken", "user_id, token"),
}
RIGHTS = """
    SELECT app_label, codename, name
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    WHERE app_label IN ('accounts', 'directory', 'calendar', 'notifications') ORDER BY 1, 2
"""
HISTORY = """
    SELECT app_label, model, object_repr
    FROM django_admin_log JOIN django_content_type ON content_type_id = django_content_type.id
"""
ALLOWED = "SELECT has_table_privilege('trellis_app', '{}', 'SELECT, INSERT, UPDATE, DELETE')"
KEYS = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = '{}'::regclass"


def test_rows_keys_rights_and_history_go_along(database: BaseDatabaseWrapper) -> None:
    rights = rows_of(database, RIGHTS)
    MigrationExecutor(database).migrate(BEFORE)
    with database.cursor() as cursor:
        cursor.execute(ACCOUNT + OLD_WORLD)
    before = {
        table: rows_of(database, f"SELECT {fields} FROM {old}") for table, (old, fields) in MOVED.items()
    }
    assert all(before.values())
    assert ("accounts", "add_member", "Can add member") in rows_of(database, RIGHTS)

    executor = MigrationExecutor(database)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert {t: rows_of(database, f"SELECT {fields} FROM {t}") for t, (_, fields) in MOVED.items()} == before
    assert [rows_of(database, ALLOWED.format(table)) for table in MOVED] == [[(True,)]] * 4
    assert [rows_of(database, KEYS.format(table)) for table in MOVED] == [[(1,)], [(1,)], [(0,)], [(1,)]]
    assert rows_of(database, RIGHTS) == rights
    assert rows_of(database, HISTORY) == [("directory", "directoryentry", "mona@example.com")]
