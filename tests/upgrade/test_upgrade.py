"""Who has Trellis running keeps all that is in it when the next one starts."""

import pytest
from django.apps import apps

from tests.upgrade.old_database import Key, Upgrade
from trellis.core.db.words import prefix_query
from trellis.core.events import DomainEvent

# The tables that are called otherwise now.
RENAMED: dict[str, str] = {
    "accounts_logincode": "directory_logincode",
    "accounts_member": "directory_directoryentry",
    "accounts_memberimport": "directory_directoryimport",
    "notifications_feedtoken": "calendar_feedtoken",
    "organizations_decision": "approvals_decision",
    "scouting_decision": "scouting_judgement",
}
# What Django itself writes for every app and model that there is now.
_WRITTEN_ANEW = {"django_migrations", "django_content_type", "auth_permission"}


# One database serves them all, so one process runs them.
pytestmark = pytest.mark.xdist_group("upgrade")


def test_every_table_has_the_rows_that_it_had(upgrade: Upgrade) -> None:
    before, after = upgrade.rows
    assert before["accounts_user"] > 15, "the old database is one in which something was done"
    kept = {_now(table): rows for table, rows in before.items() if table not in _WRITTEN_ANEW}
    assert {table: after.get(table) for table in kept} == kept


def test_every_foreign_key_leads_where_it_led(upgrade: Upgrade) -> None:
    before, after = upgrade.keys
    expected = {
        Key(_now(key.table), key.column, _now(key.target)): digest
        for key, digest in before.items()
        if key.table not in _WRITTEN_ANEW
    }
    assert len(expected) > 50
    assert {key: after.get(key) for key in expected} == expected


def test_the_record_names_what_there_is(upgrade: Upgrade) -> None:
    """A row's history is found by the name of its model and the kinds that its app declares."""
    named = upgrade.connection.execute("SELECT DISTINCT kind, subject_type FROM core_event").fetchall()
    declared = {event.kind: event.subject._meta.label_lower for event in DomainEvent.all}
    assert len(named) > 5
    assert dict(named) == {kind: declared.get(kind) for kind, _ in named}


def test_no_content_type_is_left_of_a_model_that_is_gone(upgrade: Upgrade) -> None:
    types = upgrade.connection.execute("SELECT app_label, model FROM django_content_type").fetchall()
    models = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    assert {tuple(row) for row in types} <= models


@pytest.mark.parametrize(
    ("table", "column", "asked"),
    [
        ("requisitions_requisition", "search", "dev sen"),
        ("requisitions_requisition", "search", "ops"),
        ("requisitions_requisition", "listing", "python dev london appb"),
        ("mentorship_mentor", "search", "ui fig"),
        ("workplace_workplacerequest", "search", "off sup"),
    ],
)
def test_what_there_was_is_found_by_words(upgrade: Upgrade, table: str, column: str, asked: str) -> None:
    found = upgrade.connection.execute(
        f"SELECT count(*) FROM {table} WHERE {column} @@ %s::tsquery", [prefix_query(asked)]
    ).fetchone()
    assert found is not None and found[0] > 0


def test_the_application_may_use_every_table(upgrade: Upgrade) -> None:
    """It owns none of them, so each table that is new or has another name must have been given to it."""
    refused = upgrade.connection.execute(
        """
        SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          AND NOT has_table_privilege('trellis_app', oid, 'SELECT')
        """
    ).fetchall()
    assert refused == []


def _now(table: str) -> str:
    return RENAMED.get(table, table)
