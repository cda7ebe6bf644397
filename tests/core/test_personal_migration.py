"""A record that an older version wrote: what is personal in it is parted, and nothing else changes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.migrated import TEMPLATE

pytestmark = pytest.mark.whole

_CHANGES = {"status": ["draft", "open"], "title": ["For Ann", "For Bob"], "requirements": [[], ["Ann"]]}
_PARTED = {"status": ["draft", "open"], "title": [None, None], "requirements": [None, None]}
_TEXTS = {"title": ["For Ann", "For Bob"], "requirements": [[], ["Ann"]]}
# Kind, the data of old, the data of now, what is personal now.
RECORDED: list[tuple[str, object, object, object]] = [
    ("requisition.changed", {"code": "A", "changes": _CHANGES}, {"code": "A", "changes": _PARTED},
     {"changes": _TEXTS}),
    ("requisition.opened", *[{"code": "A", "changes": {"status": ["approved", "open"]}}] * 2, None),
    ("requisition.deleted", *[{"code": "A"}] * 2, None),
    ("requisition.stage_decided", {"stages": ["By Ann"], "round": 1}, {"round": 1}, {"stages": ["By Ann"]}),
    ("compliance.added", {"item_id": "1", "name": "Ann"}, {"item_id": "1"}, {"name": "Ann"}),
    ("compliance.changed",
     {"name": "Ann", "changes": {"name": ["Bob", "Ann"], "required": [True, False]}, "texts": ["notes"]},
     {"changes": {"name": [None, None], "required": [True, False]}, "texts": ["notes"]},
     {"name": "Ann", "changes": {"name": ["Bob", "Ann"]}}),
    ("request.changed",
     {"request_type": "leave", "changes": {"description": [None, None], "title": ["Ann", "Bob"]}},
     {"request_type": "leave", "changes": {"description": [None, None], "title": [None, None]}},
     {"changes": {"title": ["Ann", "Bob"]}}),
    ("request.approved", *[{"request_type": "leave", "changes": {"status": ["pending", "open"]}}] * 2, None),
    ("organization.changed", {"changes": {"name": ["Ann's", "Bob's"]}}, {"changes": {"name": [None, None]}},
     {"changes": {"name": ["Ann's", "Bob's"]}}),
    ("member.role_changed", *[{"user_id": 1, "changes": {"role": ["staff", "admin"]}}] * 2, None),
    ("video_session.created", {"job_application_id": "Ann", "meeting_id": "m"}, {},
     {"job_application_id": "Ann", "meeting_id": "m"}),
    ("video_session.changed", {"changes": {"scores": [{}, {"Ann": 1}]}, "texts": ["tags"]},
     {"changes": {"scores": [None, None]}, "texts": ["tags"]}, {"changes": {"scores": [{}, {"Ann": 1}]}}),
    ("video_session.deleted", {"job_application_id": "Ann"}, {}, {"job_application_id": "Ann"}),
    ("talent.selected", *[{"coach_user_id": 1, "name": "not looked at"}] * 2, None),
]  # fmt: skip


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[str]:
    """The address of a migrated database of this test's own, for its owner."""
    name = sql.Identifier(f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_personal")
    with psycopg.connect(os.environ["TRELLIS_TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER trellis_owner TEMPLATE {}").format(
                name, sql.Identifier(TEMPLATE)
            )
        )
        address = os.environ["TRELLIS_OWNER_DATABASE_URL"]
        database = settings.DATABASES["default"]["NAME"]
        yield address.replace(f"/{database}", f"/{name.as_string()[1:-1]}")
        superuser.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(name))


def _migrate(address: str, target: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "core", target, "--verbosity=0"],
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address},
    )


def test_a_record_of_old_is_parted_and_can_be_joined_again(owner: str) -> None:
    _migrate(owner, "0003")
    with psycopg.connect(owner) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_event (kind, subject_type, subject_id, data, happened_at)"
            " VALUES (%s, 'a.b', '1', %s, now())",
            [(kind, json.dumps(old)) for kind, old, _, _ in RECORDED],
        )
    _migrate(owner, "0004")
    with psycopg.connect(owner) as connection:
        rows = connection.execute("SELECT kind, data, personal FROM core_event ORDER BY id").fetchall()
        assert rows == [(kind, now, personal) for kind, _, now, personal in RECORDED]
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            connection.execute("UPDATE core_event SET data = '{}'")
    _migrate(owner, "0003")
    with psycopg.connect(owner) as connection:
        rows = connection.execute("SELECT kind, data FROM core_event ORDER BY id").fetchall()
        assert rows == [(kind, old) for kind, old, _, _ in RECORDED]
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            connection.execute("UPDATE core_event SET data = '{}'")
