"""What was told of disabilities stays as it is while sharing comes and goes."""

from datetime import UTC, datetime

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tests.databases import rows_of
from trellis.domain.accounts.models import User

_BEFORE = [("candidates", "0003_resume_readings")]
_NOW = [("candidates", "0004_sharing_disability_categories")]
_TOLD = "SELECT categories->>'hearing' FROM candidates_private.disability"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'candidates_private' ORDER BY 1"


def test_what_was_told_stays_and_is_shared_with_nobody(database: BaseDatabaseWrapper) -> None:
    MigrationExecutor(database).migrate(_BEFORE)
    assert rows_of(database, _TABLES) == [("disability",)]
    user = User.objects.using(database.alias).create(username="old", email="old@example.com")
    of_then = MigrationExecutor(database).loader.project_state(_BEFORE).apps
    rows = of_then.get_model("candidates", "CandidateProfile").objects.using(database.alias)
    day = datetime(2026, 1, 1, tzinfo=UTC)
    profile = rows.create(user_id=user.pk, slug="old", created_at=day, updated_at=day)
    keep = f'SELECT candidates_keep_disability({profile.pk}, {user.pk}, \'{{"hearing": "left"}}\')'
    own = f"SELECT candidates_own_disability({profile.pk}, {user.pk})::json->>'hearing'"
    rows_of(database, keep)
    MigrationExecutor(database).migrate(_NOW)
    assert rows_of(database, _TOLD) == rows_of(database, own) == [("left",)]
    assert rows_of(database, "SELECT count(*) FROM candidates_private.disability_sharing") == [(0,)]
    rows_of(database, keep)
    MigrationExecutor(database).migrate(_BEFORE)
    assert rows_of(database, _TABLES) == [("disability",)]
    rows_of(database, keep)
    assert rows_of(database, own) == [("left",)]
