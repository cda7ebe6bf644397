"""What was told of disabilities stays as it is while sharing comes, and goes: it lies in no table of a model."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tests.databases import rows_of

_BEFORE = [("candidates", "0002_disability_categories")]
_NOW = [("candidates", "0010_sharing_disability_categories")]
_TOLD = "SELECT categories->>'hearing' FROM candidates_private.disability"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'candidates_private' ORDER BY 1"


def test_what_was_told_stays_and_is_shared_with_nobody(database: BaseDatabaseWrapper) -> None:
    MigrationExecutor(database).migrate(_BEFORE)
    assert rows_of(database, _TABLES) == [("disability",)]
    apps = MigrationExecutor(database).loader.project_state(_BEFORE).apps
    user = (
        apps.get_model("accounts", "User")
        .objects.using(database.alias)
        .create(username="old", email="old@example.com", referral_code="OLD")
    )
    profile = (
        apps.get_model("candidates", "CandidateProfile")
        .objects.using(database.alias)
        .create(user=user, slug="old", created_at="2026-01-01T00:00Z", updated_at="2026-01-01T00:00Z")
    )
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
