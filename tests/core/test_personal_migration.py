"""A record that an older version wrote: what is personal in it is parted, and nothing else changes."""

import json
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.backends.base.base import BaseDatabaseWrapper

from trellis.core.db.migrating import Executor

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


def test_a_record_of_old_is_parted_and_can_be_joined_again(empty_database: BaseDatabaseWrapper) -> None:
    Executor(empty_database).migrate([("core", "0003_attachments_and_sms")])
    with empty_database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_event (kind, subject_type, subject_id, data, happened_at)"
            " VALUES (%s, 'a.b', '1', %s, now())",
            [(kind, json.dumps(old)) for kind, old, _, _ in RECORDED],
        )
    Executor(empty_database).migrate([("core", "0004_personal_values_of_events")])
    assert _record(empty_database, "kind, data, personal") == [
        (kind, now, told) for kind, _, now, told in RECORDED
    ]
    _assert_append_only(empty_database)
    Executor(empty_database).migrate([("core", "0003_attachments_and_sms")])
    assert _record(empty_database, "kind, data") == [(kind, old) for kind, old, _, _ in RECORDED]
    _assert_append_only(empty_database)


def _record(database: BaseDatabaseWrapper, columns: str) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM core_event ORDER BY id")
        # Django leaves JSON to its fields.
        return [tuple(map(_read, row)) for row in cursor.fetchall()]


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in "{[" else value


def _assert_append_only(database: BaseDatabaseWrapper) -> None:
    with pytest.raises(IntegrityError, match="append-only"), database.cursor() as cursor:
        cursor.execute("UPDATE core_event SET data = '{}'")
