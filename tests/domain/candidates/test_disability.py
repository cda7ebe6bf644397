"""Disability categories: as the application nobody reads them but by functions that look at who asks."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.copies import copy_of
from trellis.domain.candidates.queries.disability import categories_of
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.candidates.refusals import NotKept
from trellis.domain.candidates.services import profiles
from trellis.domain.candidates.services.disability import erase_categories, keep_categories

pytestmark = pytest.mark.usefixtures("world")
SECRET = "canary-of-a-diagnosis"
TOLD = {"hearing": SECRET}
TABLE = "candidates_private.disability"
FUNCTIONS = (
    *("candidates_own_disability(bigint, bigint)", "candidates_keep_disability(bigint, bigint, text)"),
    "candidates_erase_disability(bigint, bigint)",
)


@pytest.fixture
def cam(world: None) -> CandidateProfile:
    profile = profile_of(User.objects.get(username="candidate"))
    assert profile is not None
    keep_categories(profile, TOLD, asked_by=profile.user_id)
    return profile


def refused(statement: str, *parameters: Any) -> str:
    """Return all that PostgreSQL says to the application's role where it refuses a statement."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    cause = caught.value.__cause__
    assert isinstance(cause, psycopg.Error)
    diagnosis = cause.diag
    parts = (
        diagnosis.message_primary,
        diagnosis.message_detail,
        diagnosis.message_hint,
        diagnosis.context,
        diagnosis.internal_query,
    )
    said = " ".join(part for part in parts if part)
    assert SECRET not in said
    return said


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT * FROM {TABLE}",
        f"SELECT count(*) FROM {TABLE}",
        f"EXPLAIN ANALYZE SELECT * FROM {TABLE} WHERE categories ? 'hearing'",
        f"COPY {TABLE} TO STDOUT",
        f"COPY (SELECT categories FROM {TABLE}) TO STDOUT",
        f"CREATE TEMP VIEW mine AS SELECT * FROM {TABLE}; SELECT * FROM mine",
        f"CREATE TEMP TABLE mine AS TABLE {TABLE}",
        f"CREATE TEMP TABLE mine (LIKE {TABLE})",
        f"INSERT INTO {TABLE} VALUES (1, '{{}}', now()) RETURNING categories",
        f"INSERT INTO {TABLE} (profile_id) SELECT profile_id FROM {TABLE}",
        f"UPDATE {TABLE} SET categories = NULL RETURNING *",
        f"UPDATE {TABLE} SET categories = '5'",
        f"DELETE FROM {TABLE} RETURNING categories",
        f"SELECT p.slug FROM candidates_candidateprofile p JOIN {TABLE} d ON d.profile_id = p.id",
        f"CREATE TEMP TABLE mine (id bigint REFERENCES {TABLE})",
        f"LOCK TABLE {TABLE}",
        f"DO $$ BEGIN PERFORM * FROM {TABLE}; END $$",
        "CREATE FUNCTION pg_temp.mine() RETURNS jsonb LANGUAGE sql SET search_path = candidates_private"
        " AS 'SELECT categories FROM disability'; SELECT pg_temp.mine()",
        "SET LOCAL search_path = candidates_private; TABLE disability",
        "SELECT candidates_private.refuse_others(1, 1)",
        "SET ROLE trellis_owner",
    ],
)
def test_as_the_application_no_statement_reaches_them(cam: CandidateProfile, statement: str) -> None:
    said = refused(statement)
    assert "permission denied" in said or "does not exist" in said


def test_nothing_that_the_application_may_look_up_knows_of_them(cam: CandidateProfile) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE schemaname = 'candidates_private'")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT has_schema_privilege('candidates_private', 'USAGE')"
            " OR has_schema_privilege('candidates_private', 'CREATE')"
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_only_who_is_named_may_call_a_function(world: None, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, has_function_privilege(current_user, oid, 'EXECUTE'),"
            " EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)"
            " FROM pg_proc WHERE oid = %s::regprocedure",
            [f"public.{function}"],
        )
        assert cursor.fetchone() == (True, ["search_path=pg_catalog, pg_temp"], True, False)


def test_the_candidate_reads_and_changes_what_they_told(cam: CandidateProfile) -> None:
    assert categories_of(cam, asked_by=cam.user_id) == TOLD
    keep_categories(cam, ["sight"], asked_by=cam.user_id)
    assert categories_of(cam, asked_by=cam.user_id) == ["sight"]
    keep_categories(cam, {}, asked_by=cam.user_id)
    assert categories_of(cam, asked_by=cam.user_id) == {}


@pytest.mark.parametrize(
    "ask",
    [
        lambda profile, by: categories_of(profile, asked_by=by),
        lambda profile, by: keep_categories(profile, {"a": 1}, asked_by=by),
        lambda profile, by: erase_categories(profile, asked_by=by),
    ],
)
@pytest.mark.parametrize("username", ["robin", "employer", "admin", None])
def test_the_functions_refuse_whoever_else_asks(
    cam: CandidateProfile, ask: Callable[[CandidateProfile, int], Any], username: str | None
) -> None:
    by = User.objects.get(username=username).pk if username else 0
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        ask(cam, by)
    assert "the candidate's own" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert categories_of(cam, asked_by=cam.user_id) == TOLD


@pytest.mark.parametrize(
    "categories",
    ["{", f'"{SECRET}"', f'["{SECRET}\\u0000"]', f"[{SECRET}]", f'{{"a": "{SECRET}"'],
)
def test_what_cannot_be_kept_is_refused_without_being_quoted(cam: CandidateProfile, categories: str) -> None:
    statement = "SELECT public.candidates_keep_disability(%s, %s, %s)"
    said = refused(statement, cam.pk, cam.user_id, categories)
    assert said.startswith("Disability categories cannot be kept so.")


def test_what_the_database_does_not_take_is_a_refusal_that_names_the_field(cam: CandidateProfile) -> None:
    with pytest.raises(NotKept) as caught, transaction.atomic():
        keep_categories(cam, "text", asked_by=cam.user_id)
    assert caught.value.errors.keys() == {"disability_categories"}


def test_a_value_is_no_part_of_a_statement(cam: CandidateProfile) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%_disability(%%'")
        statements = [text for (text,) in cursor.fetchall()]
    assert statements and not any(SECRET in text for text in statements)


def test_they_go_with_the_profile(cam: CandidateProfile) -> None:
    key, owner = cam.pk, cam.user
    CandidateProfile.objects.filter(pk=key).delete()
    again = CandidateProfile(
        pk=key, user=owner, slug="again", created_at=cam.created_at, updated_at=cam.updated_at
    )
    again.save(force_insert=True)
    assert categories_of(again, asked_by=owner.pk) == {}


def test_neither_the_record_nor_a_copy_of_the_profile_tells_of_them(cam: CandidateProfile) -> None:
    profiles.change(
        profile=cam,
        fields={"disability_categories": {"other": SECRET}, "is_available": False},
        now=timezone.now(),
    )
    told = [f"{event.data}{event.personal}" for event in Event.objects.filter(kind__startswith="candidate.")]
    assert told and not any(SECRET in each or "disability" in each for each in told)
    assert "disability" not in str(copy_of(cam)) and SECRET not in str(copy_of(cam))
