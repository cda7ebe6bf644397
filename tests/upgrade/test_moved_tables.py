"""Tables that went to another app: their rows, rights and history went along."""

from typing import Any

import pytest
from django.db import connection

from tests.upgrade.oddities import MARK
from tests.upgrade.old_database import Upgrade

# One database serves them all, so one process runs them.
pytestmark = pytest.mark.xdist_group("upgrade")

ROWS = {
    "directory_directoryentry": ("email = 'N@example.com'", "membershiptype, user_id", ("mentor", 9005)),
    "directory_directoryimport": (f"file_name = '{MARK}'", "text, uploaded_by_id", ("email", 9005)),
    "directory_logincode": (f"email = '{MARK}'", "seed, tries", ("x", 3)),
    "calendar_feedtoken": (f"token = '{MARK}'", "user_id", (9005,)),
}
KEYS_OF_TABLES = {
    "directory_directoryentry": 1,
    "directory_directoryimport": 1,
    "directory_logincode": 0,
    "calendar_feedtoken": 1,
}
RIGHTS = """
    SELECT app_label, codename, name
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id
    WHERE app_label IN ('accounts', 'directory', 'calendar', 'notifications') ORDER BY 1, 2
"""
HISTORY = """
    SELECT app_label, model FROM django_admin_log
    JOIN django_content_type ON content_type_id = django_content_type.id WHERE object_repr = %s
"""
ALLOWED = "SELECT has_table_privilege('trellis_app', %s, 'SELECT, INSERT, UPDATE, DELETE')"
KEYS = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"


def _asked(upgrade: Upgrade, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    return upgrade.connection.execute(statement, parameters).fetchall()


@pytest.mark.parametrize("table", ROWS)
def test_rows_keys_and_the_right_to_use_them_go_along(upgrade: Upgrade, table: str) -> None:
    condition, fields, row = ROWS[table]
    assert _asked(upgrade, f"SELECT {fields} FROM {table} WHERE {condition}") == [row]
    assert _asked(upgrade, ALLOWED, table) == [(True,)]
    assert _asked(upgrade, KEYS, table) == [(KEYS_OF_TABLES[table],)]


@pytest.mark.django_db
def test_what_the_back_office_may_give_and_says_of_the_past_go_along(upgrade: Upgrade) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        rights = cursor.fetchall()
    assert ("directory", "add_directoryentry") in {right[:2] for right in rights}
    assert _asked(upgrade, RIGHTS) == rights
    assert _asked(upgrade, HISTORY, MARK) == [("directory", "directoryentry")]
