"""What is measured on can still be made: new columns need no word in the statements that make rows."""

import os
from typing import Any

import pytest
from django.db import connection as django_connection
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from benchmarks import (
    analytics,
    columns,
    community,
    dataset,
    jobs,
    ledger,
    mentors,
    opportunities,
    requisitions,
)
from tests.databases import rows_of

_ONE_SUBCATEGORY = """
WITH one AS (INSERT INTO catalog_category (public_id, name, slug, description, icon, position)
    VALUES (gen_random_uuid(), 'One', 'one', '', '', 1) RETURNING id)
INSERT INTO catalog_subcategory (public_id, category_id, name, slug, description, position)
    SELECT gen_random_uuid(), id, 'One', 'one', '', 1 FROM one
"""


def test_rows_are_made_as_the_tables_are_now(
    database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    _few(monkeypatch, dataset, TALENTS=110, COACHES=2, JUDGEMENTS_EACH=3)
    _few(monkeypatch, mentors, MENTORS=20, connection=database)
    _few(monkeypatch, requisitions, TENANTS=2, REQUISITIONS=8)
    _few(monkeypatch, jobs, ORGANIZATIONS=2, POSTINGS=8, APPLICATIONS=40, CANDIDATES=110, POPULAR=10)
    _few(monkeypatch, opportunities, OPPORTUNITIES=12, connection=database, plant=lambda: None)
    few = {"GROUPS": 6, "MEMBERS": 9, "POSTS": 8, "COMMENTS": 3, "OTHER_POSTS": 20, "OTHER_COMMENTS": 5}
    people = {"PEOPLE": 20, "EVENTS": 10, "ATTENDEES": 4, "SESSIONS": 5}
    _few(monkeypatch, community, connection=database, **few, **people)
    _few(monkeypatch, analytics, PEOPLE=40, MENTORS=4, SESSIONS=200, POINTS=80, DAYS=80)
    monkeypatch.setattr(dataset, "connection", database)
    with database.cursor() as cursor:
        columns.give_defaults(cursor.connection)
    dataset.load()
    mentors.load()
    requisitions.load(owner_url=_address(database))
    with database.cursor() as cursor:
        cursor.execute(_ONE_SUBCATEGORY)
    opportunities.load()
    community.load()
    jobs.load(owner_url=_address(database))
    analytics.load(owner_url=_address(database))
    for table, count in (
        ("scouting_judgement", 6),
        ("mentorship_mentor", 24),
        ("mentorship_booking", 210),
        ("community_post", 36),
        ("community_membership", 69),
        ("community_attendance", 24),
        ("learning_pointsentry", 80),
        ("learning_activeday", 80),
        ("requisitions_requisition", 8),
        ("jobs_posting", 8),
        ("jobs_application", 40),
        ("learning_opportunity", 12),
    ):
        assert rows_of(database, f"SELECT count(*) FROM {table}") == [(count,)]


@pytest.mark.django_db(transaction=True)
def test_what_is_earned_is_measured_over_books_that_balance(monkeypatch: pytest.MonkeyPatch) -> None:
    _few(monkeypatch, ledger, TRANSFERS=500, PAYEES=10, ROUNDS=1)
    ledger.load(owner_url=os.environ["TRELLIS_OWNER_DATABASE_URL"])
    assert len(ledger.measure()) == 5
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(amount_minor) FROM ledger_entry")
        assert cursor.fetchone() == (1500, 0)


def _few(monkeypatch: pytest.MonkeyPatch, module: Any, **values: Any) -> None:
    for name, value in values.items():
        monkeypatch.setattr(module, name, value)


def _address(database: BaseDatabaseWrapper) -> str:
    given = connections[database.alias].get_connection_params()
    return make_conninfo(
        "", **{name: given[name] for name in ("host", "port", "dbname", "user") if name in given}
    )
