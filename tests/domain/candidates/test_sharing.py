"""Sharing disability categories: off at first, field by field, withdrawn at any time, each read in a log."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from tests.domain.candidates.applicants import applied, employed
from tests.domain.candidates.test_disability import SECRET, refused
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import reads_of, sharing_of
from trellis.domain.candidates.queries.profiles import profile_of
from trellis.domain.candidates.refusals import NotShared
from trellis.domain.candidates.rules.choices import Purpose
from trellis.domain.candidates.services.disability import keep_categories, read_shared, share_categories
from trellis.domain.organizations.models import Membership
from trellis.domain.privacy.services.archive import write_archive

pytestmark = pytest.mark.usefixtures("world")
TOLD = {"hearing": SECRET, "sight": {"left": "no"}, "": "nameless"}


@pytest.fixture
def emma(world: None) -> Membership:
    member = employed("employer")
    applied("candidate", member)
    return member


@pytest.fixture
def cam(world: None) -> CandidateProfile:
    profile = profile_of(User.objects.get(username="candidate"))
    assert profile is not None
    keep_categories(profile, TOLD, asked_by=profile.user_id)
    return profile


def share(cam: CandidateProfile, member: Membership, *fields: str) -> None:
    share_categories(profile=cam, organization=member.organization, fields=fields, asked_by=cam.user_id)


def read(cam: CandidateProfile, member: Membership) -> Any:
    return read_shared(profile=cam, reader=member, purpose=Purpose.FULL_PROFILE)


def log_of(cam: CandidateProfile) -> list[dict[str, Any]]:
    return reads_of(cam, asked_by=cam.user_id)


@pytest.mark.parametrize("table", ["disability_sharing", "disability_read"])
@pytest.mark.parametrize(
    "statement",
    [
        "TABLE {table}",
        "COPY {table} TO STDOUT",
        "EXPLAIN ANALYZE SELECT * FROM {table}",
        "CREATE TEMP VIEW mine AS TABLE {table}; TABLE mine",
        "SELECT p.slug FROM candidates_candidateprofile p JOIN {table} t ON t.profile_id = p.id",
        "INSERT INTO {table} (profile_id) VALUES (1) RETURNING *",
        "UPDATE {table} SET profile_id = 1 RETURNING *",
        "DELETE FROM {table} RETURNING *",
    ],
)
def test_as_the_application_no_statement_reaches_them(
    cam: CandidateProfile, emma: Membership, table: str, statement: str
) -> None:
    share(cam, emma, "hearing")
    read(cam, emma)
    assert "permission denied" in refused(statement.format(table=f"candidates_private.{table}"))


@pytest.mark.parametrize(
    "call",
    [
        "candidates_private.names_of('{}')",
        "candidates_private.part_of('{}', '{}')",
        "candidates_private.withdraw(1, '{}')",
        "nextval('candidates_private.disability_read_id_seq')",
    ],
)
def test_what_the_functions_are_made_of_is_not_to_be_called(world: None, call: str) -> None:
    assert "permission denied" in refused(f"SELECT {call}")


@pytest.mark.parametrize(
    "function",
    [
        "candidates_share_disability(bigint, bigint, uuid, text)",
        "candidates_shared_disability(bigint, bigint, uuid, text)",
        "candidates_disability_sharing(bigint, bigint)",
        "candidates_disability_reads(bigint, bigint, bigint)",
    ],
)
def test_only_who_is_named_may_call_a_function(world: None, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, has_function_privilege(current_user, oid, 'EXECUTE'),"
            " EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)"
            " FROM pg_proc WHERE oid = %s::regprocedure",
            [f"public.{function}"],
        )
        assert cursor.fetchone() == (True, ["search_path=pg_catalog, pg_temp"], True, False)


def test_it_is_off_at_first_and_a_read_of_nothing_is_none(cam: CandidateProfile, emma: Membership) -> None:
    assert read(cam, emma) == {}
    assert (log_of(cam), sharing_of(cam, asked_by=cam.user_id)) == ([], [])


def test_what_is_shared_is_read_and_each_read_is_in_the_log(cam: CandidateProfile, emma: Membership) -> None:
    share(cam, emma, "hearing", "hearing")
    assert read(cam, emma) == {"hearing": SECRET}
    assert read(cam, emma) == {"hearing": SECRET}
    first, second = log_of(cam)
    assert first["reader"] == {"id": emma.user_id, "first_name": "Emma", "last_name": "Ployer"}
    assert first["organization"] == {"id": emma.organization.number, "name": emma.organization.name}
    assert (first["fields"], first["purpose"]) == (["hearing"], "full_profile")
    assert first["read_at"] >= second["read_at"]


def test_only_texts_of_a_list_can_be_shared(cam: CandidateProfile, emma: Membership) -> None:
    keep_categories(cam, ["sight", {"a": 1}, "hearing", 5], asked_by=cam.user_id)
    share(cam, emma, "hearing", "sight")
    assert read(cam, emma) == ["sight", "hearing"]
    assert log_of(cam)[0]["fields"] == ["sight", "hearing"]


def test_an_organization_reads_what_is_shared_with_it_alone(cam: CandidateProfile, emma: Membership) -> None:
    nora = employed("northwind_owner")
    share(cam, emma, "hearing")
    share(cam, nora, "sight")
    assert read(cam, emma) == {"hearing": SECRET}
    assert read(cam, nora) == {"sight": {"left": "no"}}
    share(cam, nora)
    assert (read(cam, emma), read(cam, nora)) == ({"hearing": SECRET}, {})


def test_what_is_withdrawn_is_read_no_longer_and_is_said_until_when(
    cam: CandidateProfile, emma: Membership
) -> None:
    share(cam, emma, "hearing", "sight")
    share(cam, emma, "sight")
    assert read(cam, emma) == {"sight": {"left": "no"}}
    until = {each["field"]: each["withdrawn_at"] for each in sharing_of(cam, asked_by=cam.user_id)}
    assert until["sight"] is None and until["hearing"]
    share(cam, emma, "hearing", "sight")
    assert len(sharing_of(cam, asked_by=cam.user_id)) == 3


def test_what_is_told_no_longer_is_off_when_it_is_told_again(cam: CandidateProfile, emma: Membership) -> None:
    share(cam, emma, "hearing", "sight")
    keep_categories(cam, {"sight": "both"}, asked_by=cam.user_id)
    keep_categories(cam, TOLD, asked_by=cam.user_id)
    assert read(cam, emma) == {"sight": {"left": "no"}}
    keep_categories(cam, {}, asked_by=cam.user_id)
    keep_categories(cam, TOLD, asked_by=cam.user_id)
    assert read(cam, emma) == {}


@pytest.mark.parametrize(
    "fields", [["nothing"], ["hearing", "nothing"], ["hear\x00ing"], ["\ud800"], ["Hearing"]]
)
def test_nobody_shares_what_they_have_not_told(
    cam: CandidateProfile, emma: Membership, fields: list[str]
) -> None:
    share(cam, emma, "sight")
    with pytest.raises(NotShared):
        share(cam, emma, *fields)
    assert read(cam, emma) == {"sight": {"left": "no"}}


def test_nobody_shares_for_another_nor_sees_with_whom_they_share(
    cam: CandidateProfile, emma: Membership
) -> None:
    for ask in (
        lambda: share_categories(
            profile=cam, organization=emma.organization, fields=["hearing"], asked_by=emma.user_id
        ),
        lambda: sharing_of(cam, asked_by=emma.user_id),
        lambda: reads_of(cam, asked_by=emma.user_id),
    ):
        with pytest.raises(ProgrammingError, match="the candidate's own"), transaction.atomic():
            ask()


def test_who_reads_is_a_member_who_acts_there(cam: CandidateProfile, emma: Membership) -> None:
    share(cam, emma, "hearing")
    stranger = Membership(user_id=cam.user_id, organization_id=emma.organization_id)
    with pytest.raises(ProgrammingError, match="for members of the organization"):
        read(cam, stranger)
    nobody = Membership(user_id=emma.user_id, organization_id=uuid4())
    with pytest.raises(ProgrammingError, match="for members of the organization"):
        read(cam, nobody)
    assert log_of(cam) == []


@pytest.mark.parametrize("purpose", ["", "x" * 101])
def test_nothing_is_read_that_cannot_be_noted(cam: CandidateProfile, emma: Membership, purpose: str) -> None:
    share(cam, emma, "hearing")
    statement = "SELECT public.candidates_shared_disability(%s, %s, %s, %s)"
    said = refused(statement, cam.pk, emma.user_id, emma.organization_id, purpose)
    assert said.startswith("Disability categories cannot be read so.")
    assert log_of(cam) == []


def test_nothing_is_handed_on_before_the_log_is_committed(cam: CandidateProfile, emma: Membership) -> None:
    share(cam, emma, "hearing")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        read(cam, emma)


@pytest.mark.django_db(transaction=True)
def test_who_reads_while_it_is_being_withdrawn_waits_and_reads_nothing(
    cam: CandidateProfile, emma: Membership
) -> None:
    share(cam, emma, "hearing")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            share(cam, emma)
            reading = pool.submit(_read_apart, cam, emma)
            assert wait_until(_somebody_waits, timeout=10)
        assert reading.result() == {}
    assert log_of(cam) == []


def _read_apart(cam: CandidateProfile, emma: Membership) -> Any:
    try:
        return read(cam, emma)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def test_they_go_with_the_profile(cam: CandidateProfile, emma: Membership) -> None:
    share(cam, emma, "hearing")
    read(cam, emma)
    key, owner = cam.pk, cam.user
    CandidateProfile.objects.filter(pk=key).delete()
    again = CandidateProfile(
        pk=key, user=owner, slug="again", created_at=cam.created_at, updated_at=cam.updated_at
    )
    again.save(force_insert=True)
    assert (sharing_of(again, asked_by=owner.pk), log_of(again)) == ([], [])


def test_both_are_in_the_export_of_ones_data(cam: CandidateProfile, emma: Membership) -> None:
    share(cam, emma, "hearing")
    read(cam, emma)
    out = io.BytesIO()
    write_archive(out, cam.user, now=timezone.now(), progress=lambda percent: None)
    with ZipFile(out) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist() if "disability" in name}
    assert files.keys() == {
        f"data/candidates.disability_{name}.json" for name in ("categories", "sharing", "reads")
    }
    assert SECRET in files["data/candidates.disability_categories.json"]
    assert "Emma" in files["data/candidates.disability_reads.json"]
