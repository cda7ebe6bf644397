"""What was told of disabilities stays as it is while sharing comes and goes."""

from datetime import UTC, datetime

from django.db.backends.base.base import BaseDatabaseWrapper

from tests.databases import rows_of
from trellis.core.db.migrating import Executor

_BEFORE = [("candidates", "0003_resume_readings")]
_NOW = [("candidates", "0004_sharing_disability_categories")]
_TOLD = "SELECT categories->>'hearing' FROM candidates_private.disability"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'candidates_private' ORDER BY 1"


def test_what_was_told_stays_and_is_shared_with_nobody(empty_database: BaseDatabaseWrapper) -> None:
    Executor(empty_database).migrate(_BEFORE)
    assert rows_of(empty_database, _TABLES) == [("disability",)]
    of_then = Executor(empty_database).loader.project_state(_BEFORE).apps
    users = of_then.get_model("accounts", "User").objects.using(empty_database.alias)
    user = users.create(username="old", email="old@example.com")
    rows = of_then.get_model("candidates", "CandidateProfile").objects.using(empty_database.alias)
    day = datetime(2026, 1, 1, tzinfo=UTC)
    profile = rows.create(user_id=user.pk, slug="old", created_at=day, updated_at=day)
    keep = f'SELECT candidates_keep_disability({profile.pk}, {user.pk}, \'{{"hearing": "left"}}\')'
    own = f"SELECT candidates_own_disability({profile.pk}, {user.pk})::json->>'hearing'"
    rows_of(empty_database, keep)
    Executor(empty_database).migrate(_NOW)
    assert rows_of(empty_database, _TOLD) == rows_of(empty_database, own) == [("left",)]
    assert rows_of(empty_database, "SELECT count(*) FROM candidates_private.disability_sharing") == [(0,)]
    rows_of(empty_database, keep)
    Executor(empty_database).migrate(_BEFORE)
    assert rows_of(empty_database, _TABLES) == [("disability",)]
    rows_of(empty_database, keep)
    assert rows_of(empty_database, own) == [("left",)]
